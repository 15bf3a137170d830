package dev.slipway.api;

import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ServerFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/// What goes out on one socket: one message after the other, each sent before the next is taken. So nothing queues, a
/// slow client slows only those who write to it, and one that stops reading is cut off.
final class Outbox {
    /// A longer message goes out in pieces of this many bytes, so that the time limit holds for each piece, and a thin
    /// line is not taken for a dead one.
    private static final int PIECE = 64 * 1024;

    private final CoreSession socket;
    private final long limitNanos;
    private final ReentrantLock turn = new ReentrantLock();

    Outbox(CoreSession socket, Duration limit) {
        this.socket = socket;
        this.limitNanos = limit.toNanos();
    }

    void send(ServerFrame frame) throws ClientGone, InterruptedException {
        send(ByteBuffer.wrap(Json.write(frame).getBytes(StandardCharsets.UTF_8)));
    }

    /// Sends one message of UTF-8 text and returns when the operating system has taken it.
    /// @throws ClientGone if it was not taken in time; the socket is cut off then
    void send(ByteBuffer text) throws ClientGone, InterruptedException {
        turn.lockInterruptibly();
        try {
            byte op = OpCode.TEXT;
            do {
                ByteBuffer piece = text.slice(text.position(), Math.min(PIECE, text.remaining()));
                text.position(text.position() + piece.remaining());
                sendPiece(new Frame(op, !text.hasRemaining(), piece));
                op = OpCode.CONTINUATION;
            } while (text.hasRemaining());
        } finally {
            turn.unlock();
        }
    }

    /// An interrupt does not cut the wait, as a message can't be left half sent; it is kept for the caller.
    private void sendPiece(Frame frame) throws ClientGone {
        Callback.Completable sent = new Callback.Completable();
        socket.sendFrame(frame, sent, false);
        long deadline = System.nanoTime() + limitNanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    sent.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            socket.abort(); // a close frame would have to wait behind what is not being read
            throw new ClientGone("it did not read for " + limitNanos / 1_000_000 + " ms");
        } catch (ExecutionException e) {
            throw new ClientGone(String.valueOf(e.getCause()));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
