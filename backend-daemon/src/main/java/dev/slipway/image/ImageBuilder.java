package dev.slipway.image;

import dev.slipway.sandbox.Sandbox;

/// Fills the workspace of a fresh sandbox: with the repository's files, and whatever else a session should find
/// there.
@FunctionalInterface
public interface ImageBuilder {
    /// @param sandbox empty, or with the files of an older image of the same repository
    void fill(Sandbox sandbox) throws InterruptedException;
}
