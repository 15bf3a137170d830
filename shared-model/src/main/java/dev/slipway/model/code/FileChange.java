package dev.slipway.model.code;

import java.util.Optional;

/// What happened to one file between two commits.
/// @param path    path after the change (before it, for a deletion), relative to the root, `/` between its parts;
///                bytes that are not UTF-8 appear as U+FFFD
/// @param oldPath path before a rename or copy
/// @param binary  whether git treats it as binary; then the line counts are 0
/// @param patch   the unified diff of this file, from its `diff --git` line; empty when it was left out for its size
public record FileChange(
        String path,
        Optional<String> oldPath,
        Kind kind,
        int additions,
        int deletions,
        boolean binary,
        Optional<String> patch) {

    public enum Kind {
        ADDED,
        MODIFIED,
        DELETED,
        RENAMED,
        COPIED
    }
}
