package dev.slipway.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: twice as long after each failure, up to a limit, and by chance up to half
/// of that less, so that the clients of a restarted server don't all come at once.
/// @param first after the first failure
/// @param most  the limit
public record Backoff(Duration first, Duration most, RandomGenerator random) {
    /// 0.25 s doubling to 15 s: unnoticed after a hiccup, and soon enough back when a laptop wakes up.
    public static Backoff usual(RandomGenerator random) {
        return new Backoff(Duration.ofMillis(250), Duration.ofSeconds(15), random);
    }

    /// @param failures how many attempts failed in a row, from 1
    Duration after(int failures) {
        long millis = Math.min(most.toMillis(), first.toMillis() << Math.min(failures - 1, 20));
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }
}
