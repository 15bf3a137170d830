package dev.slipway.git;

import java.time.Instant;

/// What a new commit says besides its content.
public record CommitWords(GitIdentity author, GitIdentity committer, String message, Instant at) {}
