package dev.slipway.sandbox;

import java.util.Set;

/// Where a sandbox is in its life. What it should be is the caller's wish, kept apart: a sandbox that LOST its
/// keeper may well still be wanted.
public enum SandboxState {
    /// Its files and namespaces are being made.
    STARTING,
    /// Programs can run in it.
    RUNNING,
    /// Its upper layer is being made a layer; it runs again afterwards.
    SEALING,
    /// Nothing runs in it any more, though nobody ended it: the host restarted, or its keeper was killed. Files
    /// are there.
    LOST,
    /// It is being thrown away.
    ENDING,
    /// It is no more.
    GONE;

    private Set<SandboxState> next() {
        return switch (this) {
            case STARTING -> Set.of(RUNNING, LOST, ENDING);
            case RUNNING -> Set.of(SEALING, LOST, ENDING);
            case SEALING -> Set.of(RUNNING, LOST, ENDING);
            case LOST -> Set.of(STARTING, ENDING);
            case ENDING -> Set.of(GONE, ENDING);
            case GONE -> Set.of();
        };
    }

    /// Whether it may become that.
    public boolean mayBecome(SandboxState other) {
        return next().contains(other);
    }
}
