package dev.slipway.tool;

import dev.slipway.model.code.BranchName;
import dev.slipway.model.forge.PullRequestRef;
import java.util.Optional;

/// Opens the session's pull request in the name of the person who prompted: commits what is uncommitted, pushes the
/// session's branch, opens the request, or updates the one that is open.
@FunctionalInterface
public interface PullRequestOpener {
    /// @throws dev.slipway.model.problem.ProblemException when it can't be opened, such as when nothing has changed;
    /// the
    ///     model is told
    Opened open(Draft draft) throws InterruptedException;

    /// @param base the branch to merge into; the session's base branch unless given
    record Draft(String title, String body, Optional<BranchName> base) {}

    /// @param created false when an open pull request of this branch was updated instead
    /// @param detail  for the model and for people, such as the request's address and how much it changes
    record Opened(PullRequestRef pullRequest, boolean created, String detail) {}
}
