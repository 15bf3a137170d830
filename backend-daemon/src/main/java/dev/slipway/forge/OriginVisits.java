package dev.slipway.forge;

import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Fetches of origins on behalf of sessions: one at a time for each repository, shared by all who want it then or want
/// it again a moment later, so that a hundred sessions that begin together ask an origin once.
final class OriginVisits {
    private record Visit(Instant since, FutureTask<Boolean> task) {}

    private final Consumer<RepositoryId> fetch;
    private final InstantSource clock;
    private final Map<RepositoryId, Visit> visits = new ConcurrentHashMap<>();

    OriginVisits(Consumer<RepositoryId> fetch, InstantSource clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    /// @param young a fetch that began so long ago, or failed so long ago, is as good as a new one
    /// @param limit waited at most; the fetch then goes on by itself
    void visit(RepositoryId id, Duration young, Duration limit) throws InterruptedException {
        Visit visit = visits.compute(id, (_, before) -> {
            boolean serves = before != null
                    && (!before.task().isDone()
                            || clock.instant().isBefore(before.since().plus(young)));
            return serves ? before : begin(id);
        });
        try {
            var _ = visit.task().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Problem.unavailable(
                            "slow-origin",
                            "The origin takes too long",
                            "Fetching from the origin of " + id.value() + " was not done after " + limit.toSeconds()
                                    + " s; it goes on in the background.")
                    .toException(e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ProblemException(Problem.from(cause), cause);
        }
    }

    private Visit begin(RepositoryId id) {
        FutureTask<Boolean> task = new FutureTask<>(() -> fetch.accept(id), true);
        Thread.ofVirtual().name("fetch " + id.value()).start(task);
        return new Visit(clock.instant(), task);
    }
}
