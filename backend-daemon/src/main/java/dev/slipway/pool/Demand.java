package dev.slipway.pool;

import java.time.Duration;
import java.time.Instant;

/// How much a repository's sandboxes are asked for, and how many should therefore wait. Pure: claims weigh less the
/// older they are, so that two numbers hold all of it.
/// @param weight of all claims at that time; one that comes just now weighs 1
/// @param at     the last claim
record Demand(double weight, Instant at) {
    static final Demand NONE = new Demand(0, Instant.EPOCH);

    /// A claim weighs half after this time.
    static final Duration HALF_LIFE = Duration.ofMinutes(30);
    /// A repository that nobody asked for so long is idle.
    static final Duration ACTIVE = Duration.ofHours(1);
    /// How often at most a claim may come while all that waited is being made again.
    private static final double MISSES = 0.05;

    Demand claimed(Instant now) {
        return new Demand(weight(now) + 1, now);
    }

    private double weight(Instant now) {
        return weight * Math.exp(-elapsed(now) * Math.log(2) / seconds(HALF_LIFE));
    }

    private double elapsed(Instant now) {
        return Math.max(0, seconds(Duration.between(at, now)));
    }

    /// Claims an hour, as those of late were.
    double perHour(Instant now) {
        return weight(now) * Math.log(2) / seconds(HALF_LIFE) * 3600;
    }

    boolean active(Instant now) {
        return weight > 0 && elapsed(now) < seconds(ACTIVE);
    }

    /// How many should wait: as few as leave one claim in twenty at most without, if claims come by chance (that is, by
    /// Poisson's distribution) and each that is taken is missing for so long. One at least while the repository is
    /// active; none when it is idle.
    /// @param refill how long making one takes
    int target(Instant now, Duration refill, int least, int most) {
        if (!active(now)) {
            return least;
        }
        double expected = perHour(now) / 3600 * seconds(refill);
        int wanted = 1;
        double term = Math.exp(-expected);
        double fewer = term;
        while (fewer < 1 - MISSES && wanted < most) {
            term *= expected / wanted;
            fewer += term;
            wanted++;
        }
        return Math.clamp(wanted, least, most);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
