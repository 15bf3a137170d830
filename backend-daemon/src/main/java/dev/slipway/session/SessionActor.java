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
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.wire.SessionCalls;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One session: decides what may happen next and appends it. Calls come from many threads and are short; at most one
/// turn runs at a time, in a virtual thread of its own. A prompt that finds the session at rest starts a turn; one
/// that finds it at work waits. After a turn that completed, the next waiting prompt starts; after one that was
/// stopped, failed or was interrupted, the queue is held until a person prompts or resumes.
final class SessionActor {
    private static final Logger LOG = LoggerFactory.getLogger(SessionActor.class);
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
    private boolean replaced;

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

    /// Follows the journal no more and begins nothing more, if it must be made anew.
    /// @return whether it must
    boolean leaveIfAstray() {
        return read(p -> {
            if (astray && running == null) {
                replaced = true;
                observation.close();
            }
            return replaced;
        });
    }

    /// Follows the journal no more and begins nothing more.
    void leave() {
        goAstray(null);
        var _ = leaveIfAstray();
    }

    /// How the session stands, for its index.
    /// @param snapshot only of rows that are written; what the disk may still refuse must not be remembered
    /// @param again    whether it is worth asking again in a moment
    record Standing(Optional<SessionProjection.Snapshot> snapshot, boolean again) {}

    Standing standing() {
        return read(p -> {
            if (astray || replaced) {
                return new Standing(Optional.empty(), false);
            }
            boolean written = journal.last() >= p.lastSeq();
            return new Standing(written ? Optional.of(p.snapshot()) : Optional.empty(), !written);
        });
    }

    /// Appends what happened outside of this actor, such as a review.
    Appended record(SessionEvent... events) {
        lock.lock();
        try {
            return append(List.of(events));
        } finally {
            lock.unlock();
        }
    }

    /// Appends what happened outside of this actor, unless the session knows it already, and waits until it is
    /// written.
    void recordUnless(Predicate<SessionProjection> known, SessionEvent event) {
        Appended appended;
        lock.lock();
        try {
            if (known.test(projection)) {
                return;
            }
            appended = append(List.of(event));
        } finally {
            lock.unlock();
        }
        keep(appended::awaitWritten, null);
    }

    /// Takes a prompt, and starts a turn with the first one that waits when none runs.
    /// @return once the prompt is on disk; the prompt that was accepted under this id before, if there is one
    Prompt accept(Prompt prompt) {
        @Nullable Appended appended = null;
        @Nullable RunningTurn begun = null;
        lock.lock();
        try {
            if (projection.accepted(prompt.id()).isEmpty()) {
                refuseWhenClosed();
                if (running == null) {
                    List<SessionEvent> events = new ArrayList<>();
                    events.add(new SessionEvent.PromptAccepted(prompt));
                    Prompt first = projection.queue().isEmpty()
                            ? prompt
                            : projection.queue().getFirst();
                    appended = start(first, events);
                    begun = running;
                } else {
                    appended = append(List.of(new SessionEvent.PromptAccepted(prompt)));
                }
            }
        } finally {
            lock.unlock();
        }
        if (appended == null) {
            return sentAgain(prompt);
        }
        keep(appended::awaitSynced, begun);
        return prompt;
    }

    /// The prompt that has this id: it is read from the journal, as the disk may have refused what memory holds.
    private Prompt sentAgain(Prompt prompt) {
        journal.awaitSynced();
        Prompt before = inJournal(prompt.id()).orElseThrow(PromptRefusal::notKept);
        if (!before.author().user().equals(prompt.author().user())
                || !before.text().equals(prompt.text())) {
            throw PromptRefusal.idTaken(prompt.id());
        }
        return before;
    }

    private Optional<Prompt> inJournal(PromptId id) {
        return read(p -> p.accepted(id)).stream()
                .flatMap(seq -> journal.read(seq, 1).stream())
                .map(Envelope::event)
                .filter(SessionEvent.PromptAccepted.class::isInstance)
                .map(event -> ((SessionEvent.PromptAccepted) event).prompt())
                .filter(prompt -> prompt.id().equals(id))
                .findFirst();
    }

