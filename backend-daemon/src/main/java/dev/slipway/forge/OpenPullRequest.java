package dev.slipway.forge;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import java.util.List;
import java.util.Optional;

/// A pull request to be.
/// @param base      the repository's default branch unless given
/// @param author    the person in whose name it is opened
/// @param prompters everyone who prompted the session so far; none of them may approve
public record OpenPullRequest(
        RepositoryId repository,
        BranchName head,
        Optional<BranchName> base,
        Text text,
        Author author,
        Optional<SessionId> session,
        List<UserId> prompters) {
    public OpenPullRequest {
        prompters = List.copyOf(prompters);
    }

    /// @param title one line, 1 to 300 characters
    /// @param body  Markdown, at most 100,000 characters
    public record Text(String title, String body) {}
}
