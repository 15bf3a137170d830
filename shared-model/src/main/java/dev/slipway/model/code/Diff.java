package dev.slipway.model.code;

import java.util.List;
import java.util.Optional;

/// The difference between two trees.
/// @param base      the commit the change starts from; empty in a repository without commits
/// @param head      the commit at its end; empty for what is in the work tree and not yet committed
/// @param truncated whether files or patches were left out to keep the answer bounded
public record Diff(
        Optional<CommitId> base, Optional<CommitId> head, DiffStat stat, List<FileChange> files, boolean truncated) {
    public Diff {
        files = List.copyOf(files);
    }
}
