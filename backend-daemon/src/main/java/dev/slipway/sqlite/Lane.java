package dev.slipway.sqlite;

import dev.slipway.model.problem.Problem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One platform thread that owns connections and does all their work, in the order in which it is asked. Callers on
/// virtual threads hand over and park: a native call would pin their carrier, and a few busy writers would then stop
/// every other virtual thread.
public final class Lane implements AutoCloseable {
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Thread thread;
    private Runnable last = () -> {};
    private boolean ending;

    /// @param name of the thread
    public Lane(String name) {
        thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::work);
        thread.start();
    }

    /// Does it soon, in its turn. Even while the lane ends, a task may submit what follows from it.
    public void submit(Runnable task) {
        synchronized (this) {
            if (ending && Thread.currentThread() != thread) {
                throw stopped();
            }
            tasks.add(task);
        }
    }

    /// Does it in its turn and returns its result, or throws what it threw. An interrupt does not cut the wait; it
    /// is kept for the caller. On the lane's own thread it is done at once.
    public <T extends @Nullable Object> T call(Supplier<T> task) {
        if (Thread.currentThread() == thread) {
            return task.get();
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        submit(() -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    /// Ends the thread when all that was submitted is done, and waits for it.
    @Override
    public void close() {
        closeAfter(() -> {});
    }

    /// As [#close], with something to do at the very end.
    public void closeAfter(Runnable lastTask) {
        synchronized (this) {
            if (!ending) {
                ending = true;
                last = lastTask;
                tasks.add(() -> {});
            }
        }
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        while (!ended()) {
            try {
                run(tasks.take());
            } catch (InterruptedException e) {
                // Nobody else has this thread: only `close` ends it.
            }
        }
        run(last);
    }

    private synchronized boolean ended() {
        return ending && tasks.isEmpty();
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    private static RuntimeException stopped() {
        return Problem.unavailable("stopping", "Slipway is stopping", "Nothing more is read or written.")
                .withRemedy("Try again when the daemon runs again.")
                .toException();
    }
}
