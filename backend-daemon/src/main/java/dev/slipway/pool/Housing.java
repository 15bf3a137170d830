package dev.slipway.pool;

import dev.slipway.image.Images;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.Sandboxes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where sandboxes live: a host that was probed, with what an earlier daemon left there taken over. Made in the
/// background, as probing takes a moment and nothing but tools needs it; and a host that can't isolate keeps no one
/// from reading old sessions.
public final class Housing {
    /// @param images what sandboxes start from
    public record Rooms(Sandboxes sandboxes, Images images) {}

    private static final Logger LOG = LoggerFactory.getLogger(Housing.class);
    /// How long one refusal is the answer for all who ask: a probe costs some 100 ms.
    private static final Duration REFUSAL_HOLDS = Duration.ofSeconds(5);

    private final Callable<Rooms> opening;
    /// Sandboxes that were there when the host was opened, and of which it is not clear yet whose they are.
    private final Map<SandboxId, Found> found = new ConcurrentHashMap<>();

    private FutureTask<Rooms> rooms;
    private long refusedAt;

    /// @param opening probes the host; it may refuse by a [ProblemException]
    public Housing(Callable<Rooms> opening) {
        this.opening = opening;
        rooms = probe();
    }

    private FutureTask<Rooms> probe() {
        FutureTask<Rooms> probe = new FutureTask<>(() -> {
            Rooms opened = opening.call();
            List<Sandbox> adopted = opened.sandboxes().adopt();
            adopted.forEach(sandbox -> found.put(sandbox.id(), new Found(sandbox, System.nanoTime())));
            opened.images().clearUp();
            return opened;
        });
        Thread.ofVirtual().name("housing").start(probe);
        return probe;
    }

    /// Whether the host was probed by now, so that [#await] answers at once.
    public synchronized boolean isKnown() {
        return rooms.isDone();
    }

    /// The rooms, if the host was probed by now and can have sandboxes.
    public synchronized Optional<Rooms> known() {
        return rooms.state() == Future.State.SUCCESS ? Optional.of(rooms.resultNow()) : Optional.empty();
    }

    /// A sandbox that was there when the host was opened.
    record Found(Sandbox sandbox, long since) {
        /// For how long this daemon has known of it.
        Duration known() {
            return Duration.ofNanos(System.nanoTime() - since);
        }
    }

    /// Sandboxes that an earlier daemon left here and that nobody was found for yet.
    List<Found> found() {
        return List.copyOf(found.values());
    }

    /// It is clear whose a sandbox is, or it is gone.
    void settled(Sandbox sandbox) {
        found.remove(sandbox.id());
    }

    /// Why the host can't have sandboxes, if that was found.
    synchronized Optional<Problem> refusal() {
        return rooms.state() == Future.State.FAILED
                ? Optional.of(Problem.from(rooms.exceptionNow()))
                : Optional.empty();
    }

    /// Probes a host again that was found unable, though not at every call: it may be able by now.
    void lookAgain() {
        var _ = current();
    }

    /// Waits for the host. After a refusal the host is probed again, as its disk may have room by then, or the packages
    /// that it lacked.
    /// @throws ProblemException if it can't have sandboxes
    public Rooms await() throws InterruptedException {
        try {
            return current().get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ProblemException(Problem.from(cause), cause);
        }
    }

    /// Destroys all sandboxes, for a daemon whose home goes with it; nothing may use them any more. They otherwise
    /// outlive the daemon, for the next one to take over.
    public void destroySandboxes() throws InterruptedException {
        try {
            await().sandboxes().destroyAll();
        } catch (ProblemException e) {
            LOG.warn("Not all sandboxes could be destroyed: {}", e.problem().detail());
        }
    }

    private synchronized FutureTask<Rooms> current() {
        if (rooms.state() == Future.State.FAILED) {
            long now = System.nanoTime();
            if (refusedAt == 0) {
                refusedAt = now;
            } else if (now - refusedAt > REFUSAL_HOLDS.toNanos()) {
                refusedAt = 0;
                rooms = probe();
            }
        }
        return rooms;
    }
}
