package dev.slipway.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.pool.Orphans.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrphansTest {
    /// Found there when the host was opened or made by this daemon; claimed by; known for so many seconds.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            found | session x's | 0   | ADOPT   | it is session x's
            found | session x's | 999 | ADOPT   | it is session x's
            found |             | 59  | LEAVE   | somebody may claim it yet
            found |             | 60  | DESTROY | nobody claims it
            made  | session x's | 0   | ADOPT   | it is session x's
            made  |             | 0   | LEAVE   | it is being made
            made  |             | 999 | LEAVE   | it is being made
            """)
    void whatBecomesOfASandbox(String origin, String claim, long known, Verdict verdict, String reason) {
        Orphans.Seen seen =
                new Orphans.Seen(origin.equals("found"), Optional.ofNullable(claim), Duration.ofSeconds(known));

        assertThat(Orphans.decide(seen, Duration.ofMinutes(1))).isEqualTo(new Orphans.Decision(verdict, reason));
    }
}
