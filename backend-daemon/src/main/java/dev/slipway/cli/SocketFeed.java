package dev.slipway.cli;

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

/// A socket to the server with one subscription, which begins again by itself when the connection is lost. Used by one
/// thread, which pulls; what it does not pull stays with the server.
final class SocketFeed implements AutoCloseable {
    private static final Duration FIRST_DELAY = Duration.ofMillis(150);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(3);
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /// Long enough for an upgrade of the daemon; then a person should know.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// What [#next] tells.
    sealed interface News {
        /// @param json  as the server wrote it
        /// @param again whether it is the first since the connection was lost
        record Frame(ServerFrame frame, String json, boolean again) implements News {}

        record Lost(String why) implements News {}

        /// Nothing came in the time given.
        record Nothing() implements News {}
    }

    /// What is followed.
    interface Subject {
        /// How a subscription begins: the first time, and whenever a connection was lost.
        ClientFrame subscribe();

        /// What is not shown while there is no connection, and how to see it again.
        String lostTitle();

        String remedy();
    }

    private final HttpClient http;
    private final Supplier<ServerAddress> address;
    private final Subject subject;
    private final InstantSource clock;
    private @Nullable Connection connection;
    private boolean connectedBefore;
    private boolean stands;
    private Duration delay = Duration.ZERO;
    private @Nullable Instant lostAt;

    SocketFeed(HttpClient http, Supplier<ServerAddress> address, InstantSource clock, Subject subject) {
        this.http = http;
        this.address = address;
        this.clock = clock;
        this.subject = subject;
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
        stands = false;
        fresh.send(subject.subscribe());
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
                            connectedBefore ? "The daemon does not come back" : subject.lostTitle(),
                            "The socket of " + address.get().url() + ": " + why + ".")
                    .withRemedy("See `slipway status`. " + subject.remedy())
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
            case ServerFrame.Pong _ -> new News.Nothing();
            case ServerFrame.Ended ended -> throw problemOf(ended.problem());
            case ServerFrame.Refused refused -> throw problemOf(refused.problem());
            case ServerFrame frame -> {
                boolean again = connectedBefore && !stands;
                stands = true;
                connectedBefore = true;
                lostAt = null;
                delay = Duration.ZERO;
                yield new News.Frame(frame, json, again);
            }
        };
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
