package dev.slipway.model.forge;

import dev.slipway.model.account.Author;
import dev.slipway.model.code.CommitId;
import java.time.Instant;

/// A person's judgement of a pull request at one commit.
/// @param commit the head that was reviewed: a review of an older head is stale
public record Review(long id, Author author, Verdict verdict, String body, CommitId commit, Instant at) {
    public enum Verdict {
        APPROVE,
        REQUEST_CHANGES,
        COMMENT
    }
}
