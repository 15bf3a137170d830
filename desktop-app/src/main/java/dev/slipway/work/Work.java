package dev.slipway.work;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what takes time in the background and hands the outcome to the window's thread.
public final class Work implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Work.class);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService order = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("in-order").factory());

    /// Does `task`, then one of the two others, on the window's thread.
    public <T> void start(Callable<T> task, Consumer<T> then, Consumer<Problem> failed) {
        begin(threads, () -> {
            try {
                T result = task.call();
                Platform.runLater(() -> then.accept(result));
            } catch (ProblemException e) {
                Platform.runLater(() -> failed.accept(e.problem()));
            } catch (Exception e) {
                Unhandled.tell(e);
                Problem problem = Problem.of(
                                Problem.Kind.INTERNAL,
                                "desktop-fault",
                                "Something went wrong in Slipway itself",
                                String.valueOf(e))
                        .withRemedy("Try again. If it stays, copy the report and open an issue.");
                Platform.runLater(() -> failed.accept(problem));
            }
        });
    }

    /// Does something whose outcome nobody waits for; a failure goes to [Unhandled].
    public void start(Runnable task) {
        start(threads, task);
    }

    /// Like [#start], one after the other in the order of the calls.
    public void inOrder(Runnable task) {
        start(order, task);
    }

    private void start(ExecutorService where, Runnable task) {
        begin(where, () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                // What is cut off by the end of its window is no failure.
                if (!threads.isShutdown()) {
                    Unhandled.tell(e);
                }
            }
        });
    }

    private void begin(ExecutorService where, Runnable task) {
        try {
            where.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("Not begun, as this server's window is closed");
        }
    }

    @Override
    public void close() {
        order.close();
        threads.shutdownNow();
    }
}
