package dev.slipway.model.fleet;

import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The sandboxes of a repository that are ready before anyone asks.
/// @param target        how many are to wait now; follows demand
/// @param claimsPerHour lately, older ones counting less
/// @param lastClaim     when a session or a draft last asked for one
/// @param refill        how long making one takes; empty until one was made
/// @param sandboxes     those there are
/// @param trouble       why the last one could not be made; empty since one could
public record WarmPool(
        RepositoryId repository,
        WarmRule rule,
        int target,
        double claimsPerHour,
        Optional<Instant> lastClaim,
        Optional<Duration> refill,
        List<WarmSandbox> sandboxes,
        Optional<Problem> trouble) {
    public WarmPool {
        sandboxes = List.copyOf(sandboxes);
    }
}
