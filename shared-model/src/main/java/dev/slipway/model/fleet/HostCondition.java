package dev.slipway.model.fleet;

/// How a host is.
public enum HostCondition {
    /// Not looked at yet.
    UNKNOWN,
    /// It answers and can have sandboxes.
    READY,
    /// It answers, but can't have sandboxes: its problem says why.
    UNFIT,
    /// It does not answer.
    UNREACHABLE
}
