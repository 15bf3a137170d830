package dev.slipway.snapshot;

import dev.slipway.model.problem.Problem;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Takes snapshots of the sandboxes of one host, and makes sandboxes of them.
///
/// A *cold* snapshot ends the programs inside, for their open files would go on changing what was sealed; it takes
/// milliseconds whatever the size, as layers are renamed and shared rather than copied. A *hot* one
/// ([Running#GO_ON]) lets them go on but for a moment, and takes as long as it takes to copy what the sandbox changed
/// since the last hot one. Both leave a [Snapshot], from which restoring takes milliseconds.
public final class Snapshots {
    private final Sandboxes sandboxes;
    private final InstantSource clock;
    private final RandomGenerator random;

    public Snapshots(Sandboxes sandboxes, InstantSource clock, RandomGenerator random) {
        this.sandboxes = sandboxes;
        this.clock = clock;
        this.random = random;
    }

    /// What to do with programs that run while a snapshot is taken.
    public enum Running {
        /// Take no snapshot.
        REFUSE,
        /// End them.
        END,
        /// Let them go on: they stand still for less than a tenth of a second, and the snapshot has what a disk
        /// would have after a power cut in that moment.
        GO_ON
    }

    /// Seals what a sandbox has now. The sandbox goes on with the same files.
    /// @throws dev.slipway.model.problem.ProblemException when programs run and `running` says to refuse
    public Snapshot seal(Sandbox sandbox, Running running) {
        requireIdle(sandbox, running);
        return running == Running.GO_ON ? capture(sandbox) : sandbox.seal(LayerId.random(random), () -> taken(sandbox));
    }

    /// A new sandbox with the files of a snapshot.
    /// @param like everything but the layers
    public Sandbox restore(Snapshot snapshot, SandboxSpec like) {
        return sandboxes.create(like.withLayers(snapshot.layers()));
    }

    /// A second sandbox with the same files, limits and environment; both go on apart. The second runs when this
    /// returns, the first a moment later.
    public Sandbox fork(Sandbox sandbox, SandboxId id, Running running) {
        requireIdle(sandbox, running);
        if (running == Running.GO_ON) {
            return restore(capture(sandbox), sandbox.spec().withId(id));
        }
        return sandbox.seal(
                LayerId.random(random),
                () -> restore(taken(sandbox), sandbox.spec().withId(id)));
    }

    private Snapshot capture(Sandbox sandbox) {
        try {
            Sandbox.Captured captured = sandbox.capture(LayerId.random(random));
            return new Snapshot(captured.spec().layers(), clock.instant(), captured.pause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("interrupted", "Stopped", "The snapshot was given up before it was taken.")
                    .toException(e);
        }
    }

    private Snapshot taken(Sandbox sandbox) {
        return new Snapshot(sandbox.spec().layers(), clock.instant());
    }

    private static void requireIdle(Sandbox sandbox, Running running) {
        if (running == Running.REFUSE && !sandbox.executions().isEmpty()) {
            throw Problem.conflict(
                            "sandbox-busy",
                            "Programs run in the sandbox",
                            sandbox.executions().size() + " programs run in sandbox "
                                    + sandbox.id().value() + "; a snapshot would end them.")
                    .withRemedy("Wait for them or stop them first.")
                    .toException();
        }
    }
}
