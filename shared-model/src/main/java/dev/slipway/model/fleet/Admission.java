package dev.slipway.model.fleet;

/// Whether a host takes new sandboxes.
public enum Admission {
    /// It does.
    OPEN,
    /// It keeps those that it has and takes no more.
    CORDONED,
    /// As cordoned, and those that it has move elsewhere as soon as they can.
    DRAINING
}
