package dev.slipway.endtoend;

import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ServerFrame;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What came over the socket of one session so far, and waiting for more. Fails on a gap or a duplicate.
final class Watch implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Envelope> rows = new ArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final StringBuilder live = new StringBuilder();
    private final WebSocket socket;
    private @Nullable String fault;

    Watch(HttpClient http, URI address, String token, SessionId session) {
        socket = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(address, this)
                .join();
        socket.sendText(Json.write(new ClientFrame.Subscribe("s", session, 1)), true)
                .join();
    }

    /// The first event of this kind that fits, once it has come.
    <E extends SessionEvent> E await(Class<E> kind, Predicate<E> fits) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (rows) {
            while (true) {
                for (Envelope row : rows) {
                    if (kind.isInstance(row.event()) && fits.test(kind.cast(row.event()))) {
                        return kind.cast(row.event());
                    }
                }
                waitForMore(deadline, kind.getSimpleName());
            }
        }
    }

    <E extends SessionEvent> E await(Class<E> kind) throws InterruptedException {
        return await(kind, any -> true);
    }

    /// Waits until this text has streamed, before any row has it.
    void awaitLive(String text) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (rows) {
            while (live.indexOf(text) < 0) {
                waitForMore(deadline, "live text \"" + text + "\"");
            }
        }
    }

    <E extends SessionEvent> List<E> all(Class<E> kind) {
        synchronized (rows) {
            return rows.stream()
                    .map(Envelope::event)
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
        }
    }

    List<Envelope> rows() {
        synchronized (rows) {
            return List.copyOf(rows);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            take(Json.read(partial.toString(), ServerFrame.class));
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void take(ServerFrame frame) {
        synchronized (rows) {
            switch (frame) {
                case ServerFrame.Journal journal -> {
                    for (Envelope row : journal.events()) {
                        if (row.seq() != rows.size() + 1) {
                            fault = "expected row " + (rows.size() + 1) + ", got " + row.seq();
                        }
                        rows.add(row);
                    }
                    journal.live().stream().map(LiveText::text).forEach(live::append);
                }
                case ServerFrame.Ended ended -> fault = ended.problem().toString();
                case ServerFrame.Refused refused -> fault = refused.problem().toString();
                default -> {}
            }
            rows.notifyAll();
        }
    }

    private void waitForMore(long deadline, String what) throws InterruptedException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (fault != null) {
            throw new AssertionError("The socket: " + fault);
        }
        if (left <= 0) {
            throw new AssertionError("No " + what + " in " + PATIENCE.toSeconds() + " s. What came:\n"
                    + String.join("\n", rows.stream().map(Json::write).toList()));
        }
        rows.wait(left);
    }
}
