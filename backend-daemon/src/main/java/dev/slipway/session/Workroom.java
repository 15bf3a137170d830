package dev.slipway.session;

import dev.slipway.git.GitExec;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxState;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where one session works: its sandbox with the work tree, made ready in the background by the first who foresees
/// that it will be needed, and waited for by the first tool that needs it. A failed attempt is made again by the next
/// tool that needs it.
final class Workroom {
    private static final Logger LOG = LoggerFactory.getLogger(Workroom.class);

    private static final Set<SandboxState> WORKING = Set.of(SandboxState.RUNNING, SandboxState.SEALING);

    /// A sandbox that holds the work tree.
    /// @param host where the sandbox is
    /// @param base the commit of the base branch that it holds; empty in a repository without commits
    record Place(Sandbox sandbox, GitExec git, Optional<CommitId> base, HostId host) {}

    /// Makes a place; blocks while it does.
    @FunctionalInterface
    interface Furnishing {
        Place furnish() throws InterruptedException;
    }

    private final String name;
    private final Furnishing furnishing;
    private final Predicate<Place> usable;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable CompletableFuture<Place> place;

    /// @param usable whether a place's host still is one to work on
    Workroom(String name, Furnishing furnishing, Predicate<Place> usable) {
        this.name = name;
        this.furnishing = furnishing;
        this.usable = usable;
    }

    String name() {
        return name;
    }

    /// Begins to make it ready, if nobody has: for those who only foresee that it will be needed, and who may do so at
    /// each key that a person presses. An attempt that failed is left to those who need it.
    void warm() {
        lock.lock();
        try {
            if (place == null || lost(place)) {
                var _ = begin();
            }
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<Place> needed() {
        lock.lock();
        try {
            CompletableFuture<Place> known = place;
            return known == null || failed(known) || lost(known) ? begin() : known;
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<Place> begin() {
        CompletableFuture<Place> coming = new CompletableFuture<>();
        place = coming;
        Thread.ofVirtual().name("workroom-" + name).start(() -> {
            try {
                coming.complete(furnishing.furnish());
            } catch (InterruptedException e) {
                coming.completeExceptionally(e);
            } catch (RuntimeException | Error e) {
                LOG.warn("No sandbox for session {}: {}", name, e.getMessage());
                coming.completeExceptionally(e);
            }
        });
        return coming;
    }

    /// Waits until nothing is being made any more, so long at most.
    void settle(Duration limit) throws InterruptedException {
        @Nullable CompletableFuture<Place> known;
        lock.lock();
        try {
            known = place;
        } finally {
            lock.unlock();
        }
        if (known != null) {
            try {
                var _ = known.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("The sandbox of session {} was not made ready", name, e);
            }
        }
    }

    /// Waits until it is ready.
    /// @throws ProblemException when it can't be
    Place await() throws InterruptedException {
        try {
            return needed().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw new ProblemException(problem.problem(), problem);
            }
            throw Problem.from(e.getCause() == null ? e : e.getCause()).toException(e);
        }
    }

    /// The place, if it is ready now.
    Optional<Place> ready() {
        lock.lock();
        try {
            CompletableFuture<Place> known = place;
            return known != null && succeeded(known) && !lost(known) ? Optional.of(known.join()) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private static boolean succeeded(CompletableFuture<Place> known) {
        return known.state() == Future.State.SUCCESS;
    }

    private static boolean failed(CompletableFuture<Place> known) {
        return known.isCompletedExceptionally();
    }

    private boolean lost(CompletableFuture<Place> known) {
        return succeeded(known) && (!WORKING.contains(known.join().sandbox().state()) || !usable.test(known.join()));
    }
}
