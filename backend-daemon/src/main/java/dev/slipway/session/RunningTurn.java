package dev.slipway.session;

import dev.slipway.agent.TurnOutcome;
import dev.slipway.model.account.User;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.TurnId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The turn that a session runs just now: its thread, who stopped it, and the end that others wait for. Guarded by its
/// actor's lock, but for [#awaitQuiet].
final class RunningTurn {
    /// How long one waits for quiet before one says that the turn is still being ended.
    static final Duration QUIET = Duration.ofSeconds(10);

    private final TurnId id;
    private final Instant since;
    private final CompletableFuture<List<String>> ended = new CompletableFuture<>();
    private @Nullable Thread thread;
    private @Nullable User stoppedBy;
    private boolean refused;

    RunningTurn(TurnId id, Instant since) {
        this.id = id;
        this.since = since;
    }

    TurnId id() {
        return id;
    }

    /// Runs it in a virtual thread of its own.
    void begin(String name, Runnable run) {
        thread = Thread.ofVirtual().name(name).start(run);
    }

    void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /// @return whether this is the first stop
    boolean stop(User by) {
        if (stoppedBy != null) {
            return false;
        }
        stoppedBy = by;
        interrupt();
        return true;
    }

    boolean isStopped() {
        return stoppedBy != null;
    }

    /// The disk refused its first rows: nobody was told that it began, so nothing of it may be told.
    void refuse() {
        refused = true;
        interrupt();
    }

    boolean isRefused() {
        return refused;
    }

    /// It is quiet.
    /// @param left what had left the sandbox
    void finish(List<String> left) {
        ended.complete(left);
    }

    /// Waits until nothing of it runs any more.
    /// @return what had left the sandbox
    List<String> awaitQuiet() throws InterruptedException {
        try {
            return ended.get(QUIET.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Problem.unavailable(
                            "still-stopping",
                            "The turn is still being ended",
                            "Something it started did not end within " + QUIET.toSeconds() + " seconds.")
                    .withRemedy("Look at the session again in a moment.")
                    .toException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The event that says how it ended.
    SessionEvent end(TurnOutcome outcome, List<String> left, Instant now) {
        Duration took = Duration.between(since, now);
        if (stoppedBy != null) {
            return new SessionEvent.TurnStopped(id, stoppedBy.id(), left, took);
        }
        return switch (outcome) {
            case TurnOutcome.Completed completed -> new SessionEvent.TurnCompleted(id, took);
            case TurnOutcome.Failed failed -> new SessionEvent.TurnFailed(id, failed.problem());
            case TurnOutcome.Stopped stopped -> new SessionEvent.TurnInterrupted(id, left);
        };
    }
}
