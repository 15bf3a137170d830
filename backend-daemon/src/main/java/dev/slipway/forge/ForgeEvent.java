package dev.slipway.forge;

import dev.slipway.model.account.Author;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.Review;
import java.util.Optional;

/// Something that happened to a pull request, with the pull request as it stood right after.
public sealed interface ForgeEvent {
    PullRequest pullRequest();

    record Opened(PullRequest pullRequest) implements ForgeEvent {}

    record Reviewed(PullRequest pullRequest, Review review) implements ForgeEvent {}

    /// @param method empty when somebody pushed its commits to the base branch
    /// @param commit the commit on the base branch that holds the change
    record Merged(PullRequest pullRequest, Optional<MergeMethod> method, CommitId commit, Author by)
            implements ForgeEvent {}

    record Closed(PullRequest pullRequest, Author by) implements ForgeEvent {}

    record Reopened(PullRequest pullRequest, Author by) implements ForgeEvent {}

    /// Title or text have changed.
    record Edited(PullRequest pullRequest, Author by) implements ForgeEvent {}

    /// The head branch has moved: reviews so far are of an older commit.
    record Pushed(PullRequest pullRequest, CommitId head) implements ForgeEvent {}

    /// Something that happened before the daemon ended, and of which listeners may have heard then or not.
    record Recovered(ForgeEvent event) implements ForgeEvent {
        @Override
        public PullRequest pullRequest() {
            return event.pullRequest();
        }
    }
}
