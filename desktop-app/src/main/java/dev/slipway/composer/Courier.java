package dev.slipway.composer;

import dev.slipway.link.Link;
import dev.slipway.link.LinkState;
import dev.slipway.mirror.Outbox;
import dev.slipway.model.Pin;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.work.Work;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/// Carries prompts to the server in the order in which they were sent. What can't go now goes when the link stands
/// again; each has an id, so that one whose answer was lost is not taken twice.
public final class Courier implements AutoCloseable {
    private final Link link;
    private final Outbox outbox;
    private final Work work;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<Outbox.Waiting, Problem>> refusals = new CopyOnWriteArrayList<>();
    private final ReentrantLock carrying = new ReentrantLock();
    private final Pin pin;

    public Courier(Link link, Outbox outbox, Work work) {
        this.link = link;
        this.outbox = outbox;
        this.work = work;
        this.pin = link.onState(state -> {
            if (state instanceof LinkState.Connected) {
                work.start(this::carry);
            }
        });
    }

    /// Takes a prompt; from any thread.
    void send(Outbox.Waiting waiting) {
        work.start(() -> {
            outbox.add(waiting);
            tell();
            carry();
        });
    }

    /// Takes back a prompt that has not gone.
    void takeBack(PromptId id) {
        work.start(() -> {
            outbox.remove(id);
            tell();
        });
    }

    List<Outbox.Waiting> waiting() {
        return outbox.all();
    }

    /// Tells when prompts come or go; on a thread of the background.
    Pin onChange(Runnable watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /// Tells of a prompt that the server would not take.
    Pin onRefusal(BiConsumer<Outbox.Waiting, Problem> watcher) {
        refusals.add(watcher);
        return () -> refusals.remove(watcher);
    }

    @Override
    public void close() {
        pin.close();
    }

    private void carry() {
        carrying.lock();
        try {
            for (Outbox.Waiting waiting : outbox.all()) {
                if (!delivered(waiting)) {
                    return;
                }
                outbox.remove(waiting.prompt().id().orElseThrow());
                tell();
            }
        } finally {
            carrying.unlock();
        }
    }

    private boolean delivered(Outbox.Waiting waiting) {
        try {
            link.call(SessionCalls.PROMPT, Map.of("id", waiting.session().value()), waiting.prompt());
            return true;
        } catch (ProblemException e) {
            boolean later = e.problem().kind() == Problem.Kind.UNAVAILABLE
                    || e.problem().kind() == Problem.Kind.BUSY
                    || e.problem().kind() == Problem.Kind.UNAUTHENTICATED;
            if (!later) {
                refusals.forEach(watcher -> watcher.accept(waiting, e.problem()));
            }
            return !later;
        }
    }

    private void tell() {
        watchers.forEach(Runnable::run);
    }
}
