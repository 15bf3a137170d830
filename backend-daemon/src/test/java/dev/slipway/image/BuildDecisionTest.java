package dev.slipway.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.image.BuildDecision.Attempt;
import dev.slipway.image.BuildDecision.Build;
import dev.slipway.image.BuildDecision.Moves;
import dev.slipway.image.BuildDecision.Rest;
import dev.slipway.image.BuildDecision.Standing;
import dev.slipway.image.BuildDecision.Wait;
import dev.slipway.model.fleet.ImageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BuildDecisionTest {
    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");

    static Stream<Arguments> table() {
        return Stream.of(
                row("a build runs", standing(true, 1, 9, 9, ImageStatus.SUCCEEDED, 0, 0), Rest.class, 0),
                row("nobody has used it", standing(false, -1, 0, -1, null, 0, 0), Rest.class, 0),
                row(
                        "nobody has for 15 days",
                        standing(false, 15 * 1440, 0, 60, ImageStatus.SUCCEEDED, 0, 0),
                        Rest.class,
                        0),
                row("it has none, and someone came just now", standing(false, 0, -1, -1, null, 0, 0), Wait.class, 15),
                row("it has none", standing(false, 1, -1, -1, null, 0, 0), Build.class, 0),
                row("its turn has come", standing(false, 60, -1, 30, ImageStatus.SUCCEEDED, 0, 0), Build.class, 0),
                row("a skipped build counts", standing(false, 60, -1, 29, ImageStatus.SKIPPED, 0, 0), Wait.class, 60),
                row("jitter puts it off", standing(false, 60, -1, 30, ImageStatus.SUCCEEDED, 0, 1), Wait.class, 180),
                row("jitter brings it on", standing(false, 60, -1, 27, ImageStatus.SUCCEEDED, 0, -1), Build.class, 0),
                row("one failure", standing(false, 60, -1, 30, ImageStatus.FAILED, 1, 0), Build.class, 0),
                row("two failures", standing(false, 60, -1, 30, ImageStatus.FAILED, 2, 0), Wait.class, 30 * 60),
                row("many failures", standing(false, 60, -1, 1430, ImageStatus.FAILED, 20, 0), Wait.class, 10 * 60),
                row(
                        "the branch moved a while ago",
                        standing(false, 60, 1, 2, ImageStatus.SUCCEEDED, 0, 0),
                        Build.class,
                        0),
                row(
                        "the branch moved just now",
                        standing(false, 60, 0, 2, ImageStatus.SUCCEEDED, 0, 0),
                        Wait.class,
                        15),
                row("it moved after failures", standing(false, 60, 1, 2, ImageStatus.FAILED, 9, 0), Build.class, 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void decides(String name, Standing standing, Class<?> expected, long seconds) {
        BuildDecision decision = BuildDecision.of(standing, Duration.ofMinutes(30), ImageSettings.DEFAULT, NOW);

        assertThat(decision).isInstanceOf(expected);
        if (decision instanceof Wait wait) {
            assertThat(Duration.between(NOW, wait.until())).hasSeconds(seconds);
        }
    }

    @ParameterizedTest
    @MethodSource("aBranchThatNeverRests")
    void aBranchThatMovesAllTheTimeIsBuiltEvenSo(long firstSecondsAgo, Class<?> expected) {
        Moves moves = new Moves(NOW.minusSeconds(firstSecondsAgo), NOW.minusSeconds(1));
        Standing standing = new Standing(false, Optional.of(NOW), Optional.of(moves), Optional.empty(), 0);

        assertThat(BuildDecision.of(standing, Duration.ofMinutes(30), ImageSettings.DEFAULT, NOW))
                .isInstanceOf(expected);
    }

    static Stream<Arguments> aBranchThatNeverRests() {
        return Stream.of(Arguments.of(30, Wait.class), Arguments.of(119, Wait.class), Arguments.of(120, Build.class));
    }

    private static Arguments row(String name, Standing standing, Class<?> expected, long seconds) {
        return Arguments.of(name, standing, expected, seconds);
    }

    /// @param used  minutes ago; -1 for never
    /// @param moved minutes ago; -1 for not since the last attempt
    /// @param ended minutes ago; -1 for no attempt
    private static Standing standing(
            boolean building,
            long used,
            long moved,
            long ended,
            @org.jspecify.annotations.Nullable ImageStatus status,
            int failures,
            double jitter) {
        return new Standing(
                building,
                at(used),
                at(moved).map(at -> new Moves(at, at)),
                at(ended).map(at -> new Attempt(at, status == null ? ImageStatus.SUCCEEDED : status, jitter)),
                failures);
    }

    private static Optional<Instant> at(long minutesAgo) {
        return minutesAgo < 0 ? Optional.empty() : Optional.of(NOW.minusSeconds(60 * minutesAgo));
    }
}
