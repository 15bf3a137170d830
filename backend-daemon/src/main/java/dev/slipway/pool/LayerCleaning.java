package dev.slipway.pool;

import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sandbox.LayerId;
import dev.slipway.snapshot.SnapshotBook;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Frees the disks of all hosts, again and again: old images are forgotten, and layers on which no image, no sandbox
/// and no snapshot that is kept stands are deleted.
public final class LayerCleaning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LayerCleaning.class);
    /// A session that starts from an older commit has it built again.
    private static final int IMAGES_OF_EACH_REPOSITORY = 3;

    private static final Duration YOUNG = Duration.ofMinutes(30);

    private final SandboxPool pool;
    private final SnapshotBook snapshots;
    private final Thread thread;

    /// @param pace between two rounds; the first comes after one pace
    public LayerCleaning(SandboxPool pool, Supplier<List<HostId>> hosts, SnapshotBook snapshots, Duration pace) {
        this.pool = pool;
        this.snapshots = snapshots;
        thread = Thread.ofVirtual().name("layer cleaning").start(() -> {
            try {
                while (true) {
                    Thread.sleep(pace);
                    hosts.get().forEach(this::clean);
                }
            } catch (InterruptedException e) {
                LOG.debug("Layers are not collected any more");
            }
        });
    }

    /// Cleans a host now, if it was opened.
    void clean(HostId host) {
        try {
            pool.known(host).ifPresent(rooms -> {
                Set<LayerId> kept = new HashSet<>(rooms.images().retain(IMAGES_OF_EACH_REPOSITORY));
                kept.addAll(snapshots.layers(host));
                int deleted = rooms.sandboxes().collect(kept, YOUNG);
                if (deleted > 0) {
                    LOG.info("{} layers were deleted on host {}", deleted, host.value());
                }
            });
        } catch (ProblemException e) {
            LOG.warn("Layers of host {} were not collected: {}", host.value(), e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
