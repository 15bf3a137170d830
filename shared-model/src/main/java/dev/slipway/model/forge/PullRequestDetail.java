package dev.slipway.model.forge;

import dev.slipway.model.code.CommitInfo;
import java.util.List;

/// A pull request with all that its page shows but the difference.
/// @param checks   of its present head
/// @param commits  that its base has not, or had not at the merge; newest first, 250 at most
/// @param timeline oldest first
public record PullRequestDetail(
        PullRequest pullRequest,
        MergeGate gate,
        MergeRules rules,
        List<CommitCheck> checks,
        List<CommitInfo> commits,
        List<PullRequestEvent> timeline) {
    public PullRequestDetail {
        checks = List.copyOf(checks);
        commits = List.copyOf(commits);
        timeline = List.copyOf(timeline);
    }
}
