package dev.slipway.model.forge;

import java.util.List;

/// Whether a pull request can be merged into its base as both stand now.
/// @param conflicts the paths that conflict, empty unless `status` is `CONFLICTING`
public record Mergeability(Status status, List<String> conflicts) {
    public enum Status {
        /// Merges without conflict.
        CLEAN,
        CONFLICTING,
        /// Nothing to merge: the base already has all of it.
        NOTHING_TO_MERGE,
        /// Not open any more, or its branch is gone.
        NOT_APPLICABLE
    }

    public Mergeability {
        conflicts = List.copyOf(conflicts);
    }
}
