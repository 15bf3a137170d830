package dev.slipway.ssh;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The connections to one server: as many as its sessions need, since a server takes only ten sessions in each; few
/// of them dialled at once, since it drops logins that come in bursts; and none dialled for a while after a failure.
final class Connections {
    private static final int MOST = 32;
    /// OpenSSH's MaxStartups begins to drop at 10, from all clients together.
    private static final int DIALLED_AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration FIRST_REST = Duration.ofMillis(250);
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private final SshTarget target;
    private final Dialling dialling;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Connection> open = new ArrayList<>();
    private int dialled;
    private Circuit circuit = Circuit.closed(System.nanoTime());
    private @Nullable Problem lastFailure;
    private boolean closed;

    Connections(SshTarget target, Dialling dialling, RandomGenerator random) {
        this.target = target;
        this.dialling = dialling;
        this.random = random;
    }

    /// A connection with room for one more session; [#sessionEnds] gives the room back.
    Connection session() {
        return take(Connection::takesSession, Connection::sessionBegins);
    }

    void sessionEnds(Connection connection) {
        give(connection, Connection::sessionEnds);
    }

    /// A connection for a stream, of which it may have any number.
    Connection stream() {
        return take(Connection::alive, Connection::streamBegins);
    }

    void streamEnds(Connection connection) {
        give(connection, Connection::streamEnds);
    }

    /// The server refused one more session on it.
    void full(Connection connection) {
        give(connection, full -> {
            full.full();
            full.sessionEnds();
        });
    }

    SshCircuit circuit() {
        lock.lock();
        try {
            long now = System.nanoTime();
            dropDead();
            return new SshCircuit(
                    circuit.state(now),
                    open.size(),
                    circuit.failures(),
                    circuit.resting(now) ? Optional.of(Duration.ofNanos(circuit.restUntil() - now)) : Optional.empty());
        } finally {
            lock.unlock();
        }
    }

    int count() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        List<Connection> last;
        lock.lock();
        try {
            closed = true;
            last = List.copyOf(open);
            open.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        last.forEach(Connection::close);
    }

    private Connection take(java.util.function.Predicate<Connection> fits, Consumer<Connection> begin) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        lock.lock();
        try {
            while (true) {
                requireOpen();
                dropDead();
                Optional<Connection> free =
                        open.stream().filter(fits).min(Comparator.comparingInt(Connection::sessions));
                if (free.isPresent()) {
                    begin.accept(free.get());
                    return free.get();
                }
                long now = System.nanoTime();
                Circuit.Move move = circuit.decide(now, open.size(), dialled);
                Problem last = lastFailure;
                if (move == Circuit.Move.REFUSE && last != null) {
                    throw SshProblems.resting(last, Duration.ofNanos(circuit.restUntil() - now))
                            .toException();
                }
                if (now - deadline >= 0) {
                    throw SshProblems.busy(target.address(), PATIENCE).toException();
                }
                if (move == Circuit.Move.DIAL && dialled < DIALLED_AT_ONCE && open.size() + dialled < MOST) {
                    dial();
                } else {
                    long left = deadline - now;
                    var _ = changed.awaitNanos(circuit.resting(now) ? Math.min(left, circuit.restUntil() - now) : left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("interrupted", "Stopped", "Waiting for " + target.address() + " was stopped.")
                    .toException(e);
        } finally {
            lock.unlock();
        }
    }

    /// Holds the lock before and after, not while it dials. Fails only if there is no other connection to wait for.
    private void dial() {
        dialled++;
        Circuit before = circuit;
        lock.unlock();
        Connection made = null;
        ProblemException failure = null;
        try {
            made = dialling.dial(target);
        } catch (ProblemException e) {
            failure = e;
        } finally {
            lock.lock();
            dialled--;
            changed.signalAll();
        }
        if (made != null) {
            Connection connection = made;
            circuit = Circuit.closed(System.nanoTime());
            lastFailure = null;
            if (closed) {
                connection.close();
                requireOpen();
            }
            connection
                    .client()
                    .getTransport()
                    .setDisconnectListener((_, _) -> Thread.ofVirtual()
                            .name("connection to " + target.address() + " ended")
                            .start(() -> forget(connection)));
            open.add(connection);
            return;
        }
        if (failure != null) {
            rest(failure.problem(), before);
            if (open.isEmpty()) {
                throw failure;
            }
        }
    }

    /// Of several that were dialled at once and failed, the first counts.
    private void rest(Problem failure, Circuit before) {
        lastFailure = failure;
        if (circuit.failures() > before.failures()) {
            return;
        }
        long longest = Math.min(LONGEST_REST.toNanos(), FIRST_REST.toNanos() << Math.min(circuit.failures(), 16));
        circuit = circuit.failed(System.nanoTime(), longest / 2 + random.nextLong(longest / 2 + 1));
    }

    private void give(Connection connection, Consumer<Connection> end) {
        List<Connection> idle = new ArrayList<>();
        lock.lock();
        try {
            end.accept(connection);
            long now = System.nanoTime();
            for (Connection each : List.copyOf(open)) {
                boolean spare = open.size() > 1 && each.idle() && now - each.idleSince() > IDLE.toNanos();
                if (spare) {
                    open.remove(each);
                    idle.add(each);
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        idle.forEach(Connection::close);
    }

    private void forget(Connection connection) {
        lock.lock();
        try {
            open.remove(connection);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        connection.close();
    }

    private void dropDead() {
        open.removeIf(connection -> !connection.alive());
    }

    private void requireOpen() {
        if (closed) {
            throw Problem.unavailable("host-removed", "The host is no longer in use", target.address() + " was let go.")
                    .toException();
        }
    }

    /// Lets the next call dial at once: somebody knows that the server is back.
    void wake() {
        lock.lock();
        try {
            circuit = circuit.woken(System.nanoTime());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
