package dev.slipway.git;

import dev.slipway.model.code.CommitId;
import java.util.Optional;

/// How a work tree stands to its base branch after the newest commits were brought in.
/// @param base   the tip of the base branch, which is `origin/…` inside; empty while it has no commit
/// @param was    the commit that the work tree held before; empty while it had none
/// @param head   the tip of the session's branch; empty while it has no commit
/// @param behind how many commits of the base branch the session's branch lacks
public record SyncResult(
        Optional<CommitId> base, Optional<CommitId> was, Optional<CommitId> head, State state, int behind) {
    public enum State {
        /// The work tree held the newest commit already.
        UP_TO_DATE,
        /// The work tree was clean and without commits of its own, and moved to the newest commit.
        FORWARDED,
        /// The session has work of its own: nothing was touched, the newest commits are there as `origin/…` to merge.
        LEFT_AS_IS
    }
}
