package dev.slipway.model.fleet;

import java.util.Optional;

/// How a repository's image is.
/// @param good   the newest good one, from which sessions start
/// @param latest the latest build that was not skipped: it tells when it failed, and while it runs
public record RepositoryImage(Optional<ImageBuild> good, Optional<ImageBuild> latest) {}
