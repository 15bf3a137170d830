package dev.slipway.model.code;

import dev.slipway.model.problem.Problem;
import java.time.Instant;
import java.util.Optional;

/// What sessions of a repository start from, in short.
/// @param commit  of the image that they start from; empty while there is only a bare checkout
/// @param built   when that image was made
/// @param problem why the latest build failed
public record ImageSummary(State state, Optional<CommitId> commit, Optional<Instant> built, Optional<Problem> problem) {
    /// How the latest build went.
    public enum State {
        /// There was none: sessions start from a bare checkout.
        NONE,
        BUILDING,
        READY,
        /// Sessions start from the last good image, if there was one.
        FAILED
    }
}
