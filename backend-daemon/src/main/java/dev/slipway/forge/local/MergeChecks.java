package dev.slipway.forge.local;

import dev.slipway.model.account.Author;
import dev.slipway.model.forge.MergeGate;
import dev.slipway.model.forge.MergeGate.Obstacle;
import dev.slipway.model.forge.MergeGate.Obstacle.Kind;
import dev.slipway.model.forge.PullRequest;
import java.util.ArrayList;
import java.util.List;

/// Everything that a merge has to pass, said all at once before anyone tries.
record MergeChecks(PullRequest pull, Approvals approvals, RequiredChecks checks, int needed) {
    /// @throws dev.slipway.model.problem.ProblemException what stands against it first
    void checkMayMerge() {
        approvals.checkMayMerge(needed);
        checks.checkMayMerge();
    }

    MergeGate gate() {
        List<Obstacle> obstacles = new ArrayList<>();
        switch (pull.mergeability().status()) {
            case CONFLICTING ->
                obstacles.add(new Obstacle(Kind.CONFLICTS, pull.mergeability().conflicts()));
            case NOTHING_TO_MERGE -> obstacles.add(new Obstacle(Kind.NOTHING_TO_MERGE, List.of()));
            case NOT_APPLICABLE -> obstacles.add(new Obstacle(Kind.NOT_OPEN, List.of()));
            case CLEAN -> {}
        }
        if (needed > 0) {
            List<String> against = approvals.against().stream()
                    .map(review -> review.author().name())
                    .toList();
            add(obstacles, Kind.CHANGES_REQUESTED, against);
            if (approvals.given() < needed) {
                obstacles.add(new Obstacle(
                        Kind.APPROVALS_MISSING,
                        approvals.mayApprove().stream().map(Author::name).toList()));
            }
        }
        add(obstacles, Kind.CHECKS_FAILED, checks.failed());
        add(obstacles, Kind.CHECKS_MISSING, checks.missing());
        return new MergeGate(approvals.given(), needed, approvals.mayApprove(), obstacles);
    }

    private static void add(List<Obstacle> obstacles, Kind kind, List<String> items) {
        if (!items.isEmpty()) {
            obstacles.add(new Obstacle(kind, items));
        }
    }
}
