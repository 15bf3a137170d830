package dev.slipway.forge.local;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A pull request as its rows hold it; what follows from the branches is computed.
/// @param id         across all repositories, in the order of opening
/// @param headCommit last seen tip of `head`; the one that was merged, once merged
/// @param mergedFrom the merge base at the time of the merge; empty where the base had no commit
record Pull(
        long id,
        PullRequestRef ref,
        String title,
        String body,
        Author author,
        BranchName head,
        BranchName base,
        CommitId headCommit,
        PullRequestState state,
        Optional<SessionId> session,
        Optional<CommitId> mergeCommit,
        Optional<CommitId> mergedFrom,
        Optional<Author> mergedBy,
        Instant createdAt,
        Instant updatedAt,
        List<UserId> prompters,
        List<Review> reviews) {
    Pull {
        prompters = List.copyOf(prompters);
        reviews = List.copyOf(reviews);
    }

    boolean isOpen() {
        return state == PullRequestState.OPEN;
    }
}
