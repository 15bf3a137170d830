package dev.slipway.pool;

import java.time.Instant;

/// A reason why a session's sandbox must stay.
/// @param who   who holds it, in words: a person's name, or `the agent`
/// @param what  what for, in words that go on from `who`, such as `has a terminal open`
/// @param since when that began
public record Hold(Kind kind, String who, String what, Instant since) {
    /// What holds a sandbox.
    public enum Kind {
        /// A turn: a model call or a tool.
        TURN,
        /// A program that the agent left running; it holds for a while only.
        PROGRAM,
        /// A person's tunnel to a port.
        TUNNEL,
        /// A person's terminal.
        TERMINAL,
        /// Something else that a person or the daemon does there.
        OTHER
    }

    /// As a sentence without its end.
    public String says() {
        return who + " " + what;
    }
}
