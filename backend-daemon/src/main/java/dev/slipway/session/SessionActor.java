package dev.slipway.session;

import dev.slipway.agent.TurnOutcome;
import dev.slipway.journal.Appended;
import dev.slipway.journal.Journal;
import dev.slipway.model.Pin;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.User;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.wire.SessionCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One session: decides what may happen next and appends it. Calls come from many threads and are short; at most one
/// turn runs at a time, in a virtual thread of its own. A prompt that finds the session at rest starts a turn; one
/// that finds it at work waits. After a turn that completed, the next waiting prompt starts; after one that was
/// stopped, failed or was interrupted, the queue is held until a person prompts or resumes.
final class SessionActor {
    private static final Logger LOG = LoggerFactory.getLogger(SessionActor.class);
    /// How long a stop waits for quiet before it answers that the turn is still being ended.
    private static final Duration QUIET = Duration.ofSeconds(10);

    /// Runs one turn in the calling thread; an interrupt ends it.
    @FunctionalInterface
    interface TurnRunner {
        TurnOutcome run(SessionActor session, TurnId turn, Prompt prompt) throws InterruptedException;
    }

    private final Journal journal;
    private final InstantSource clock;
    private final TurnRunner runner;
    private final Consumer<SessionActor> changed;
    /// The journal's own lock: what the agent appends meanwhile is in the projection too, and in order.
    private final ReentrantLock lock;
    private final Pin observation;
    private final SessionProjection projection;
    private @Nullable RunningTurn running;
    private boolean closed;
    private boolean astray;

    private static final class RunningTurn {
        final TurnId id;
        final Instant since;
        final CompletableFuture<List<String>> ended = new CompletableFuture<>();

        @Nullable Thread thread;

        @Nullable User stoppedBy;

        RunningTurn(TurnId id, Instant since) {
            this.id = id;
            this.since = since;
        }
    }

    /// @param projection what the journal says up to its newest event
    /// @param changed    told of this actor after each change, under its lock: must be quick
    SessionActor(
            SessionProjection projection,
            Journal journal,
            InstantSource clock,
            TurnRunner runner,
            Consumer<SessionActor> changed) {
        this.projection = projection;
        this.journal = journal;
        this.clock = clock;
        this.runner = runner;
        this.changed = changed;
        lock = journal.appendLock();
        observation = journal.observe(this::follow);
    }

    /// Follows the journal no more.
    void leave() {
        observation.close();
    }

    Journal journal() {
        return journal;
    }

    /// Reads the projection while nothing changes it.
    <T> T read(Function<SessionProjection, T> question) {
        lock.lock();
        try {
            return question.apply(projection);
        } finally {
            lock.unlock();
        }
    }

    /// Follows what anyone, the agent too, appends to the journal; called under the lock.
    private void follow(List<Envelope> appended) {
        for (Envelope envelope : appended) {
            // Numbers repeat after rows that the disk refused: what is in memory then knows more than the journal.
            astray |= envelope.seq() != projection.lastSeq() + 1;
            if (!astray) {
                projection.apply(envelope);
            }
        }
        changed.accept(this);
    }

    /// Whether this actor has taken in rows that the disk refused, and is at rest: it must be made anew from the
    /// journal.
    boolean isAstray() {
        return read(p -> astray && running == null);
    }

    /// Appends what happened outside of this actor, such as a review.
    Appended record(SessionEvent... events) {
        lock.lock();
        try {
            return journal.append(List.of(events));
        } finally {
            lock.unlock();
        }
    }

