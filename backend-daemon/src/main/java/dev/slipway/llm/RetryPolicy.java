package dev.slipway.llm;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt, and how often. Exponential with half of it random, so that many
/// sessions that failed together do not come back together; what the provider asks for comes first.
/// @param attempts most attempts in all, where waiting is all that helps (rate limit, overload)
/// @param fewer most attempts where something else is likely wrong (no connection, silence, cut or senseless
///     answers)
/// @param first wait before the second attempt, before randomness
/// @param longest wait that is chosen by us
/// @param patience longest wait that a provider may ask for; beyond it the call fails at once, saying so
public record RetryPolicy(int attempts, int fewer, Duration first, Duration longest, Duration patience) {

    /// About two minutes of trying against an overloaded provider.
    public static final RetryPolicy STANDARD =
            new RetryPolicy(8, 4, Duration.ofMillis(500), Duration.ofSeconds(40), Duration.ofMinutes(10));

    /// Each call fails at its first failure.
    public static final RetryPolicy NONE = new RetryPolicy(1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /// The wait before the next attempt; empty: give up.
    /// @param failed number of attempts that have failed, 1 or more
    Optional<Duration> pause(ModelFailure failure, int failed, RandomGenerator random) {
        boolean waitingHelps =
                failure instanceof ModelFailure.RateLimited || failure instanceof ModelFailure.Overloaded;
        if (!failure.retryable() || failed >= (waitingHelps ? attempts : fewer)) {
            return Optional.empty();
        }
        if (failure.retryAfter().isPresent()) {
            Duration asked = failure.retryAfter().get();
            return asked.compareTo(patience) > 0
                    ? Optional.empty()
                    : Optional.of(asked.plusNanos((long) (asked.toNanos() * 0.1 * random.nextDouble())));
        }
        double nanos = Math.min((double) longest.toNanos(), first.toNanos() * Math.pow(2, failed - 1));
        return Optional.of(Duration.ofNanos((long) (nanos * (0.5 + random.nextDouble() / 2))));
    }
}
