package dev.slipway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.ServerFrame;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Follows one session's journal over the socket, and comes back by itself where it was when the connection is lost:
/// each
/// row is given once, in order. Used by one thread, which pulls; what it does not pull stays with the server.
final class JournalFeed implements AutoCloseable {
    private static final Duration FIRST_DELAY = Duration.ofMillis(150);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(3);
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /// Long enough for an upgrade of the daemon; then a person should know.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String SUBSCRIPTION = "journal";

    /// What [#next] tells.
    sealed interface News {
        /// @param raw the rows as the server wrote them
        record Rows(List<Envelope> events, List<LiveText> live, List<String> raw) implements News {}

        /// Connected, for the first time or again.
        /// @param last the newest row at that moment
        record Connected(long last, boolean again) implements News {}

        record Lost(String why) implements News {}

        record Typing(Author who) implements News {}

        /// Nothing came in the time given.
        record Nothing() implements News {}
    }

    private final HttpClient http;
    private final Supplier<ServerAddress> address;
    private final SessionId session;
    private final InstantSource clock;
    private long from;
    private @Nullable Connection connection;
    private boolean connectedBefore;
    private Duration delay = Duration.ZERO;
    private @Nullable Instant lostAt;

    /// @param from the first row wanted
    JournalFeed(HttpClient http, Supplier<ServerAddress> address, SessionId session, long from, InstantSource clock) {
        this.http = http;
        this.address = address;
        this.session = session;
        this.from = from;
        this.clock = clock;
    }

