package dev.slipway.image;

import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.ProblemException;
import java.util.Optional;

/// Where images can be built. Whoever knows all hosts says so.
public interface BuildPlaces {
    /// A host that takes builds.
    /// @param disk of the sandboxes there, as it was seen last; empty if it is not known
    record Place(HostId host, Images images, Optional<Disk> disk) {}

    /// In bytes.
    record Disk(long size, long free) {}

    /// Chooses a host for a build and waits until it is ready.
    /// @throws ProblemException when none can take it
    Place choose(RepositoryId repository, Optional<CommitId> commit) throws InterruptedException;

    /// Deletes the layers there that nobody needs any more.
    void clean(HostId host);
}
