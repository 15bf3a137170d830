package dev.slipway.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DemandTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest(name = "{0} claims, {1} minutes apart, {2} minutes ago, {3} s to make one: {6}")
    @CsvSource({
        // claims, apart, ago, refill, least, most, target
        " 0,  0,   0,   5, 0, 3, 0",
        " 0,  0,   0,   5, 2, 3, 2",
        " 1,  0,   0,   5, 0, 3, 1",
        " 1,  0,  59,   5, 0, 3, 1",
        " 1,  0,  61,   5, 0, 3, 0",
        " 1,  0,  61,   5, 1, 3, 1",
        // one an hour is idle most of the time, and needs one when it is not
        " 5, 60,   0,   5, 0, 3, 1",
        // sixty an hour, of which one is missing for a second, a minute, five minutes
        "60,  1,   0,   1, 0, 9, 1",
        "60,  1,   0,  60, 0, 9, 3",
        "60,  1,   0, 300, 0, 9, 8",
        "60,  1,   0, 300, 0, 3, 3",
        // the same, an hour later
        "60,  1,  59, 300, 0, 9, 4",
        "60,  1,  61, 300, 0, 9, 0",
        "60,  1,   0, 300, 0, 0, 0",
    })
    void soManyWaitAsAreAskedFor(int claims, int apart, int ago, int refill, int least, int most, int target) {
        Demand demand = Demand.NONE;
        for (int i = claims - 1; i >= 0; i--) {
            demand = demand.claimed(NOON.minus(Duration.ofMinutes(ago + (long) i * apart)));
        }

        assertThat(demand.target(NOON, Duration.ofSeconds(refill), least, most)).isEqualTo(target);
    }

    @Test
    void theRateOfManyClaimsIsTheirs() {
        Demand demand = Demand.NONE;
        Instant now = NOON;
        for (int i = 0; i < 600; i++) {
            now = now.plusSeconds(60);
            demand = demand.claimed(now);
        }

        assertThat(demand.perHour(now)).isCloseTo(60, within(2.0));
        assertThat(demand.perHour(now.plus(Demand.HALF_LIFE))).isCloseTo(30, within(1.0));
    }

    @Test
    void aClockThatGoesBackDoesNoHarm() {
        Demand demand = Demand.NONE.claimed(NOON).claimed(NOON.minusSeconds(100));

        assertThat(demand.target(NOON.minusSeconds(1_000), Duration.ofSeconds(5), 0, 3))
                .isEqualTo(1);
    }

    /// A day's claims by chance, so many an hour, against a pool that makes one at a time.
    @ParameterizedTest(name = "{0} claims an hour, {1} s to make one")
    @CsvSource({"2, 2", "6, 2", "6, 30", "30, 2", "30, 30", "120, 5", "120, 20"})
    void nineClaimsOfTenFindOneThatWaits(double perHour, int refill) {
        Random chance = new Random(7);
        Demand demand = Demand.NONE;
        Duration making = Duration.ofSeconds(refill);
        Instant now = NOON;
        Deque<Instant> coming = new ArrayDeque<>();
        int waiting = 0;
        int hits = 0;
        int claims = 0;
        double wasted = 0;
        while (claims < 1_000) {
            now = now.plusMillis((long) (-Math.log(1 - chance.nextDouble()) * 3_600_000 / perHour));
            while (!coming.isEmpty() && !coming.peekFirst().isAfter(now)) {
                coming.removeFirst();
                waiting++;
            }
            if (waiting > 0 && !demand.active(now)) {
                wasted += waiting * 60.0;
                waiting = 0;
            }
            claims++;
            if (waiting > 0) {
                waiting--;
                hits++;
            }
            demand = demand.claimed(now);
            int target = demand.target(now, making, 0, 9);
            while (waiting + coming.size() < target) {
                Instant begin = coming.isEmpty() || coming.peekLast().isBefore(now) ? now : coming.peekLast();
                coming.addLast(begin.plus(making));
            }
        }

        // After an hour without any, the next one finds none.
        double cold = Math.exp(-perHour * Demand.ACTIVE.toHours());
        assertThat((double) hits / claims).as("hits").isGreaterThan(0.9 - cold);
        assertThat(wasted / claims).as("minutes wasted for each claim").isLessThan(60 * cold + 1);
    }
}
