package dev.slipway.settings;

import dev.slipway.link.Link;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.ShownKey;
import dev.slipway.model.wire.HostCalls;
import dev.slipway.model.wire.HostCalls.NewHost;
import dev.slipway.model.wire.HostCalls.ServerAddress;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// A host that is being added: first its key is looked at, then a person accepts it. An accepted key holds for the
/// address that it was shown at, so another address begins anew.
final class NewHostForm {
    private final Link link;
    private final Predicate<String> taken;
    private final Runnable changed;
    private final Deed looking;
    private final Deed adding;
    private final BooleanProperty open = new SimpleBooleanProperty();
    private final StringProperty address = new SimpleStringProperty("");
    private final StringProperty via = new SimpleStringProperty("");
    private final StringProperty id = new SimpleStringProperty("");
    private final StringProperty root = new SimpleStringProperty("");
    private final ObjectProperty<Optional<ShownKey>> key = new SimpleObjectProperty<>(Optional.empty());
    private String suggested = "";

    /// @param taken   whether a host has an id
    /// @param changed called once it is added
    NewHostForm(Link link, Work work, Predicate<String> taken, Runnable changed) {
        this.link = link;
        this.taken = taken;
        this.changed = changed;
        this.looking = new Deed(work);
        this.adding = new Deed(work);
        address.subscribe(this::begin);
        via.subscribe(this::forgetKey);
    }

    private void begin() {
        forgetKey();
        if (id.get().equals(suggested)) {
            suggested = suggestion();
            id.set(suggested);
        }
    }

    private void forgetKey() {
        key.set(Optional.empty());
        looking.forget();
        adding.forget();
    }

    /// `build-1` for `slipway@build-1.example.org`; an address of digits as it is.
    private String suggestion() {
        if (!address.get().contains("@")) {
            return "";
        }
        String host = address.get().strip().replaceFirst("^.*@", "").replaceFirst(":\\d*$", "");
        String shortened = host.matches("[0-9.]+") ? host : host.replaceFirst("\\..*", "");
        String plain = shortened
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.-]+", "-")
                .replaceAll("^[.-]+|[.-]+$", "");
        return Stream.concat(
                        Stream.of(plain),
                        Stream.iterate(2, number -> number + 1).map(number -> plain + "-" + number))
                .filter(name -> name.isEmpty() || !taken.test(name))
                .findFirst()
                .orElseThrow();
    }

    String idFault() {
        return taken.test(id.get().strip()) ? Words.text("settings.fault.hostTaken") : Faults.host(id.get());
    }

    boolean canLook() {
        return !address.get().isBlank()
                && Stream.of(Faults.ssh(address.get()), Faults.ssh(via.get())).allMatch(String::isEmpty);
    }

    boolean canAdd() {
        return canLook()
                && key.get().isPresent()
                && !id.get().isBlank()
                && Stream.of(idFault(), Faults.directory(root.get())).allMatch(String::isEmpty);
    }

    /// Has the server show its key.
    void look() {
        key.set(Optional.empty());
        adding.forget();
        ServerAddress where = where();
        looking.start(() -> link.call(HostCalls.SHOW_KEY, Map.of(), where), "", shown -> {
            // Whoever writes on meanwhile means another server.
            if (where.equals(where())) {
                key.set(Optional.of(shown));
            }
        });
    }

    /// Accepts the key that was shown.
    void add() {
        NewHost wanted = new NewHost(
                new HostId(id.get().strip()),
                where().address(),
                where().via(),
                key.get().orElseThrow().fingerprint(),
                Optional.empty(),
                given(root),
                List.of(),
                Optional.empty());
        adding.start(() -> link.call(HostCalls.ADD, Map.of(), wanted), "", added -> {
            open.set(false);
            suggested = "";
            Stream.of(id, address, via, root).forEach(field -> field.set(""));
            adding.outcome().set(Words.text("settings.hosts.added", added.id().value()));
            changed.run();
        });
    }

    private ServerAddress where() {
        return new ServerAddress(address.get().strip(), given(via));
    }

    private static Optional<String> given(StringProperty field) {
        return Optional.of(field.get().strip()).filter(text -> !text.isEmpty());
    }

    Deed looking() {
        return looking;
    }

    Deed adding() {
        return adding;
    }

    /// Whether it shows.
    BooleanProperty open() {
        return open;
    }

    StringProperty address() {
        return address;
    }

    StringProperty via() {
        return via;
    }

    StringProperty id() {
        return id;
    }

    StringProperty root() {
        return root;
    }

    /// What the server showed, until it is accepted.
    ObjectProperty<Optional<ShownKey>> key() {
        return key;
    }
}
