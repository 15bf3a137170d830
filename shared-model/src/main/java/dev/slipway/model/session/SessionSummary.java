package dev.slipway.model.session;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A session as a list shows it: a projection of its journal.
/// @param base      the branch it starts from and its pull request aims at
/// @param branch    the branch that holds its work
/// @param prompters everyone who prompted, in the order of their first prompt
/// @param queued    how many prompts wait
/// @param lastSeq   the sequence number of its newest event
/// @param newsSeq   that of the newest one that is news to a person; see [SessionEvent#housekeeping]
/// @param updatedAt when that one came
/// @param rehearsal whether its model only plays a script
/// @param trouble   why the last turn failed, when `state` is `FAILED`
/// @param archivedAt when it was put away, if it is
public record SessionSummary(
        SessionId id,
        String title,
        RepositoryId repository,
        BranchName base,
        BranchName branch,
        ModelName model,
        SessionState state,
        Author creator,
        List<Author> prompters,
        int queued,
        Usage usage,
        Cost cost,
        Optional<PullRequestRef> pullRequest,
        Optional<PullRequestState> pullRequestState,
        boolean rehearsal,
        Optional<String> trouble,
        Optional<Instant> archivedAt,
        long lastSeq,
        long newsSeq,
        Instant createdAt,
        Instant updatedAt) {
    public SessionSummary {
        prompters = List.copyOf(prompters);
    }

    /// Whether it was put away.
    public boolean archived() {
        return archivedAt.isPresent();
    }
}
