package dev.slipway.login;

import dev.slipway.link.Backoff;
import dev.slipway.link.Link;
import dev.slipway.link.Server;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The first page: a server on this computer, one known from before, or another address.
public final class WelcomeModel {
    private final KnownServers known;
    private final LocalDaemon local;
    private final Work work;
    private final Consumer<Server> connected;
    private final StringProperty address = new SimpleStringProperty("");
    private final StringProperty token = new SimpleStringProperty("");
    private final StringProperty busy = new SimpleStringProperty("");
    private final BooleanProperty canStart = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());

    /// @param connected gets the server that the person chose and that let them in
    public WelcomeModel(KnownServers known, LocalDaemon local, Work work, Consumer<Server> connected) {
        this.known = known;
        this.local = local;
        this.work = work;
        this.connected = connected;
        canStart.set(local.launcher().isPresent());
    }

    List<Server> known() {
        return known.all();
    }

    /// Finds or starts the one on this computer.
    void startLocal() {
        begin(Words.text("login.starting"));
        work.start(local::start, this::enter, this::failed);
    }

    /// Connects to the address and token that were written.
    void connect() {
        String text = address.get().strip();
        URI uri = URI.create(text.contains("://") ? text : "http://" + text);
        enter(new Server(uri.getAuthority(), uri, token.get().strip()));
    }

    /// What is wrong with the address as it stands, in words; empty when nothing is.
    String addressFault() {
        String text = address.get().strip();
        if (text.isEmpty()) {
            return "";
        }
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            boolean web = uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
            return web ? "" : Words.text("login.address.fault");
        } catch (IllegalArgumentException e) {
            return Words.text("login.address.fault");
        }
    }

    BooleanBinding canConnect() {
        return new BooleanBinding() {
            {
                bind(address, token, busy);
            }

            @Override
            protected boolean computeValue() {
                return busy.get().isEmpty()
                        && !address.get().isBlank()
                        && !token.get().isBlank()
                        && addressFault().isEmpty();
            }
        };
    }

    /// Asks the server whether it knows the person, and remembers it.
    void enter(Server server) {
        begin(Words.text("login.connecting", server.name()));
        work.start(
                () -> {
                    try (Link probe = new Link(server, Backoff.usual(new Random()), InstantSource.system())) {
                        probe.call(ServerCalls.ME, Map.of());
                    }
                    known.remember(server);
                    return server;
                },
                ready -> {
                    busy.set("");
                    connected.accept(ready);
                },
                this::failed);
    }

    private void begin(String what) {
        busy.set(what);
        problem.set(Optional.empty());
    }

    private void failed(Problem what) {
        busy.set("");
        problem.set(Optional.of(what));
    }

    StringProperty address() {
        return address;
    }

    StringProperty token() {
        return token;
    }

    /// What is being done just now; empty text for nothing.
    StringProperty busy() {
        return busy;
    }

    BooleanProperty canStart() {
        return canStart;
    }

    ObjectProperty<Optional<Problem>> problem() {
        return problem;
    }
}
