package dev.slipway.git;

import dev.slipway.model.code.CommitId;
import java.util.List;

/// What came of joining a branch with its base.
public sealed interface MergeAttempt {
    /// @param tip where the base branch would point; for a mere trial, the head itself
    record Joined(CommitId tip) implements MergeAttempt {}

    /// @param paths that both sides changed in ways that don't go together
    record Conflicting(List<String> paths) implements MergeAttempt {
        public Conflicting {
            paths = List.copyOf(paths);
        }
    }

    /// The base holds all of it already.
    record Nothing() implements MergeAttempt {}
}
