package dev.slipway.snapshot;

import java.nio.file.Path;

/// Where the daemon keeps copies of other hosts' snapshots.
/// @param directory of its own; made when something is kept
/// @param limit     bytes that all of them may take together; beyond it no more are made
public record CopySettings(Path directory, long limit) {}
