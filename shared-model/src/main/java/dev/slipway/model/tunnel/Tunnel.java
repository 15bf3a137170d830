package dev.slipway.model.tunnel;

import dev.slipway.model.Pin;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A client's tunnel into the sandbox of one session: one WebSocket for all its streams, which is opened again
/// by itself
/// when it is lost. Streams that were open then are over; new ones wait a moment for the next connection. Open
/// it in the
/// background, listen by [Forward], or open streams directly.
public final class Tunnel implements AutoCloseable {
    private static final Duration FIRST_DELAY = Duration.ofMillis(150);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(3);
    /// How long a new stream waits for a lost connection.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration PING_AFTER = Duration.ofSeconds(20);

    /// Where the daemon is, and by what it lets this client in. Asked at each connection, as a daemon that
    /// starts again may
    /// listen elsewhere.
    /// @param address `http` or `https`
    public record Server(URI address, String token) {}

    /// Turns what the daemon answers rather than to open a tunnel into a problem.
    @FunctionalInterface
    public interface Refusals {
        Problem problem(int status, String body);
    }

    /// How a tunnel is.
    public sealed interface State {
        record Connecting() implements State {}

        record Open() implements State {}

        /// It is tried again.
        record Lost(String why) implements State {}

        /// It will not be tried again.
        record Over(Problem why) implements State {}
    }

    private final Supplier<Server> server;
    private final String path;
    private final Refusals refusals;
    private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = new State.Connecting();
    private @Nullable Mux mux;
    private @Nullable WireSocket socket;
    private final Thread thread;

    /// Connects in the background.
    /// @param path such as `/api/v1/sessions/01kpy3zq8w2rt/tunnel`, below the server's address
    public Tunnel(Supplier<Server> server, String path, Refusals refusals) {
        this.server = server;
        this.path = path;
        this.refusals = refusals;
        this.thread = Thread.ofVirtual().name("tunnel").start(this::run);
    }

    public State state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /// Tells each state from now on, by the tunnel's own thread; whoever is told must not wait.
    public Pin onState(Consumer<State> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Opens a stream; waits for the connection if it is just lost, and until the stream stands.
    /// @throws ProblemException when it can't be: `nothing-listens`, `sandbox-gone`, `tunnel-lost` and others
    public TunnelStream open(TunnelTarget target) throws InterruptedException {
        try {
            return awaitMux().open(target);
        } catch (IOException e) {
            throw e.getCause() instanceof ProblemException known
                    ? known
                    : lost(String.valueOf(e.getMessage())).toException(e);
        }
    }

    /// Ends it and all its streams.
    @Override
    public void close() {
        become(new State.Over(
                Problem.unavailable("tunnel-closed", "The tunnel was closed", "All of its streams ended with it.")));
        thread.interrupt();
        lock.lock();
        try {
            if (socket != null) {
                socket.cut("closed");
            }
            if (mux != null) {
                mux.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private Mux awaitMux() throws InterruptedException {
        long left = PATIENCE.toNanos();
        lock.lock();
        try {
            while (true) {
                if (state instanceof State.Over over) {
                    throw over.why().toException();
                }
                Mux open = mux;
                if (open != null) {
                    return open;
                }
                if (left <= 0) {
                    throw lost(state instanceof State.Lost last ? last.why() : "it does not answer")
                            .toException();
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Duration delay = FIRST_DELAY;
        try {
            while (!(state() instanceof State.Over)) {
                try {
                    Server now = server.get();
                    WireSocket opened = WireSocket.open(now.address(), path, now.token());
                    delay = FIRST_DELAY;
                    carry(opened);
                } catch (WireSocket.Refused e) {
                    Problem why = refusals.problem(e.status(), e.body());
                    if (e.status() / 100 == 4) {
                        become(new State.Over(why));
                        return;
                    }
                    become(new State.Lost(why.title()));
                } catch (IOException | ProblemException e) {
                    become(new State.Lost(words(e)));
                }
                TimeUnit.NANOSECONDS.sleep(delay.toNanos());
                Duration twice = delay.multipliedBy(2);
                delay = twice.compareTo(LONGEST_DELAY) < 0 ? twice : LONGEST_DELAY;
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /// Returns when the connection is lost.
    private void carry(WireSocket opened) {
        Mux streams = new Mux(opened, null);
        lock.lock();
        try {
            if (state instanceof State.Over) {
                opened.cut("closed");
                return;
            }
            socket = opened;
            mux = streams;
        } finally {
            lock.unlock();
        }
        become(new State.Open());
        String why = "it hung up";
        try {
            boolean asked = false;
            while (true) {
                try {
                    streams.receive(opened.receive(PING_AFTER));
                    asked = false;
                } catch (SocketTimeoutException e) {
                    if (asked) {
                        throw e;
                    }
                    asked = true;
                    streams.ping();
                }
            }
        } catch (IOException e) {
            why = words(e);
        } finally {
            lock.lock();
            try {
                mux = null;
                socket = null;
            } finally {
                lock.unlock();
            }
            opened.cut(why);
            streams.close(state() instanceof State.Over over ? over.why() : lost(why));
            become(new State.Lost(why));
        }
    }

    private void become(State next) {
        lock.lock();
        try {
            if (state instanceof State.Over) {
                return;
            }
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        listeners.forEach(listener -> listener.accept(next));
    }

    private static String words(Exception e) {
        return switch (e) {
            case java.net.ConnectException _ -> "nothing listens there";
            case SocketTimeoutException _ -> "it does not answer";
            case java.io.EOFException _ -> "it hung up";
            case ProblemException problem -> problem.problem().title();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private static Problem lost(String why) {
        return Problem.unavailable(
                        "tunnel-lost", "The connection to Slipway was lost", "All streams ended with it: " + why + ".")
                .withRemedy("It is made again by itself; connect again then.");
    }
}
