package dev.slipway.settings;

import dev.slipway.link.Backoff;
import dev.slipway.link.Link;
import dev.slipway.link.Server;
import dev.slipway.model.account.User;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.ServerCalls.Health;
import dev.slipway.work.Work;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;

/// The servers that a person knows, and how each answers now.
final class ServersModel {
    /// How a server answered.
    sealed interface Answer {
        /// @param took for the round trip of a small call
        record Good(User me, Health health, Duration took) implements Answer {}

        record Bad(Problem why) implements Answer {}
    }

    private final Reach around;
    private final Work work;
    private final InstantSource clock;
    private final URI shown;
    private final ObservableMap<URI, Answer> answers = FXCollections.observableHashMap();

    /// @param shown the one whose settings these are
    ServersModel(Reach around, Work work, InstantSource clock, URI shown) {
        this.around = around;
        this.work = work;
        this.clock = clock;
        this.shown = shown;
    }

    /// Asks each of them.
    void load() {
        around.servers().stream()
                .filter(server -> !server.token().isEmpty())
                .forEach(server -> work.start(
                        () -> ask(server),
                        answer -> answers.put(server.address(), answer),
                        why -> answers.put(server.address(), new Answer.Bad(why))));
    }

    private Answer ask(Server server) {
        try (Link probe = new Link(server, Backoff.usual(new Random()), clock)) {
            User me = probe.call(ServerCalls.ME, Map.of());
            long start = System.nanoTime(); // the connection stands by now
            Health health = probe.call(ServerCalls.HEALTH, Map.of());
            return new Answer.Good(me, health, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    List<Server> servers() {
        return around.servers();
    }

    Optional<Answer> answer(Server server) {
        return Optional.ofNullable(answers.get(server.address()));
    }

    boolean isShown(Server server) {
        return server.address().equals(shown);
    }

    Reach around() {
        return around;
    }

    ObservableMap<URI, Answer> answers() {
        return answers;
    }
}
