package dev.slipway.link;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ServerFrame;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket from its handshake to its end. Nothing of it outlives it: whoever connects again makes another.
final class Socket implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Socket.class);
    /// Far above any frame of a server, which sends a long journal in pieces; only so much is taken up as a frame has.
    private static final int LONGEST_FRAME = 64 * 1024 * 1024;

    private final Session session;
    private final Line line;

    private Socket(Session session, Line line) {
        this.session = session;
        this.line = line;
    }

    /// Connects; returns once the handshake is done.
    /// @param frames receives each frame and what it came on, one after the other; meanwhile nothing more is read
    /// @throws ProblemException when there is no such server or it does not let us in
    static Socket open(Server server, BiConsumer<Object, ServerFrame> frames) throws InterruptedException {
        Line line = new Line(server);
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
        config.getUserProperties().put(BlockingContainer.LINE, line);
        ClientManager client = ClientManager.createClient(BlockingContainer.class.getName());
        client.getProperties().put(ClientProperties.INCOMING_BUFFER_SIZE, LONGEST_FRAME);
        try {
            return new Socket(client.connectToServer(new Listener(line, frames), config, socketOf(server)), line);
        } catch (DeploymentException | IOException e) {
            line.close();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw problem(server, e).toException(e);
        }
    }

    private static URI socketOf(Server server) {
        // Tyrus knows ws and wss only.
        return URI.create(
                server.address().toString().replaceFirst("(?i)^http", "ws").replaceFirst("/+$", "") + "/api/v1/socket");
    }

    private static Problem problem(Server server, Exception error) throws InterruptedException {
        Throwable first = error;
        for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem.problem();
            }
            if (cause instanceof InterruptedException) {
                throw new InterruptedException();
            }
            first = cause;
        }
        return Rest.unreachable(server, first);
    }

    /// Completes with the reason when the socket is gone, whoever ended it.
    CompletableFuture<String> end() {
        return line.end();
    }

    /// Whether a frame came on this one.
    boolean is(Object from) {
        return from == line;
    }

    /// Queues a frame; what can't be sent any more is dropped.
    void send(ClientFrame frame) {
        String text = Json.write(frame);
        try {
            session.getAsyncRemote().sendText(text, result -> {
                if (!result.isOK()) {
                    log.debug("Not sent", result.getException());
                }
            });
        } catch (RuntimeException e) {
            // Tyrus has no narrower type for a socket that is gone; if this one is not, it is of no use any more.
            log.debug("Not sent", e);
            line.end("it takes nothing any more");
        }
    }

    /// Ends it without waiting for the server, to which a connection that breaks off says the same as a good-bye.
    @Override
    public void close() {
        line.close();
    }

    private static final class Listener extends Endpoint {
        private final Line line;
        private final BiConsumer<Object, ServerFrame> frames;

        Listener(Line line, BiConsumer<Object, ServerFrame> frames) {
            this.line = line;
            this.frames = frames;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> {
                if (!line.end().isDone()) {
                    frames.accept(line, Json.read(text, ServerFrame.class));
                }
            });
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            String phrase = reason.getReasonPhrase();
            line.end()
                    .complete(
                            phrase == null || phrase.isBlank()
                                    ? "it ended the connection ("
                                            + reason.getCloseCode().getCode() + ")"
                                    : phrase);
        }

        @Override
        public void onError(Session session, Throwable error) {
            line.end(String.valueOf(error.getMessage()));
        }
    }
}