    /// Starts a turn with the first prompt that waits.
    /// @return whether there was one and no turn ran
    boolean resume() {
        Appended appended;
        @Nullable RunningTurn begun;
        lock.lock();
        try {
            refuseWhenClosed();
            if (running != null || projection.queue().isEmpty()) {
                return false;
            }
            appended = start(projection.queue().getFirst(), new ArrayList<>());
            begun = running;
        } finally {
            lock.unlock();
        }
        keep(appended::awaitSynced, begun);
        return true;
    }

    Prompt change(PromptId id, SessionCalls.PromptChange change, Author by) {
        Appended appended;
        Prompt changed;
        lock.lock();
        try {
            refuseWhenClosed();
            Prompt before = waiting(id);
            change.seen().filter(seen -> !seen.equals(before.text())).ifPresent(_ -> {
                throw PromptRefusal.changedMeanwhile(before);
            });
            List<SessionEvent> events = new ArrayList<>();
            change.text().ifPresent(text -> events.add(new SessionEvent.PromptEdited(id, text, by)));
            change.position().ifPresent(position -> events.add(new SessionEvent.PromptMoved(id, position, by)));
            change.mode().ifPresent(mode -> events.add(new SessionEvent.PromptModeChosen(id, mode, by)));
            if (events.isEmpty()) {
                throw PromptRefusal.nothingToChange();
            }
            appended = append(events);
            Prompt worded = change.text().map(before::withText).orElse(before);
            changed = change.mode().map(worded::withMode).orElse(worded);
        } finally {
            lock.unlock();
        }
        keep(appended::awaitSynced, null);
        return changed;
    }

    void withdraw(PromptId id, Author by) {
        Appended appended;
        lock.lock();
        try {
            refuseWhenClosed();
            var _ = waiting(id);
            appended = append(List.of(new SessionEvent.PromptWithdrawn(id, by)));
        } finally {
            lock.unlock();
        }
        keep(appended::awaitSynced, null);
    }

    /// Ends the turn that runs.
    /// @return once it is quiet
    SessionCalls.Stopped stop(User by) throws InterruptedException {
        RunningTurn turn;
        lock.lock();
        try {
            if (running == null) {
                return new SessionCalls.Stopped(false, List.of());
            }
            turn = running;
            if (turn.stop(by)) {
                projection.stopping();
                changed.accept(this);
            }
        } finally {
            lock.unlock();
        }
        return new SessionCalls.Stopped(true, turn.awaitQuiet());
    }

    /// Marks the turn that an earlier daemon did not bring to its end. Nothing of it is replayed.
    /// @param left what had left the sandbox by then
    void markInterrupted(TurnId turn, List<String> left) {
        try {
            record(new SessionEvent.TurnInterrupted(turn, left)).awaitWritten();
        } catch (ProblemException e) {
            // It can be read all the same; whoever asks next tries again.
            LOG.warn(
                    "Session {} can't be marked as interrupted: {}",
                    journal.session().value(),
                    e.getMessage());
            goAstray(null);
        }
    }

    /// The work tree was found to hold nothing that is not committed.
    void nothingUncommitted() {
        lock.lock();
        try {
            projection.nothingUncommitted();
        } finally {
            lock.unlock();
        }
    }

