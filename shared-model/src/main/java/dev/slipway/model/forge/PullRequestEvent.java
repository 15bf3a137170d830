package dev.slipway.model.forge;

import dev.slipway.model.account.Author;
import dev.slipway.model.code.CommitId;
import java.time.Instant;
import java.util.Optional;

/// A line of a pull request's history.
/// @param by     who did it, where that is known
/// @param commit the head that was pushed or judged, or the commit on the base that a merge made
/// @param detail what was said or how, perhaps nothing
public record PullRequestEvent(Instant at, Kind kind, Optional<Author> by, Optional<CommitId> commit, String detail) {
    public enum Kind {
        OPENED,
        PUSHED,
        APPROVED,
        CHANGES_REQUESTED,
        COMMENTED,
        EDITED,
        CLOSED,
        REOPENED,
        MERGED
    }
}
