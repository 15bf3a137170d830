package dev.slipway.session;

import dev.slipway.image.Images;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sandbox.Sandboxes;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Where sandboxes live: a host that was probed, with what an earlier daemon left there taken over. Made in the
/// background, as probing takes a moment and nothing but tools needs it; and a host that can't isolate keeps no one
/// from
/// reading old sessions.
public final class Housing {
    /// @param images what sandboxes start from
    public record Rooms(Sandboxes sandboxes, Images images) {}

    private final FutureTask<Rooms> rooms;

    /// @param opening probes the host; it may refuse by a [ProblemException]
    public Housing(Callable<Rooms> opening) {
        rooms = new FutureTask<>(() -> {
            Rooms opened = opening.call();
            var _ = opened.sandboxes().adopt();
            return opened;
        });
        Thread.ofVirtual().name("housing").start(rooms);
    }

    /// Whether the host was probed by now, so that [#await] answers at once.
    public boolean isKnown() {
        return rooms.isDone();
    }

    /// Waits for the host.
    /// @throws ProblemException if it can't have sandboxes
    public Rooms await() throws InterruptedException {
        try {
            return rooms.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ProblemException(Problems.of(cause), cause);
        }
    }
}
