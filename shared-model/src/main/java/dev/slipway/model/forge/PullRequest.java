package dev.slipway.model.forge;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.DiffStat;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A change that asks to be merged.
/// @param author       the person in whose name it was opened
/// @param session      the session whose work it is, when an agent wrote it
/// @param prompters    everyone who prompted that session: none of them may approve
/// @param headCommit   the tip of `head` now, or at the merge
/// @param mergeCommit  the commit on `base` that holds the change, once merged
/// @param mergedBy     who merged it
public record PullRequest(
        PullRequestRef ref,
        String title,
        String body,
        Author author,
        BranchName head,
        BranchName base,
        CommitId headCommit,
        PullRequestState state,
        Mergeability mergeability,
        DiffStat stat,
        Optional<SessionId> session,
        List<UserId> prompters,
        List<Review> reviews,
        Optional<CommitId> mergeCommit,
        Optional<Author> mergedBy,
        Instant createdAt,
        Instant updatedAt) {
    public PullRequest {
        prompters = List.copyOf(prompters);
        reviews = List.copyOf(reviews);
    }
}
