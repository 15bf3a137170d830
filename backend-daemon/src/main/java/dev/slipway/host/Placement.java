package dev.slipway.host;

import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostCondition;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.PoolId;
import dev.slipway.model.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Chooses the host of a sandbox: where it fits, best where a warm one waits, then where the image is, then where there
/// is most room. Pure: what it says depends on what it is given only.
public final class Placement {
    /// What a sandbox with ordinary work wants to find free; a host with less is the last choice.
    private static final long LEAST_MEMORY = 512L << 20;

    private static final long LEAST_DISK = 1L << 30;

    private Placement() {}

    /// What is known of a host.
    /// @param room     sandboxes that it may still take; empty for no limit
    /// @param busy     load for each processor; 1.0 is fully used
    /// @param reserved pools that keep it for those who ask for one of them
    /// @param warm     sandboxes that wait for this very repository
    /// @param hasImage whether the repository's image is there
    public record Candidate(
            HostId host,
            Admission admission,
            HostCondition condition,
            Set<String> labels,
            Set<PoolId> reserved,
            Optional<Integer> room,
            double busy,
            long memoryFree,
            long diskFree,
            int sandboxes,
            int warm,
            boolean hasImage) {
        /// The same without what waits there: where another one that waits is best.
        public Candidate coldly() {
            return new Candidate(
                    host,
                    admission,
                    condition,
                    labels,
                    reserved,
                    room,
                    busy,
                    memoryFree,
                    diskFree,
                    sandboxes,
                    0,
                    hasImage);
        }
    }

    /// @param pool   where it must be, if not anywhere
    /// @param before where it was before, if that is of use
    public record Wish(Optional<PoolSpec> pool, Optional<HostId> before) {
        private boolean asksForOneOf(Set<PoolId> pools) {
            return pool.filter(wanted -> pools.contains(wanted.id())).isPresent();
        }

        private String inPool() {
            return pool.map(wanted -> " in pool " + wanted.id().value()).orElse("");
        }
    }

    /// @param reason why this host, in a few words
    public record Choice(HostId host, String reason) {}

    /// @throws dev.slipway.model.problem.ProblemException `no-host`, with each host's own reason
    public static Choice choose(Wish wish, List<Candidate> candidates) {
        List<String> refusals = new ArrayList<>();
        List<Candidate> fitting = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Optional<String> refusal = refusal(wish, candidate);
            refusal.ifPresent(why -> refusals.add(candidate.host().value() + " " + why));
            if (refusal.isEmpty()) {
                fitting.add(candidate);
            }
        }
        if (fitting.isEmpty()) {
            throw Problem.unavailable(
                            "no-host",
                            "No host" + wish.inPool() + " can take a sandbox now",
                            candidates.isEmpty() ? "There are no hosts." : String.join("; ", refusals) + ".")
                    .withRemedy(wish.pool()
                            .map(pool -> "Free or open a host of the pool, give another host its labels (`slipway host"
                                    + " set HOST --label …`), or let the repository have any host (`slipway repo pool"
                                    + " NAME --any`).")
                            .orElse("Free or open a host, or add one: `slipway host add`."))
                    .toException();
        }
        Candidate best = fitting.stream().min(order(wish)).orElseThrow();
        return new Choice(best.host(), reason(wish, best, fitting.size()));
    }

    private static Optional<String> refusal(Wish wish, Candidate host) {
        if (host.condition() == HostCondition.UNREACHABLE) {
            return Optional.of("does not answer");
        }
        if (host.condition() == HostCondition.UNFIT) {
            return Optional.of("can't have sandboxes");
        }
        if (host.admission() != Admission.OPEN) {
            return Optional.of(host.admission() == Admission.CORDONED ? "is cordoned" : "is being drained");
        }
        Optional<String> missing = wish.pool().flatMap(pool -> missing(pool, host.labels()));
        if (missing.isPresent()) {
            return missing.map(label -> "is not" + wish.inPool() + ", as it lacks the label " + label);
        }
        if (!host.reserved().isEmpty() && !wish.asksForOneOf(host.reserved())) {
            return Optional.of("is kept for pool "
                    + host.reserved().stream().map(PoolId::value).sorted().collect(Collectors.joining(" and ")));
        }
        if (host.room().isPresent() && host.room().get() <= 0) {
            return Optional.of("is full");
        }
        return Optional.empty();
    }

    private static Optional<String> missing(PoolSpec pool, Set<String> labels) {
        return pool.labels().stream().filter(label -> !labels.contains(label)).findFirst();
    }

    private static Comparator<Candidate> order(Wish wish) {
        return Comparator.<Candidate, Boolean>comparing(host -> !wish.before().equals(Optional.of(host.host())))
                .thenComparing(host -> host.warm() == 0)
                .thenComparing(host -> host.condition() != HostCondition.READY)
                .thenComparing(host -> host.memoryFree() < LEAST_MEMORY || host.diskFree() < LEAST_DISK)
                // Fully used twice over costs more than bringing an image in.
                .thenComparing(host -> host.busy() > 2)
                .thenComparing(host -> !host.hasImage())
                .thenComparingDouble(host -> Math.round(host.busy() * 4) / 4.0)
                .thenComparingInt(Candidate::sandboxes)
                .thenComparing(host -> host.host().value());
    }

    private static String reason(Wish wish, Candidate best, int fitting) {
        if (wish.before().equals(Optional.of(best.host()))) {
            return "it was there before";
        }
        if (fitting == 1) {
            return "the only host" + wish.inPool() + " that can take it";
        }
        if (best.warm() > 0) {
            return "a warm sandbox waits there";
        }
        return best.hasImage()
                ? "the repository's image is there"
                : "the least busy of " + fitting + " hosts" + wish.inPool();
    }
}
