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
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where one session works: its sandbox with the work tree, made ready in the background by the first who foresees
/// that it will be needed, and waited for by the first tool that needs it. It comes in two steps: first it can be read,
/// as the image left it; then the newest commits are in, and it can be written. A failed attempt is made again by the
/// next tool that needs it.
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
        /// @param room whose [#tree] is held while files change; told of the place as soon as it can be read
        /// @return the place in sync
        Place furnish(Workroom room, Consumer<Place> readable) throws InterruptedException;
    }

    /// @param readable when its files can be read
    /// @param ready    when it is in sync
    private record Attempt(CompletableFuture<Place> readable, CompletableFuture<Place> ready) {
        Attempt() {
            this(new CompletableFuture<>(), new CompletableFuture<>());
        }

        void complete(Place place) {
            readable.complete(place);
            ready.complete(place);
        }

        void fail(Throwable why) {
            ready.completeExceptionally(why);
            readable.completeExceptionally(why);
        }
    }

    private final String name;
    private final Furnishing furnishing;
    private final Predicate<Place> usable;
    private final ReentrantLock lock = new ReentrantLock();
    /// Whoever reads holds it shared; who changes files of the work tree from outside holds it alone. Fair, so that a
    /// tool that reads without end can't keep the newest commits out.
    private final ReentrantReadWriteLock tree = new ReentrantReadWriteLock(true);

    /// Held by who takes a snapshot, so that two don't at once.
    private final ReentrantLock keeping = new ReentrantLock();

    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private @Nullable Attempt attempt;
    private @Nullable CompletableFuture<Boolean> leaving;

    /// @param usable whether a place's host still is one to work on
    Workroom(String name, Furnishing furnishing, Predicate<Place> usable) {
        this.name = name;
        this.furnishing = furnishing;
        this.usable = usable;
    }

    String name() {
        return name;
    }

    ReadWriteLock tree() {
        return tree;
    }

    /// Begins to make it ready, if nobody has: for those who only foresee that it will be needed, and who may do so at
    /// each key that a person presses. An attempt that failed is left to those who need it.
    void warm() {
        lock.lock();
        try {
            if (attempt == null || lost(attempt)) {
                var _ = begin();
            }
        } finally {
            lock.unlock();
        }
    }

    private Attempt needed(boolean toWrite) {
        lock.lock();
        try {
            Attempt known = attempt;
            return known == null
                            || (toWrite ? known.ready() : known.readable()).isCompletedExceptionally()
                            || lost(known)
                    ? begin()
                    : known;
        } finally {
            lock.unlock();
        }
    }

    private Attempt begin() {
        Attempt coming = new Attempt();
        attempt = coming;
        @Nullable CompletableFuture<Boolean> before = leaving;
        Thread.ofVirtual().name("workroom-" + name).start(() -> {
            try {
                if (before != null) {
                    var _ = before.get();
                }
                coming.complete(furnishing.furnish(this, coming.readable()::complete));
            } catch (InterruptedException | ExecutionException e) {
                coming.fail(e);
            } catch (RuntimeException | Error e) {
                LOG.warn("No sandbox for session {}: {}", name, e.getMessage());
                coming.fail(e);
            }
        });
        return coming;
    }

    /// Waits until nothing is being made any more, so long at most.
    void settle(Duration limit) throws InterruptedException {
        @Nullable Attempt known;
        lock.lock();
        try {
            known = attempt;
        } finally {
            lock.unlock();
        }
        if (known != null) {
            try {
                var _ = known.ready().get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("The sandbox of session {} was not made ready", name, e);
            }
        }
    }

    /// Waits until it can be read.
    /// @throws ProblemException when it can't be
    Place awaitReadable() throws InterruptedException {
        return await(needed(false).readable());
    }

    /// Waits until it is in sync, and so can be written.
    /// @throws ProblemException when it can't be
    Place await() throws InterruptedException {
        return await(needed(true).ready());
    }

    private static Place await(CompletableFuture<Place> coming) throws InterruptedException {
        try {
            return coming.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw new ProblemException(problem.problem(), problem);
            }
            throw Problem.from(e.getCause() == null ? e : e.getCause()).toException(e);
        }
    }

    /// The place, if it is in sync now.
    Optional<Place> ready() {
        lock.lock();
        try {
            Attempt known = attempt;
            return known != null && succeeded(known.ready()) && !lost(known)
                    ? Optional.of(known.ready().join())
                    : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Does something while the place is not given up and no other does such a thing.
    <T> T keeping(Supplier<T> act) {
        keeping.lock();
        try {
            return act.get();
        } finally {
            keeping.unlock();
        }
    }

    /// Does something with the place, if it is in sync; it is not given up meanwhile, and used as ever.
    void undisturbed(Consumer<Place> act) {
        keeping.lock();
        try {
            ready().ifPresent(act);
        } finally {
            keeping.unlock();
        }
    }

    /// Gives the place up. Whoever needs it meanwhile waits, and then begins anew.
    /// @param unused asked once nobody can come in any more
    /// @param leave  takes the sandbox away; when it fails, the place is as it was
    /// @return whether it was given up
    boolean vacate(BooleanSupplier unused, Runnable leave) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        @Nullable Attempt before;
        lock.lock();
        try {
            before = attempt;
            if (leaving != null || (before != null && !before.ready().isDone())) {
                return false;
            }
            attempt = null;
            leaving = over;
        } finally {
            lock.unlock();
        }
        boolean left = false;
        keeping.lock();
        try {
            if (unused.getAsBoolean()) {
                leave.run();
                left = true;
            }
            return left;
        } finally {
            keeping.unlock();
            lock.lock();
            try {
                leaving = null;
                if (!left && attempt == null) {
                    attempt = before;
                }
            } finally {
                lock.unlock();
                over.complete(left);
            }
        }
    }

    /// The same place, in sync with newer commits.
    void renew(Place before, Place after) {
        lock.lock();
        try {
            if (attempt != null && before.equals(attempt.ready().getNow(null))) {
                Attempt renewed = new Attempt();
                renewed.complete(after);
                attempt = renewed;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Files that changed by newer commits.
    /// @param since the row of the journal from which on the old ones could be read
    /// @param until the row from which on the new ones are there
    record Change(Overtaken files, long since, long until) {}

    void note(Change change) {
        changes.add(change);
    }

    /// What has changed since this was asked last.
    Optional<Change> change() {
        return Optional.ofNullable(changes.poll());
    }

    private static boolean succeeded(CompletableFuture<Place> known) {
        return known.state() == Future.State.SUCCESS;
    }

    private boolean lost(Attempt known) {
        return succeeded(known.readable())
                && known.ready().isDone()
                && (!WORKING.contains(known.readable().join().sandbox().state())
                        || !usable.test(known.readable().join()));
    }
}
