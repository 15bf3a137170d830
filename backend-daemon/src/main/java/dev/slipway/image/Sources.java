package dev.slipway.image;

import dev.slipway.git.Mirror;
import dev.slipway.model.code.RepositoryId;

/// Where the commits of an image come from. Whoever knows all repositories says so.
public interface Sources {
    /// @throws dev.slipway.model.problem.ProblemException if there is no such repository
    Mirror mirror(RepositoryId repository);

    /// Brings in what is new at its origin, if it has one.
    /// @throws dev.slipway.model.problem.ProblemException if the origin can't be read now
    void refresh(RepositoryId repository);
}