    /// Takes a prompt, and starts a turn with the first one that waits when none runs.
    /// @return once the prompt is on disk; the prompt that was accepted under this id before, if there is one
    Prompt accept(Prompt prompt) {
        Appended appended;
        lock.lock();
        try {
            Optional<Prompt> before = projection.accepted(prompt.id());
            if (before.isPresent()) {
                if (!before.get().author().user().equals(prompt.author().user())
                        || !before.get().text().equals(prompt.text())) {
                    throw Problem.conflict(
                                    "prompt-id-taken",
                                    "Another prompt has this id",
                                    "The session already has a different prompt "
                                            + prompt.id().value() + ".")
                            .withRemedy("Send it under another id, or leave the id out.")
                            .toException();
                }
                return before.get();
            }
            refuseWhenClosed();
            if (running == null) {
                List<SessionEvent> events = new ArrayList<>();
                events.add(new SessionEvent.PromptAccepted(prompt));
                Prompt first = projection.queue().isEmpty()
                        ? prompt
                        : projection.queue().getFirst();
                appended = start(first, events);
            } else {
                appended = journal.append(List.of(new SessionEvent.PromptAccepted(prompt)));
            }
        } finally {
            lock.unlock();
        }
        appended.awaitSynced();
        return prompt;
    }

    /// Starts a turn with the first prompt that waits.
    /// @return whether there was one and no turn ran
    boolean resume() {
        Appended appended;
        lock.lock();
        try {
            refuseWhenClosed();
            if (running != null || projection.queue().isEmpty()) {
                return false;
            }
            appended = start(projection.queue().getFirst(), new ArrayList<>());
        } finally {
            lock.unlock();
        }
        appended.awaitSynced();
        return true;
    }

    Prompt change(PromptId id, SessionCalls.PromptChange change, Author by) {
        Appended appended;
        lock.lock();
        try {
            waiting(id);
            List<SessionEvent> events = new ArrayList<>();
            change.text().ifPresent(text -> events.add(new SessionEvent.PromptEdited(id, text, by)));
            change.position().ifPresent(position -> events.add(new SessionEvent.PromptMoved(id, position, by)));
            if (events.isEmpty()) {
                throw Problem.invalid(
                                "nothing-to-change",
                                "Nothing to change was given",
                                "A change of a prompt gives a new text, a new position, or both.")
                        .toException();
            }
            appended = journal.append(events);
        } finally {
            lock.unlock();
        }
        appended.awaitSynced();
        return read(p -> p.accepted(id).map(prompt -> p.find(id).orElse(prompt)).orElseThrow());
    }

    void withdraw(PromptId id, Author by) {
        Appended appended;
        lock.lock();
        try {
            waiting(id);
            appended = journal.append(List.of(new SessionEvent.PromptWithdrawn(id, by)));
        } finally {
            lock.unlock();
        }
        appended.awaitSynced();
    }