    /// Waits for what comes next.
    /// @throws ProblemException when the server refuses, or has been away for too long
    News next(Duration patience) throws InterruptedException {
        Connection open = connection;
        if (open == null) {
            return connect();
        }
        @Nullable Signal signal = open.signals.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        return switch (signal) {
            case null -> open.ping() ? new News.Nothing() : lost("the server does not answer pings");
            case Signal.Closed closed -> lost(closed.why());
            case Signal.Frame frame -> {
                open.socket().request(1);
                yield take(open, frame.json());
            }
        };
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.socket().abort();
        }
    }

    private News connect() throws InterruptedException {
        Thread.sleep(delay);
        delay = delay.isZero() ? FIRST_DELAY : min(delay.multipliedBy(2), LONGEST_DELAY);
        Connection fresh = new Connection();
        try {
            ServerAddress server = address.get();
            fresh.socket = http.newWebSocketBuilder()
                    .connectTimeout(CONNECT)
                    .header("Authorization", "Bearer " + server.token())
                    .buildAsync(server.socket(), fresh)
                    .get(CONNECT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused
                    && refused.getResponse().statusCode() / 100 == 4) {
                String body = refused.getResponse().body() instanceof String text ? text : "";
                throw Api.problemOf(address.get(), refused.getResponse().statusCode(), body);
            }
            return lost(words(e.getCause()));
        } catch (TimeoutException e) {
            return lost("no answer in " + CONNECT.toSeconds() + " s");
        } catch (ProblemException e) {
            return lost(e.problem().title());
        }
        connection = fresh;
        fresh.send(new ClientFrame.Subscribe(SUBSCRIPTION, session, from));
        return new News.Nothing();
    }

    private News lost(String why) {
        close();
        Instant now = clock.instant();
        Instant since = lostAt == null ? now : lostAt;
        lostAt = since;
        if (!connectedBefore || Duration.between(since, now).compareTo(PATIENCE) > 0) {
            throw Problem.unavailable(
                            "connection-lost",
                            connectedBefore ? "The daemon does not come back" : "The session can't be followed",
                            "The socket of " + address.get().url() + ": " + why + ".")
                    .withRemedy("See `slipway status`. The session itself is not lost: `slipway show " + session.value()
                            + " --follow` goes on from here.")
                    .toException();
        }
        return new News.Lost(why);
    }

    private News take(Connection open, String json) {
        open.heard();
        return switch (Json.read(json, ServerFrame.class)) {
            case ServerFrame.Hello hello -> {
                open.pingAfter = Duration.ofSeconds(Math.max(1, hello.pingSeconds()));
                yield new News.Nothing();
            }
            case ServerFrame.Subscribed subscribed -> {
                boolean again = connectedBefore;
                connectedBefore = true;
                lostAt = null;
                delay = Duration.ZERO;
                yield new News.Connected(subscribed.last(), again);
            }
            case ServerFrame.Journal journal -> rows(json, journal);
            case ServerFrame.SomeoneTypes typing -> new News.Typing(typing.user());
            case ServerFrame.Ended ended -> throw problemOf(ended.problem());
            case ServerFrame.Refused refused -> throw problemOf(refused.problem());
            case ServerFrame.Pong pong -> new News.Nothing();
            case ServerFrame.Sessions sessions -> new News.Nothing();
            case ServerFrame.Watching watching -> new News.Nothing();
        };
    }

    /// Drops rows that were given before, should a server repeat some.
    private News.Rows rows(String json, ServerFrame.Journal journal) {
        List<Envelope> fresh = new ArrayList<>();
        List<String> raw = new ArrayList<>();
        List<String> all = rawEvents(json);
        for (int i = 0; i < journal.events().size(); i++) {
            Envelope envelope = journal.events().get(i);
            if (envelope.seq() >= from) {
                fresh.add(envelope);
                raw.add(all.get(i));
                from = envelope.seq() + 1;
            }
        }
        return new News.Rows(fresh, journal.live(), raw);
    }

    /// The rows word for word: one of a newer version has more than this program knows.
    private static List<String> rawEvents(String json) {
        try {
            List<String> raw = new ArrayList<>();
            for (JsonNode event : Json.lenient().readTree(json).path("events")) {
                raw.add(event.toString());
            }
            return raw;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Was read as a frame before", e);
        }
    }

    private static ProblemException problemOf(ProblemDetails details) {
        return new Problem(details.code(), Problem.Kind.INVALID, details.title(), details.detail(), details.remedy())
                .toException();
    }

    private static String words(@Nullable Throwable error) {
        if (error instanceof java.net.ConnectException) {
            return "nothing listens";
        }
        return error == null
                ? "closed"
                : Optional.ofNullable(error.getMessage())
                        .orElse(error.getClass().getSimpleName());
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private sealed interface Signal {
        record Frame(String json) implements Signal {}

        record Closed(String why) implements Signal {}
    }

    private final class Connection implements WebSocket.Listener {
        private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();
        private @Nullable WebSocket socket;
        private Duration pingAfter = Duration.ofSeconds(30);
        private Instant heard = clock.instant();
        private Instant pinged = heard;

        WebSocket socket() {
            if (socket == null) {
                throw new IllegalStateException("Not connected");
            }
            return socket;
        }

        void heard() {
            heard = clock.instant();
        }

        /// False when the server has been silent for too long.
        boolean ping() {
            Instant now = clock.instant();
            if (Duration.between(heard, now).compareTo(pingAfter.multipliedBy(3)) > 0) {
                return false;
            }
            if (Duration.between(heard, now).compareTo(pingAfter) > 0
                    && Duration.between(pinged, now).compareTo(pingAfter) > 0) {
                pinged = now;
                send(new ClientFrame.Ping("p"));
            }
            return true;
        }

        /// A failure to send shows as a lost connection.
        void send(ClientFrame frame) {
            try {
                socket().sendText(Json.write(frame), true).join();
            } catch (CompletionException e) {
                signals.add(new Signal.Closed(words(e.getCause())));
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                signals.add(new Signal.Frame(partial.toString()));
                partial.setLength(0);
            } else {
                webSocket.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            signals.add(new Signal.Closed(reason.isEmpty() ? "closed with " + statusCode : reason));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            signals.add(new Signal.Closed(words(error)));
        }
    }
}
