package dev.slipway.model.forge;

import dev.slipway.model.account.Author;
import java.util.List;

/// Whether a pull request may be merged now, what stands against it, and who may approve it.
/// @param approvals  how many approvals of the present head count
/// @param needed     how many it takes
/// @param mayApprove everyone with an account whose approval would count
/// @param obstacles  empty when it may be merged
public record MergeGate(int approvals, int needed, List<Author> mayApprove, List<Obstacle> obstacles) {
    public MergeGate {
        mayApprove = List.copyOf(mayApprove);
        obstacles = List.copyOf(obstacles);
    }

    /// One reason against merging.
    /// @param items paths, people or checks that it is about
    public record Obstacle(Kind kind, List<String> items) {
        public Obstacle {
            items = List.copyOf(items);
        }

        public enum Kind {
            /// Paths that both sides changed.
            CONFLICTS,
            NOTHING_TO_MERGE,
            /// People who asked for changes.
            CHANGES_REQUESTED,
            APPROVALS_MISSING,
            /// Required checks that failed.
            CHECKS_FAILED,
            /// Required checks that have not passed yet, or nobody reported.
            CHECKS_MISSING,
            /// Merged or closed, or its branch is gone.
            NOT_OPEN
        }
    }
}
