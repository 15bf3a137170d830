package dev.slipway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When a stream begins to ask less of its link.
class PaceTest {
    @ParameterizedTest(name = "{0}, {1} kB/s, {2} % busy: {3}")
    @CsvSource({
        "EXACT, 100000, 100, EXACT",
        "EXACT, 5000, 100, EXACT",
        "EXACT, 3000, 100, BALANCED",
        "EXACT, 3000, 60, EXACT",
        "EXACT, 10, 5, EXACT",
        "EXACT, 300, 90, SMALL",
        "BALANCED, 3000, 100, BALANCED",
        "BALANCED, 300, 100, SMALL",
        "BALANCED, 50000, 100, BALANCED",
        "SMALL, 50000, 100, SMALL",
    })
    void onlyAFullLinkIsSpared(Quality now, long kilobytes, long percent, Quality next) {
        assertThat(Pace.next(now, kilobytes * 2_000, percent * 20_000_000, 2_000_000_000L))
                .isEqualTo(next);
    }
}