    /// Ends the turn that runs.
    /// @return once it is quiet
    SessionCalls.Stopped stop(User by) throws InterruptedException {
        CompletableFuture<List<String>> ended;
        lock.lock();
        try {
            if (running == null) {
                return new SessionCalls.Stopped(false, List.of());
            }
            ended = running.ended;
            if (running.stoppedBy == null) {
                running.stoppedBy = by;
                projection.stopping();
                changed.accept(this);
                if (running.thread != null) {
                    running.thread.interrupt();
                }
            }
        } finally {
            lock.unlock();
        }
        try {
            return new SessionCalls.Stopped(true, ended.get(QUIET.toMillis(), TimeUnit.MILLISECONDS));
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

    /// Marks the turn that an earlier daemon did not bring to its end. Nothing of it is replayed.
    /// @param left what had left the sandbox by then
    void markInterrupted(TurnId turn, List<String> left) {
        journal.append(List.of(new SessionEvent.TurnInterrupted(turn, left)));
    }

    /// Takes the prompts that are to be inserted at the next step of the turn that runs. When somebody else than
    /// before speaks, `handOver` is told before the prompt is delivered.
    List<Prompt> takeInserted(TurnId turn, Consumer<Prompt> handOver) {
        List<Prompt> inserted = read(p -> p.queue().stream()
                .filter(prompt -> prompt.mode() == PromptMode.INSERT)
                .toList());
        List<Prompt> taken = new ArrayList<>();
        for (Prompt prompt : inserted) {
            if (read(p -> p.uncommitted().stream().anyMatch(author -> !author.equals(prompt.author())))) {
                handOver.accept(prompt);
            }
            lock.lock();
            try {
                // It may have been edited or withdrawn in between.
                projection.find(prompt.id()).ifPresent(now -> {
                    journal.append(List.of(new SessionEvent.PromptDelivered(now.id(), turn)));
                    taken.add(now);
                });
            } finally {
                lock.unlock();
            }
        }
        return taken;
    }

    /// Ends the turn that runs because the daemon ends; the next start marks it as interrupted.
    void close() throws InterruptedException {
        @Nullable CompletableFuture<List<String>> ended = null;
        lock.lock();
        try {
            closed = true;
            if (running != null && running.thread != null) {
                ended = running.ended;
                running.thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
        if (ended != null) {
            try {
                ended.get(QUIET.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("A turn did not end with the daemon", e);
            }
        }
    }

    private Prompt waiting(PromptId id) {
        return projection
                .find(id)
                .orElseThrow(() -> projection
                        .accepted(id)
                        .map(gone -> Problem.conflict(
                                        "prompt-not-waiting",
                                        "This prompt waits no more",
                                        "Prompt " + id.value() + " was delivered to the agent, or withdrawn.")
                                .withRemedy("Send a new prompt, or stop the turn."))
                        .orElseGet(() -> Problem.unknown(
                                "unknown-prompt",
                                "There is no such prompt",
                                "The session has no prompt " + id.value() + "."))
                        .toException());
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw Problem.unavailable("shutting-down", "The daemon is shutting down", "It takes no new prompts.")
                    .withRemedy("Send the prompt again when the daemon is back.")
                    .toException();
        }
    }

    private Appended start(Prompt prompt, List<SessionEvent> events) {
        RunningTurn turn = new RunningTurn(projection.nextTurn(), clock.instant());
        events.add(new SessionEvent.TurnStarted(turn.id, prompt.model().orElseGet(projection::model), prompt.author()));
        events.add(new SessionEvent.PromptDelivered(prompt.id(), turn.id));
        Appended appended = journal.append(events);
        running = turn;
        turn.thread = Thread.ofVirtual()
                .name("turn-" + projection.id().value() + "-" + turn.id.number())
                .start(() -> run(turn, prompt));
        return appended;
    }

    private void run(RunningTurn turn, Prompt prompt) {
        TurnOutcome outcome;
        try {
            outcome = runner.run(this, turn.id, prompt);
        } catch (InterruptedException e) {
            outcome = new TurnOutcome.Stopped(List.of());
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "Turn {} of session {} failed",
                    turn.id.number(),
                    journal.session().value(),
                    e);
            outcome = new TurnOutcome.Failed(Problems.of(e), List.of());
        }
        end(turn, outcome);
    }

    private void end(RunningTurn turn, TurnOutcome outcome) {
        // A stop that came at the very end must not disturb what follows.
        boolean ignored = Thread.interrupted();
        List<String> left = List.of();
        lock.lock();
        try {
            left = outcome.left().isEmpty() ? projection.left() : outcome.left();
            if (!closed || !(outcome instanceof TurnOutcome.Stopped)) {
                journal.append(List.of(endOf(turn, outcome, left)));
            }
            running = null;
            if (outcome instanceof TurnOutcome.Completed
                    && turn.stoppedBy == null
                    && !closed
                    && !projection.queue().isEmpty()) {
                start(projection.queue().getFirst(), new ArrayList<>());
            }
        } catch (RuntimeException e) {
            running = null;
            LOG.error(
                    "The end of turn {} of session {} could not be written",
                    turn.id.number(),
                    journal.session().value(),
                    e);
        } finally {
            lock.unlock();
            turn.ended.complete(left);
        }
    }

    private SessionEvent endOf(RunningTurn turn, TurnOutcome outcome, List<String> left) {
        Duration took = Duration.between(turn.since, clock.instant());
        if (turn.stoppedBy != null) {
            return new SessionEvent.TurnStopped(turn.id, turn.stoppedBy.id(), left, took);
        }
        return switch (outcome) {
            case TurnOutcome.Completed completed -> new SessionEvent.TurnCompleted(turn.id, took);
            case TurnOutcome.Failed failed -> new SessionEvent.TurnFailed(turn.id, failed.problem());
            case TurnOutcome.Stopped stopped -> new SessionEvent.TurnInterrupted(turn.id, left);
        };
    }
}
