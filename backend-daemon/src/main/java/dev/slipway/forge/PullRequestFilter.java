package dev.slipway.forge;

import dev.slipway.model.SessionId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.PullRequestState;
import java.util.Optional;

/// Which pull requests a list holds: those that meet every condition given.
public record PullRequestFilter(
        Optional<RepositoryId> repository, Optional<PullRequestState> state, Optional<SessionId> session) {
    public static final PullRequestFilter ALL =
            new PullRequestFilter(Optional.empty(), Optional.empty(), Optional.empty());
}
