package dev.slipway.link;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ServerFrame;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/// One WebSocket from its handshake to its end. Nothing of it outlives it: whoever connects again makes another.
final class Socket implements AutoCloseable {
    private static final int GOING_AWAY = 1001;

    private final WebSocket socket;
    private final Listener listener;

    private Socket(WebSocket socket, Listener listener) {
        this.socket = socket;
        this.listener = listener;
    }

    /// Connects; returns once the handshake is done.
    /// @param frames receives each frame and what it came on, one after the other; meanwhile nothing more is read
    /// @throws ProblemException when there is no such server or it does not let us in
    static Socket open(OkHttpClient client, Server server, BiConsumer<Object, ServerFrame> frames)
            throws InterruptedException {
        Request request = new Request.Builder()
                .url(server.address().toString().replaceFirst("/+$", "") + "/api/v1/socket")
                .header("Authorization", "Bearer " + server.token())
                .build();
        Listener listener = new Listener(server, frames);
        WebSocket socket = client.newWebSocket(request, listener);
        try {
            listener.opened.get();
            return new Socket(socket, listener);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ProblemException problem ? problem : new IllegalStateException(e);
        } catch (InterruptedException e) {
            socket.cancel();
            throw e;
        }
    }

    /// Completes with the reason when the socket is gone, whoever ended it.
    CompletableFuture<String> end() {
        return listener.end;
    }

    /// Whether a frame came on this one.
    boolean is(Object from) {
        return from == listener;
    }

    /// Queues a frame; what can't be sent any more is dropped.
    void send(ClientFrame frame) {
        socket.send(Json.write(frame));
    }

    /// Ends it without waiting for the server's good-bye.
    @Override
    public void close() {
        listener.end.complete("this side ended it");
        socket.close(GOING_AWAY, null);
        socket.cancel();
    }

    private static final class Listener extends WebSocketListener {
        private final Server server;
        private final BiConsumer<Object, ServerFrame> frames;
        private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
        private final CompletableFuture<String> end = new CompletableFuture<>();

        Listener(Server server, BiConsumer<Object, ServerFrame> frames) {
            this.server = server;
            this.frames = frames;
        }

        @Override
        public void onOpen(WebSocket socket, Response response) {
            opened.complete(true);
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            if (!end.isDone()) {
                frames.accept(this, Json.read(text, ServerFrame.class));
            }
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            end.complete(reason.isBlank() ? "it ended the connection (" + code + ")" : reason);
            socket.close(code, null);
        }

        @Override
        public void onFailure(WebSocket socket, Throwable error, @Nullable Response response) {
            opened.completeExceptionally(problem(error, response).toException(error));
            end.complete(error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage());
        }

        private Problem problem(Throwable error, @Nullable Response response) {
            if (response == null) {
                return Rest.unreachable(server, error);
            }
            try (response) {
                String text = response.body() == null ? "" : response.body().string();
                return Rest.problem(response.code(), text);
            } catch (IOException e) {
                return Rest.unreachable(server, e);
            }
        }
    }
}
