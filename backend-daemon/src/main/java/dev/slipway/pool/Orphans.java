package dev.slipway.pool;

import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares what is on the hosts with what anybody claims: a sandbox that an earlier daemon left there, or that a
/// session left behind on a host that did not answer, is taken over if it is somebody's, else destroyed. Only what is
/// under this daemon's own directory of a host is ever found; what this daemon made itself has its maker.
public final class Orphans {
    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

    /// Whoever may have sandboxes: sessions, those that wait for sessions, builds.
    @FunctionalInterface
    public interface Claimant {
        /// @return in words whose it is; empty when it is not theirs
        Optional<String> claims(HostId host, SandboxId sandbox);
    }

    /// @param found   that it was there when the host was opened; else this daemon made it
    /// @param claimed whose it is
    /// @param known   for how long this daemon has known of it
    record Seen(boolean found, Optional<String> claimed, Duration known) {}

    enum Verdict {
        ADOPT,
        LEAVE,
        DESTROY
    }

    /// @param reason in words, for the log
    record Decision(Verdict verdict, String reason) {}

    private final SandboxPool pool;
    private final List<Claimant> claimants;
    private final Duration grace;

    /// @param grace how long one that nobody claims is left alone: its owner may not have said so yet
    public Orphans(SandboxPool pool, List<Claimant> claimants, Duration grace) {
        this.pool = pool;
        this.claimants = List.copyOf(claimants);
        this.grace = grace;
    }

    /// Pure.
    static Decision decide(Seen seen, Duration grace) {
        if (seen.claimed().isPresent()) {
            return new Decision(Verdict.ADOPT, "it is " + seen.claimed().get());
        }
        if (!seen.found()) {
            return new Decision(Verdict.LEAVE, "it is being made");
        }
        return seen.known().compareTo(grace) < 0
                ? new Decision(Verdict.LEAVE, "somebody may claim it yet")
                : new Decision(Verdict.DESTROY, "nobody claims it");
    }

    /// Looks once at what was found on the hosts; to be called again and again, once all claims are known.
    public void look() {
        for (Map.Entry<HostId, Housing.Rooms> host : pool.open().entrySet()) {
            if (pool.present(host.getKey())) {
                Housing housing = pool.housing(host.getKey());
                housing.found().forEach(found -> settle(host.getKey(), housing, found));
            }
        }
    }

    private void settle(HostId host, Housing housing, Housing.Found found) {
        Sandbox sandbox = found.sandbox();
        Optional<String> claimed = claimants.stream()
                .flatMap(claimant -> claimant.claims(host, sandbox.id()).stream())
                .findFirst();
        Decision decision = decide(new Seen(true, claimed, found.known()), grace);
        switch (decision.verdict()) {
            case ADOPT -> housing.settled(sandbox);
            case LEAVE -> LOG.debug("Sandbox {} is left alone: {}", sandbox.id().value(), decision.reason());
            case DESTROY -> destroy(host, housing, sandbox, decision.reason());
        }
    }

    private static void destroy(HostId host, Housing housing, Sandbox sandbox, String reason) {
        try {
            sandbox.destroy();
            housing.settled(sandbox);
            LOG.info("Sandbox {} on host {} was destroyed: {}", sandbox.id().value(), host.value(), reason);
        } catch (ProblemException e) {
            LOG.warn(
                    "Sandbox {} is nobody's and is still there: {}",
                    sandbox.id().value(),
                    e.getMessage());
        }
    }
}
