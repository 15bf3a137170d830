package dev.slipway.model.event;

/// What a tool call may do, declared by its tool.
public enum Effect {
    /// Looks at files only; several such calls may run at once.
    READS,
    /// Changes files in the sandbox.
    WRITES,
    /// Runs programs in the sandbox.
    EXECUTES,
    /// Acts outside the sandbox: can't be taken back by throwing the sandbox away.
    REACHES_OUT
}
