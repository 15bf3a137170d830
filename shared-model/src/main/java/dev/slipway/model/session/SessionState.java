package dev.slipway.model.session;

/// What a session is doing, as the session list shows it.
public enum SessionState {
    /// Nothing to do: waits for a prompt.
    IDLE,
    /// A turn runs.
    WORKING,
    /// A stop was asked for and the turn is being ended.
    STOPPING,
    /// The last turn ended by an error that a person should look at; a prompt goes on from there.
    FAILED,
    /// The daemon ended in the middle of the last turn; a prompt goes on from there.
    INTERRUPTED
}
