package dev.slipway.git;

import dev.slipway.model.account.Author;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import java.util.Optional;

/// A branch of a mirror points elsewhere now, or is new, or gone.
/// @param by who pushed it; empty when no person did so here
public record BranchMoved(
        RepositoryId repository,
        BranchName branch,
        Optional<CommitId> before,
        Optional<CommitId> after,
        Optional<Author> by) {}
