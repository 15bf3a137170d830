package dev.slipway.composer;

import dev.slipway.link.Link;
import dev.slipway.link.LinkState;
import dev.slipway.mirror.Outbox;
import dev.slipway.mirror.Outbox.Waiting;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.model.wire.SessionCalls.PromptChange;
import dev.slipway.work.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Carries prompts to the server in the order in which they were sent. What can't go now goes when the link stands
/// again; each has an id, so that one whose answer was lost is not taken twice. What the server refuses stays here,
/// with the reason, until the person has decided.
public final class Courier implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofSeconds(3);

    /// What came of an attempt.
    private enum Outcome {
        GONE,
        REFUSED,
        /// This session can't take it now; others may.
        LATER,
        /// Nobody can be reached.
        OFFLINE
    }

    /// How much of a prompt is on its way, from 0 to 1.
    record Progress(PromptId prompt, double sent) {}

    private final Link link;
    private final Outbox outbox;
    private final Work work;
    private final List<Waiting> waiting;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final List<Consumer<Waiting>> refusals = new CopyOnWriteArrayList<>();
    private final List<Consumer<Progress>> progress = new CopyOnWriteArrayList<>();
    private final ReentrantLock carrying = new ReentrantLock();
    private final Pin pin;
    private volatile boolean closed;

    public Courier(Link link, Outbox outbox, Work work) {
        this.link = link;
        this.outbox = outbox;
        this.work = work;
        this.waiting = new ArrayList<>(outbox.all());
        this.pin = link.onState(state -> {
            if (state instanceof LinkState.Connected) {
                work.start(this::carry);
            }
        });
    }

    /// Takes a prompt. It is on disk before anything that [Work#inOrder] is given later.
    void send(Waiting prompt) {
        synchronized (waiting) {
            waiting.add(prompt);
        }
        tell();
        work.inOrder(() -> {
            if (find(prompt.id()).isPresent()) {
                outbox.keep(prompt);
            }
            work.start(this::carry);
        });
    }

    /// Changes the words of a prompt that has not gone. If it has meanwhile, it is changed where it waits now.
    void edit(PromptId id, String text) {
        change(id, prompt -> Optional.of(prompt.withText(text)));
    }

    /// Takes back a prompt that has not gone, or that the server refused.
    void takeBack(PromptId id) {
        change(
                id,
                prompt -> prompt.state() == Outbox.State.WAITING && prompt.tried()
                        ? Optional.of(prompt.withdrawn())
                        : Optional.empty());
    }

    /// All that has not gone, in the order of sending, without what was taken back.
    List<Waiting> waiting() {
        synchronized (waiting) {
            return waiting.stream()
                    .filter(prompt -> prompt.state() != Outbox.State.WITHDRAWN)
                    .toList();
        }
    }

    /// Tells when prompts come, go or change; from any thread.
    Pin onChange(Runnable watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /// Tells of a prompt that the server would not take.
    public Pin onRefusal(Consumer<Waiting> watcher) {
        refusals.add(watcher);
        return () -> refusals.remove(watcher);
    }

    /// Tells how far the prompt is that goes just now.
    Pin onProgress(Consumer<Progress> watcher) {
        progress.add(watcher);
        return () -> progress.remove(watcher);
    }

    @Override
    public void close() {
        closed = true;
        pin.close();
    }

    private interface Changing {
        /// @return what it becomes; empty when it is no more
        Optional<Waiting> change(Waiting prompt);
    }

    private void change(PromptId id, Changing how) {
        Optional<Waiting> before = find(id);
        if (before.isEmpty()) {
            return;
        }
        Optional<Waiting> after = how.change(before.get());
        become(before.get(), after);
        work.inOrder(() -> {
            persist(id);
            work.start(this::carry);
        });
    }

    private Optional<Waiting> find(PromptId id) {
        synchronized (waiting) {
            return waiting.stream().filter(prompt -> prompt.id().equals(id)).findFirst();
        }
    }

    /// @return false when it has changed meanwhile; nothing happened then
    private boolean become(Waiting before, Optional<Waiting> after) {
        synchronized (waiting) {
            int at = waiting.indexOf(before);
            if (at < 0) {
                return false;
            }
            if (after.isPresent()) {
                waiting.set(at, after.get());
            } else {
                waiting.remove(at);
            }
        }
        tell();
        return true;
    }

    private void persist(PromptId id) {
        find(id).ifPresentOrElse(outbox::keep, () -> outbox.remove(id));
    }

    private void carry() {
        carrying.lock();
        try {
            Set<SessionId> busy = new HashSet<>();
            boolean again = false;
            for (Optional<Waiting> next = next(busy); next.isPresent() && !closed; next = next(busy)) {
                Outcome outcome = carry(next.get());
                if (outcome == Outcome.OFFLINE) {
                    again = link.state() instanceof LinkState.Connected;
                    break;
                }
                if (outcome == Outcome.LATER) {
                    again = true;
                    busy.add(next.get().session());
                }
            }
            if (again && !closed) {
                CompletableFuture.delayedExecutor(AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> work.start(this::carry));
            }
        } finally {
            carrying.unlock();
        }
    }

    private Optional<Waiting> next(Set<SessionId> busy) {
        synchronized (waiting) {
            return waiting.stream()
                    .filter(prompt -> prompt.state() != Outbox.State.REFUSED && !busy.contains(prompt.session()))
                    .findFirst();
        }
    }

    private Outcome carry(Waiting found) {
        Waiting prompt = found.attempted();
        if (!found.equals(prompt) && !become(found, Optional.of(prompt))) {
            return Outcome.GONE;
        }
        outbox.keep(prompt);
        try {
            if (prompt.state() == Outbox.State.WITHDRAWN) {
                withdraw(prompt);
            } else {
                deliver(prompt);
            }
        } catch (ProblemException e) {
            return failed(prompt, e.problem());
        }
        // Who has changed it meanwhile wants it sent again; the server knows its id.
        if (become(prompt, Optional.empty())) {
            outbox.remove(prompt.id());
        }
        return Outcome.GONE;
    }

    private void deliver(Waiting prompt) {
        try {
            link.call(
                    SessionCalls.PROMPT,
                    Map.of("id", prompt.session().value()),
                    prompt.prompt(),
                    sent -> progress.forEach(watcher -> watcher.accept(new Progress(prompt.id(), sent))));
        } catch (ProblemException e) {
            if (!e.problem().code().equals("prompt-id-taken")) {
                throw e;
            }
            // It arrived before the person changed it.
            link.call(
                    SessionCalls.CHANGE_PROMPT,
                    place(prompt),
                    PromptChange.text(prompt.prompt().text()));
        }
    }

    private void withdraw(Waiting prompt) {
        try {
            link.call(SessionCalls.WITHDRAW_PROMPT, place(prompt));
        } catch (ProblemException e) {
            // It never arrived, or the agent has it: then the transcript shows it.
            if (e.problem().kind() != Problem.Kind.UNKNOWN
                    && !e.problem().code().equals("prompt-not-waiting")) {
                throw e;
            }
        }
    }

    private Outcome failed(Waiting prompt, Problem why) {
        if (why.code().equals("server-unreachable") || why.kind() == Problem.Kind.UNAUTHENTICATED) {
            return Outcome.OFFLINE;
        }
        if (why.kind() == Problem.Kind.UNAVAILABLE || why.kind() == Problem.Kind.BUSY) {
            return Outcome.LATER;
        }
        Waiting refused = prompt.refused(why);
        if (become(prompt, Optional.of(refused))) {
            outbox.keep(refused);
            refusals.forEach(watcher -> watcher.accept(refused));
        }
        return Outcome.REFUSED;
    }

    private static Map<String, String> place(Waiting prompt) {
        return Map.of("id", prompt.session().value(), "prompt", prompt.id().value());
    }

    private void tell() {
        watchers.forEach(Runnable::run);
    }
}
