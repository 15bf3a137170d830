package dev.slipway.model.session;

/// When a prompt that arrives while the agent works is delivered.
public enum PromptMode {
    /// After the turn that runs now, in the order of the queue.
    QUEUE,
    /// At the next step of the turn that runs now: before its next model call.
    INSERT
}
