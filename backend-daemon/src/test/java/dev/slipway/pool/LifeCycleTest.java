package dev.slipway.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.pool.LifeCycle.Action;
import dev.slipway.pool.LifeCycle.Seen;
import dev.slipway.pool.LifeCycle.Standing;
import dev.slipway.pool.LifeCycle.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class LifeCycleTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration IDLE_AFTER = Duration.ofMinutes(30);
    private static final Duration PROGRAMS = Duration.ofHours(2);

    /// What there is, when somebody needs it: draining or not, with a snapshot or not.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NONE     | no  | no  | MAKE    | there was none
            RUNNING  | no  | yes | KEEP    | it runs
            RUNNING  | yes | yes | MOVE    | host vm-1 is being drained
            STOPPED  | no  | yes | RESTART | its programs had ended with host vm-1
            SILENT   | no  | yes | NOTHING | host vm-1 does not answer
            RELEASED | no  | yes | RESTORE | it had been released; its files are as they were at 11:50:00 UTC
            RELEASED | yes | yes | RESTORE | it had been released; its files are as they were at 11:50:00 UTC
            RELEASED | no  | no  | MAKE    | it had been released, and there is no snapshot of it
            LOST     | no  | yes | RESTORE | it is lost with host vm-1; its files are as they were at 11:50:00 UTC
            LOST     | no  | no  | MAKE    | it is lost with host vm-1, and there is no snapshot of it
            """)
    void whenItIsNeeded(Standing standing, String draining, String snapshot, Action action, String reason) {
        Optional<Instant> taken =
                snapshot.equals("yes") ? Optional.of(NOW.minus(Duration.ofMinutes(10))) : Optional.empty();
        Seen seen = new Seen(
                standing,
                host(),
                draining.equals("yes"),
                taken,
                NOW.minus(Duration.ofDays(1)),
                List.of(),
                Optional.empty());

        assertThat(LifeCycle.decide(seen, new Wanted(true, IDLE_AFTER, PROGRAMS), NOW))
                .isEqualTo(new LifeCycle.Decision(action, reason));
    }

    /// What there is while nobody needs it: idle for so many seconds, draining or not, with no room left or not.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RUNNING  | 1799 | no  | no  | KEEP    | used 29 minutes ago
            RUNNING  | 1800 | no  | no  | RELEASE | idle for 30 minutes
            STOPPED  | 1800 | no  | no  | RELEASE | idle for 30 minutes
            RUNNING  | 0    | yes | no  | RELEASE | host vm-1 is being drained
            RUNNING  | 59   | no  | yes | KEEP    | used 59 seconds ago
            RUNNING  | 60   | no  | yes | RELEASE | idle for 60 seconds, longest on host vm-1, and it is full
            RUNNING  | -5   | no  | yes | KEEP    | used 0 seconds ago
            NONE     | 9999 | yes | yes | NOTHING | there is none
            RELEASED | 9999 | yes | yes | NOTHING | there is none
            SILENT   | 9999 | no  | yes | NOTHING | there is none
            LOST     | 9999 | no  | yes | NOTHING | there is none
            """)
    void whileNobodyNeedsIt(Standing standing, long idle, String draining, String full, Action action, String reason) {
        Seen seen = new Seen(
                standing,
                host(),
                draining.equals("yes"),
                Optional.empty(),
                NOW.minusSeconds(idle),
                List.of(),
                full.equals("yes") ? Optional.of("it is full") : Optional.empty());

        assertThat(LifeCycle.decide(seen, new Wanted(false, IDLE_AFTER, PROGRAMS), NOW))
                .isEqualTo(new LifeCycle.Decision(action, reason));
    }

    @ParameterizedTest
    @EnumSource(Hold.Kind.class)
    void nothingTakesAwayWhatSomebodyHolds(Hold.Kind kind) {
        Hold hold = new Hold(kind, "ada", "has it", NOW.minus(PROGRAMS).plusSeconds(1));
        Seen seen = new Seen(
                Standing.RUNNING,
                host(),
                true,
                Optional.empty(),
                Instant.EPOCH,
                List.of(hold),
                Optional.of("it is full"));

        assertThat(LifeCycle.decide(seen, new Wanted(false, IDLE_AFTER, PROGRAMS), NOW))
                .isEqualTo(new LifeCycle.Decision(Action.KEEP, "ada has it"));
    }

    @Test
    void aProgramThatTheAgentForgotHoldsForAWhileOnly() {
        Hold program = new Hold(Hold.Kind.PROGRAM, "the agent", "left npm start running", NOW.minus(PROGRAMS));
        Hold terminal = new Hold(Hold.Kind.TERMINAL, "ada", "has a terminal open", Instant.EPOCH);

        assertThat(decide(program).action()).isEqualTo(Action.RELEASE);
        assertThat(decide(program, terminal)).isEqualTo(new LifeCycle.Decision(Action.KEEP, "ada has a terminal open"));
    }

    @Test
    void holdsLastUntilTheirPinsAreClosedEachByItself() {
        Holds holds = new Holds();
        SessionId session = SessionId.of(1, 1);
        Pin first = holds.hold(session, new Hold(Hold.Kind.TERMINAL, "ada", "has a terminal open", NOW));
        Pin second = holds.hold(session, new Hold(Hold.Kind.TERMINAL, "ada", "has a terminal open", NOW));
        first.close();
        first.close();
        assertThat(holds.of(session)).hasSize(1);
        assertThat(holds.of(SessionId.of(1, 2))).isEmpty();
        second.close();
        assertThat(holds.of(session)).isEmpty();
    }

    private static LifeCycle.Decision decide(Hold... holds) {
        Seen seen = new Seen(
                Standing.RUNNING,
                host(),
                false,
                Optional.empty(),
                Instant.EPOCH,
                Arrays.asList(holds),
                Optional.empty());
        return LifeCycle.decide(seen, new Wanted(false, IDLE_AFTER, PROGRAMS), NOW);
    }

    private static Optional<HostId> host() {
        return Optional.of(new HostId("vm-1"));
    }
}
