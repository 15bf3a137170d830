package dev.slipway.model.forge;

import dev.slipway.model.account.Author;
import dev.slipway.model.code.CommitId;
import java.time.Instant;
import java.util.List;

/// A person's judgement of a pull request at one commit.
/// @param commit   the head that was reviewed: a review of an older head is stale
/// @param comments what it says of single lines
public record Review(
        long id, Author author, Verdict verdict, String body, CommitId commit, Instant at, List<LineComment> comments) {
    public Review {
        comments = List.copyOf(comments);
    }

    public enum Verdict {
        APPROVE,
        REQUEST_CHANGES,
        COMMENT
    }
}
