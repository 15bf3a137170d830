package dev.slipway.git;

import java.util.Optional;

/// Decides about each branch or tag that a push wants to change.
@FunctionalInterface
public interface PushRule {
    /// @return why not, a few words for the person who pushes; empty to let it through
    Optional<String> objection(Push push);

    /// @param ref the full name, such as `refs/heads/main`
    record Push(String ref, Kind kind) {}

    enum Kind {
        CREATES,
        /// Goes on from where it was: nothing is lost.
        FORWARDS,
        /// Points elsewhere: commits may be lost.
        REWRITES,
        REMOVES
    }
}
