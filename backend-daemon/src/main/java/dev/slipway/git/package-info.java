/// Owns code on disk and on its way: bare mirrors, merges without a work tree, and packs into and out of sandboxes.
///
/// Everything that comes out of a sandbox is read by JGit alone and checked. Uses `sandbox` and `model`; forges are
/// built on it. Begin at [Mirrors] and [Workspaces].
@NullMarked
package dev.slipway.git;

import org.jspecify.annotations.NullMarked;
