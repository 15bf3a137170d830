package dev.slipway.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.ssh.Circuit.Move;
import dev.slipway.ssh.SshCircuit.State;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitTest {
    private static final long NOW = 1_000;

    /// Failures before, time until the next try, connections in full use, tries under way; and what comes of it.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 |   0 | 0 | 0 | CLOSED    | DIAL
            0 |   0 | 3 | 2 | CLOSED    | DIAL
            1 | 100 | 0 | 0 | CLOSED    | REFUSE
            1 | 100 | 0 | 1 | CLOSED    | WAIT
            1 | 100 | 1 | 0 | CLOSED    | WAIT
            2 |   0 | 0 | 0 | CLOSED    | DIAL
            2 |   0 | 0 | 1 | CLOSED    | DIAL
            3 | 100 | 0 | 0 | OPEN      | REFUSE
            3 | 100 | 0 | 1 | OPEN      | REFUSE
            3 | 100 | 1 | 0 | OPEN      | WAIT
            3 |   0 | 0 | 0 | HALF_OPEN | DIAL
            3 |   0 | 0 | 1 | HALF_OPEN | REFUSE
            9 |  -5 | 0 | 0 | HALF_OPEN | DIAL
            9 |  -5 | 2 | 0 | HALF_OPEN | DIAL
            9 |  -5 | 2 | 1 | HALF_OPEN | WAIT
            """)
    void decides(int failures, long rest, int open, int dialled, State state, Move move) {
        Circuit circuit = new Circuit(failures, NOW + rest);

        assertThat(circuit.state(NOW)).isEqualTo(state);
        assertThat(circuit.decide(NOW, open, dialled)).isEqualTo(move);
    }

    @Test
    void opensAfterThreeFailuresAndHalfOpensWhenItHasRested() {
        Circuit circuit =
                Circuit.closed(NOW).failed(NOW, 10).failed(NOW + 10, 20).failed(NOW + 30, 40);

        assertThat(circuit.failures()).isEqualTo(3);
        assertThat(circuit.state(NOW + 69)).isEqualTo(State.OPEN);
        assertThat(circuit.state(NOW + 70)).isEqualTo(State.HALF_OPEN);
        assertThat(circuit.woken(NOW + 40).state(NOW + 40)).isEqualTo(State.HALF_OPEN);
        assertThat(circuit.failed(NOW + 70, 80).state(NOW + 149)).isEqualTo(State.OPEN);
    }

    /// `nanoTime` may be anything and overflow.
    @Test
    void doesNotDependOnWhereTheClockBegan() {
        Random random = new Random(4);
        for (int round = 0; round < 1_000; round++) {
            long begin = random.nextLong();
            long rest = random.nextLong(1, 1L << 40);
            Circuit circuit = Circuit.closed(begin).failed(begin, rest);

            assertThat(circuit.resting(begin + rest - 1)).isTrue();
            assertThat(circuit.resting(begin + rest)).isFalse();
        }
    }

    /// Whatever happened, somebody may always try in the end, and nobody ever waits for nothing.
    @Test
    void neverLeavesACallWaitingForNothing() {
        for (int failures = 0; failures < 8; failures++) {
            for (long rest = -1; rest <= 1; rest++) {
                Circuit circuit = new Circuit(failures, NOW + rest);

                assertThat(circuit.decide(NOW, 0, 0)).isNotEqualTo(Move.WAIT);
                assertThat(circuit.decide(NOW + 1, 0, 0)).isEqualTo(Move.DIAL);
            }
        }
    }
}
