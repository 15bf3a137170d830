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
    private final OwnDaemon local;
    private final Work work;
    private final Consumer<Server> connected;
    private final StringProperty address = new SimpleStringProperty("");
    private final StringProperty token = new SimpleStringProperty("");
    private final StringProperty reason = new SimpleStringProperty("");
    private final StringProperty busy = new SimpleStringProperty("");
    private final BooleanProperty canStart = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());

    /// @param connected gets the server that the person chose and that let them in
    public WelcomeModel(KnownServers known, OwnDaemon local, Work work, Consumer<Server> connected) {
        this.known = known;
        this.local = local;
        this.work = work;
        this.connected = connected;
        canStart.set(local.canStart());
    }

    /// Writes an address for the person, to which they only add their token.
    /// @param why what this is good for, in words
    public void offer(URI to, String why) {
        address.set(to.toString());
        reason.set(why);
    }

    /// Those that the person can go to without more ado.
    List<Server> known() {
        return known.all().stream().filter(KnownServers::signedIn).toList();
    }

    /// Whether the one of this computer is among those.
    boolean knowsLocal() {
        return known.all().stream().anyMatch(known::isLocal);
    }

    /// Finds or starts the one on this computer.
    void startLocal() {
        begin(Words.text("login.starting"));
        work.start(local::start, server -> enter(server, known::rememberLocal), this::failed);
    }

    /// Connects to the address and token that were written.
    void connect() {
        String text = address.get().strip();
        URI uri = URI.create(text.contains("://") ? text : "http://" + text);
        URI plain = URI.create(uri.getScheme() + "://" + uri.getAuthority());
        enter(new Server(uri.getAuthority(), plain, token.get().strip()));
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
        enter(server, known::remember);
    }

    private void enter(Server server, Consumer<Server> remember) {
        begin(Words.text("login.connecting", server.name()));
        work.start(
                () -> {
                    try (Link probe = new Link(server, Backoff.usual(new Random()), InstantSource.system())) {
                        probe.call(ServerCalls.ME, Map.of());
                    }
                    remember.accept(server);
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

    /// Why this page shows, where it does so for a reason; else empty.
    StringProperty reason() {
        return reason;
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
