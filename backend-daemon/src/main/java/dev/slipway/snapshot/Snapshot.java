package dev.slipway.snapshot;

import dev.slipway.sandbox.LayerId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// The files of a sandbox as they were at one moment. Immutable; names its layers rather than holding them.
/// @param layers the newest first, which is unique and so names the snapshot
/// @param taken  when
/// @param pause  how long programs stood still for it; zero where none ran on, or nobody knows any more
public record Snapshot(List<LayerId> layers, Instant taken, Duration pause) {
    public Snapshot(List<LayerId> layers, Instant taken) {
        this(layers, taken, Duration.ZERO);
    }

    public Snapshot {
        layers = List.copyOf(layers);
        // As exact as it is kept.
        taken = taken.truncatedTo(ChronoUnit.MICROS);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a snapshot has at least one layer");
        }
    }

    public LayerId id() {
        return layers.getFirst();
    }
}
