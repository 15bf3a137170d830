package dev.slipway.forge.local;

import dev.slipway.model.account.Author;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.forge.PullRequestEvent;
import dev.slipway.model.forge.PullRequestEvent.Kind;
import java.time.Instant;
import java.util.Optional;

/// What is written down of a change to a pull request, in the same transaction: its history, and what listeners are
/// owed until they were told.
/// @param detail what a review said, the method of a merge, else nothing
record PullEntry(Kind kind, Optional<Author> by, Optional<CommitId> commit, String detail, Instant at) {
    static PullEntry by(Author author, Kind kind, Instant at) {
        return new PullEntry(kind, Optional.of(author), Optional.empty(), "", at);
    }

    PullEntry at(CommitId where) {
        return new PullEntry(kind, by, Optional.of(where), detail, at);
    }

    PullEntry saying(String words) {
        return new PullEntry(kind, by, commit, words, at);
    }

    PullRequestEvent shown() {
        return new PullRequestEvent(at, kind, by, commit, detail);
    }

    /// An entry as it was kept.
    /// @param review which review it is about, if any
    record Kept(long id, long pull, Optional<Long> review, PullEntry entry) {}

    /// A pull request after a change, and the entry that tells of it.
    record Change(Pull pull, long entry) {}
}
