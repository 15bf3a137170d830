package dev.slipway.snapshot;

import dev.slipway.sandbox.LayerId;
import java.time.Instant;
import java.util.List;

/// The files of a sandbox as they were at one moment. Immutable; names its layers rather than holding them.
/// @param layers the newest first, which is unique and so names the snapshot
/// @param taken  when
public record Snapshot(List<LayerId> layers, Instant taken) {
    public Snapshot {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a snapshot has at least one layer");
        }
    }

    public LayerId id() {
        return layers.getFirst();
    }
}
