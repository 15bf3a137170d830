package dev.slipway.model.tunnel;

import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The streams of one tunnel at one end of its WebSocket: gives each message to its stream, and each stream a
/// window of
/// its own, so that one which nobody reads holds up no other and at most [#BUDGET] bytes wait for all of them
/// together.
public final class Mux implements AutoCloseable {
    /// Bytes of the longest message.
    public static final int LONGEST_MESSAGE = Frames.HEAD + Frames.LONGEST_DATA;

    /// Streams of one tunnel at a time.
    public static final int MOST_STREAMS = 512;

    /// Bytes that may be under way to this end, all streams together, beyond the [TunnelStream#FIRST_WINDOW]
    /// of each.
    static final int BUDGET = 64 << 20;

    private static final int WIDEST_WINDOW = 2 << 20;

    /// What takes messages to the other end.
    public interface Wire {
        /// Returns when it was taken; so whoever sends faster than the network is held back.
        void send(ByteBuffer message) throws IOException;

        /// Ends the connection.
        void cut(String why);
    }

    /// What the server does with a stream that a client asks for. Runs in a thread of its own.
    @FunctionalInterface
    public interface Acceptor {
        /// @throws dev.slipway.model.problem.ProblemException of which the client is told
        void accept(TunnelTarget target, Asked asked) throws InterruptedException;
    }

    /// A stream that is asked for.
    public interface Asked {
        /// Says that it stands.
        TunnelStream stands() throws IOException;
    }

    private final Wire wire;
    private final @Nullable Acceptor acceptor;
    private final Map<Integer, TunnelStream> streams = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger free = new AtomicInteger(BUDGET);
    private volatile @Nullable Problem closed;

    /// @param acceptor at the server; a client accepts none
    public Mux(Wire wire, @Nullable Acceptor acceptor) {
        this.wire = wire;
        this.acceptor = acceptor;
    }

    /// How many streams there are now.
    public int streams() {
        return streams.size();
    }

    /// Opens a stream and waits until it stands.
    /// @throws IOException with a [dev.slipway.model.problem.ProblemException] as its cause: `nothing-listens`
    /// and others
    public TunnelStream open(TunnelTarget target) throws IOException, InterruptedException {
        int number = numbers.incrementAndGet();
        TunnelStream stream = new TunnelStream(this, number, target, false);
        add(number, stream);
        send(Frames.open(number, target));
        try {
            stream.awaitStanding();
            return stream;
        } catch (InterruptedException e) {
            stream.close();
            throw e;
        }
    }

    /// Takes one message. Never waits for a stream or for the wire.
    /// @param message whose array becomes the mux's own
    /// @throws IOException if the other end does not keep to the protocol; the connection is to be ended then
    public void receive(ByteBuffer message) throws IOException {
        if (message.remaining() < Frames.HEAD) {
            throw new IOException("a message is too short");
        }
        byte kind = message.get();
        int number = message.getInt();
        @Nullable TunnelStream stream = streams.get(number);
        switch (kind) {
            case Frames.OPEN -> opening(number, Frames.text(message));
            case Frames.PING -> apart(() -> tell(Frames.of(Frames.PONG, number, bytes(message))));
            case Frames.PONG -> {
                // That it came is all that was to be known.
            }
            case Frames.OPENED, Frames.DATA, Frames.WINDOW, Frames.END, Frames.RESET -> {
                // A stream that is over here may still be spoken of there.
                if (stream != null) {
                    about(stream, kind, message);
                }
            }
            default -> {
                // A later version may say more.
            }
        }
    }

    /// Asks the other end for a sign of life, which comes in by [#receive].
    public void ping() throws IOException {
        send(Frames.of(Frames.PING, 0));
    }

    /// Ends all streams for a reason; the connection is over.
    public void close(Problem why) {
        if (closed == null) {
            closed = why;
        }
        List.copyOf(streams.values()).forEach(stream -> stream.broken(why));
    }

    @Override
    public void close() {
        close(Problem.unavailable("tunnel-closed", "The tunnel was closed", "All of its streams ended with it."));
    }

    void forget(int number) {
        @Nullable TunnelStream over = streams.remove(number);
        if (over != null) {
            over.release();
        }
    }

    /// @return how much of it is to be had
    int reserve(int wanted) {
        int before = free.getAndUpdate(left -> left - Math.min(left, wanted));
        return Math.min(before, wanted);
    }

    void release(int bytes) {
        free.addAndGet(bytes);
    }

    /// How many bytes may be under way to a stream.
    int window() {
        int share = BUDGET / Math.max(1, streams.size());
        return Math.clamp(share, TunnelStream.FIRST_WINDOW, WIDEST_WINDOW);
    }

    void send(ByteBuffer message) throws IOException {
        Problem why = closed;
        if (why != null) {
            throw new IOException(why.title(), why.toException());
        }
        wire.send(message);
    }

    /// Sends what nobody waits for: if it can't be sent, the connection is over, and everyone learns that by
    /// itself.
    void tell(ByteBuffer message) {
        try {
            send(message);
        } catch (IOException e) {
            wire.cut(String.valueOf(e.getMessage()));
        }
    }

    private void about(TunnelStream stream, byte kind, ByteBuffer message) throws IOException {
        switch (kind) {
            case Frames.OPENED -> stream.opened();
            case Frames.DATA -> {
                if (!stream.arrived(message)) {
                    throw new IOException("a stream got more than its window");
                }
            }
            case Frames.WINDOW -> {
                int more = message.remaining() == 4 ? message.getInt() : -1;
                if (more < 0) {
                    throw new IOException("a window is malformed");
                }
                stream.credited(more);
            }
            case Frames.END -> stream.endArrived();
            case Frames.RESET -> stream.broken(Frames.problem(message));
            default -> throw new IllegalArgumentException("no message about a stream: " + kind);
        }
    }

    private void opening(int number, String target) throws IOException {
        Acceptor server = acceptor;
        if (server == null || streams.containsKey(number)) {
            throw new IOException("a stream was opened that can't be");
        }
        if (streams.size() >= MOST_STREAMS) {
            Problem full = Problem.of(
                            Problem.Kind.BUSY,
                            "too-many-streams",
                            "This tunnel has too many streams",
                            "A tunnel carries " + MOST_STREAMS + " at a time.")
                    .withRemedy("Close some, or open another tunnel.");
            apart(() -> tell(Frames.reset(number, full)));
            return;
        }
        TunnelTarget parsed;
        try {
            parsed = TunnelTarget.parse(target);
        } catch (RuntimeException e) {
            apart(() -> tell(Frames.reset(number, Problem.from(e))));
            return;
        }
        TunnelStream stream = new TunnelStream(this, number, parsed, true);
        add(number, stream);
        apart(() -> {
            try {
                server.accept(parsed, () -> {
                    send(Frames.of(Frames.OPENED, number));
                    stream.opened();
                    return stream;
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stream.close();
            } catch (RuntimeException e) {
                stream.reset(Problem.from(e));
            }
        });
    }

    private void add(int number, TunnelStream stream) throws IOException {
        streams.put(number, stream);
        Problem why = closed;
        if (why != null) {
            streams.remove(number);
            throw new IOException(why.title(), why.toException());
        }
    }

    private static void apart(Runnable task) {
        Thread.ofVirtual().name("tunnel").start(task);
    }

    private static byte[] bytes(ByteBuffer rest) {
        byte[] bytes = new byte[rest.remaining()];
        rest.get(bytes);
        return bytes;
    }
}
