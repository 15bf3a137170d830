package dev.slipway.api;

import dev.slipway.identity.Users;
import dev.slipway.model.tunnel.Mux;
import dev.slipway.tunnel.Tunnels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's tunnel: hands its messages to the streams, and theirs to it.
final class TunnelSocket implements FrameHandler, Mux.Wire {
    private static final Logger log = LoggerFactory.getLogger(TunnelSocket.class);

    private final TunnelSockets sockets;
    private final Users.Pass pass;
    private final long limitNanos;
    private final Function<Mux.Wire, Tunnels.Open> opening;
    /// Fair, so that a stream of a few keystrokes gets its turn beside one that is never done.
    private final ReentrantLock turn = new ReentrantLock(true);

    private @Nullable CoreSession session;
    private Tunnels.@Nullable Open tunnel;
    /// A message that comes in several frames.
    private @Nullable ByteBuffer partial;
    private volatile long heardNanos = System.nanoTime();
    private volatile boolean pinging;

    /// @param limit how long the client may leave a message untaken
    TunnelSocket(TunnelSockets sockets, Users.Pass pass, Duration limit, Function<Mux.Wire, Tunnels.Open> opening) {
        this.sockets = sockets;
        this.pass = pass;
        this.limitNanos = limit.toNanos();
        this.opening = opening;
    }

    Users.Pass pass() {
        return pass;
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        session = opened;
        tunnel = opening.apply(this);
        sockets.opened(this);
        callback.succeeded();
        opened.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        heardNanos = System.nanoTime();
        CoreSession open = open();
        try {
            switch (frame.getOpCode()) {
                case OpCode.PING -> open.sendFrame(new Frame(OpCode.PONG, true, copy(frame)), Callback.NOOP, false);
                case OpCode.BINARY, OpCode.CONTINUATION -> take(frame);
                default -> {
                    // A pong, which says that the client is there; a close frame, which Jetty answers; or
                    // text, which is
                    // no tunnel's.
                }
            }
            callback.succeeded();
        } catch (IOException e) {
            log.debug("The tunnel of {} is cut off: {}", pass.user().id().value(), e.getMessage());
            callback.succeeded();
            open.close(CloseStatus.PROTOCOL, e.getMessage(), Callback.NOOP);
        }
        open.demand();
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        log.debug("The tunnel of {} broke", pass.user().id().value(), cause);
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        sockets.closed(this);
        if (tunnel != null) {
            tunnel.close();
        }
        callback.succeeded();
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        Callback.Completable sent = new Callback.Completable();
        turn.lock();
        try {
            open().sendFrame(new Frame(OpCode.BINARY, true, message), sent, false);
            await(sent);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void cut(String why) {
        open().abort();
    }

    /// Pings the client, or cuts it off if nothing was heard of it for too long.
    void ping(long nanos, Duration every) {
        if (nanos - heardNanos > 3 * every.toNanos()) {
            open().abort();
        } else if (!pinging) {
            pinging = true;
            open().sendFrame(new Frame(OpCode.PING), Callback.from(() -> pinging = false), false);
        }
    }

    /// Ends it, as its token does not hold any more.
    void turnOut() {
        open().close(CloseStatus.POLICY_VIOLATION, "This token does not hold any more", Callback.NOOP);
    }

    /// Says goodbye; the client may come back.
    void goAway() {
        open().close(CloseStatus.SHUTDOWN, "Slipway is stopping", Callback.NOOP);
    }

    private void await(Callback.Completable sent) throws IOException {
        long deadline = System.nanoTime() + limitNanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    var _ = sent.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException e) {
                    // A message can't be left half sent.
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            open().abort(); // a close frame would have to wait behind what is not being read
            throw new IOException("the client did not read for " + limitNanos / 1_000_000 + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("the client is gone", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void take(Frame frame) throws IOException {
        if (tunnel == null) {
            return;
        }
        @Nullable ByteBuffer before = partial;
        if (before == null && frame.isFin()) {
            tunnel.mux().receive(copy(frame));
            return;
        }
        int so = before == null ? 0 : before.remaining();
        if (so + frame.getPayloadLength() > Mux.LONGEST_MESSAGE) {
            throw new IOException("a message is too long");
        }
        ByteBuffer joined = ByteBuffer.allocate(so + frame.getPayloadLength());
        if (before != null) {
            joined.put(before);
        }
        joined.put(copy(frame)).flip();
        partial = frame.isFin() ? null : joined;
        if (frame.isFin()) {
            tunnel.mux().receive(joined);
        }
    }

    private static ByteBuffer copy(Frame frame) {
        ByteBuffer copy = ByteBuffer.allocate(frame.getPayloadLength());
        return copy.put(frame.getPayload().slice()).flip();
    }

    private CoreSession open() {
        if (session == null) {
            throw new IllegalStateException("The tunnel is not open yet");
        }
        return session;
    }
}