    /// Takes the prompts that are to be inserted at the next step of the turn that runs. When somebody else than
    /// before speaks, `handOver` is told before the prompt is delivered.
    List<Prompt> takeInserted(TurnId turn, Consumer<Prompt> handOver) {
        List<Prompt> inserted = read(p -> p.queue().stream()
                .filter(prompt -> prompt.mode() == PromptMode.INSERT)
                .toList());
        List<Prompt> taken = new ArrayList<>();
        for (Prompt prompt : inserted) {
            if (read(p -> !p.speaker().equals(Optional.of(prompt.author())))) {
                handOver.accept(prompt);
            }
            lock.lock();
            try {
                // It may have been edited or withdrawn in between.
                projection.find(prompt.id()).ifPresent(now -> {
                    var _ = append(List.of(new SessionEvent.PromptDelivered(now.id(), turn)));
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
        @Nullable RunningTurn turn;
        lock.lock();
        try {
            closed = true;
            turn = running;
            if (turn != null) {
                turn.interrupt();
            }
        } finally {
            lock.unlock();
        }
        if (turn != null) {
            try {
                var _ = turn.awaitQuiet();
            } catch (ProblemException e) {
                LOG.warn(
                        "A turn of session {} did not end with the daemon",
                        journal.session().value(),
                        e);
            }
        }
    }

    private Prompt waiting(PromptId id) {
        return projection
                .find(id)
                .orElseThrow(() ->
                        projection.accepted(id).isPresent() ? PromptRefusal.notWaiting(id) : PromptRefusal.unknown(id));
    }

    private void refuseWhenClosed() {
        if (replaced) {
            throw PromptRefusal.reopening();
        }
        if (closed) {
            throw PromptRefusal.shuttingDown();
        }
    }

    private Appended start(Prompt prompt, List<SessionEvent> events) {
        RunningTurn turn = new RunningTurn(projection.nextTurn(), clock.instant());
        events.add(
                new SessionEvent.TurnStarted(turn.id(), prompt.model().orElseGet(projection::model), prompt.author()));
        events.add(new SessionEvent.PromptDelivered(prompt.id(), turn.id()));
        Appended appended = append(events);
        running = turn;
        turn.begin("turn-" + projection.id().value() + "-" + turn.id().number(), () -> run(turn, prompt));
        return appended;
    }

    private void run(RunningTurn turn, Prompt prompt) {
        TurnOutcome outcome;
        try {
            outcome = runner.run(this, turn.id(), prompt);
        } catch (InterruptedException e) {
            outcome = new TurnOutcome.Stopped(List.of());
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "Turn {} of session {} failed",
                    turn.id().number(),
                    journal.session().value(),
                    e);
            outcome = new TurnOutcome.Failed(Problem.from(e), List.of());
        }
        end(turn, outcome);
    }

    private void end(RunningTurn turn, TurnOutcome outcome) {
        // A stop that came at the very end must not disturb what follows.
        var _ = Thread.interrupted();
        List<String> left = List.of();
        @Nullable RunningTurn next = null;
        try {
            List<Appended> rows = new ArrayList<>();
            lock.lock();
            try {
                left = projection.left(outcome.left());
                running = null;
                boolean completed = outcome instanceof TurnOutcome.Completed;
                // What the daemon's own end broke off is for the next start to mark.
                if (!turn.isRefused() && (completed || !closed)) {
                    rows.add(append(List.of(turn.end(outcome, left, clock.instant()))));
                }
                if (completed
                        && !turn.isStopped()
                        && !closed
                        && !astray
                        && !projection.queue().isEmpty()) {
                    rows.add(start(projection.queue().getFirst(), new ArrayList<>()));
                    next = running;
                }
            } finally {
                lock.unlock();
            }
            @Nullable RunningTurn begun = next;
            rows.forEach(appended -> keep(appended::awaitWritten, begun));
        } catch (ProblemException e) {
            goAstray(next);
            LOG.warn(
                    "The end of turn {} of session {} was not written: {}",
                    turn.id().number(),
                    journal.session().value(),
                    e.getMessage());
        } catch (RuntimeException e) {
            goAstray(next);
            LOG.error(
                    "The end of turn {} of session {} could not be written",
                    turn.id().number(),
                    journal.session().value(),
                    e);
        } finally {
            turn.finish(left);
        }
    }

    /// Appends under the lock. Rows of others that the disk refused are known by then: this actor holds them.
    private Appended append(List<SessionEvent> events) {
        try {
            return journal.append(events);
        } catch (ProblemException e) {
            astray = true;
            throw e;
        }
    }

    /// Waits for rows, outside of the lock.
    /// @param begun the turn that began with them: it ends if they are refused
    private void keep(Runnable waiting, @Nullable RunningTurn begun) {
        try {
            waiting.run();
        } catch (ProblemException e) {
            goAstray(begun);
            throw e;
        }
    }

    private void goAstray(@Nullable RunningTurn begun) {
        lock.lock();
        try {
            astray = true;
            if (begun != null && running == begun) {
                begun.refuse();
            }
        } finally {
            lock.unlock();
        }
    }
}
