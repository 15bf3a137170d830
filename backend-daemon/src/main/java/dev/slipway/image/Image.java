package dev.slipway.image;

import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.snapshot.Snapshot;

/// A repository at a commit, ready to start sandboxes from.
public record Image(RepositoryId repository, CommitId commit, Snapshot snapshot) {}
