package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Pace withFollowers(int count) {
        Pace pace = new Pace();
        IntStream.range(0, count).forEach(i -> pace.join());
        return pace;
    }

    @Test
    void aFewNeverWaitAndManyWaitTheLongerTheMoreTheyAre() {
        assertThat(Pace.periodNanos(16)).isZero();
        assertThat(Pace.periodNanos(500)).isEqualTo(13_000_000);
        assertThat(Pace.periodNanos(100_000)).isEqualTo(50_000_000);
    }

    @Test
    void allWhoRestGoOnAgainAndAgain() throws Exception {
        int count = 300;
        Pace pace = withFollowers(count);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int round = 0; round < 50; round++) {
                    pace.pause();
                }
            }));
        }

        for (Thread thread : threads) {
            assertThat(thread.join(PATIENCE)).isTrue();
        }
    }

    @Test
    void whoIsInterruptedGoesOnAndHoldsNobodyBack() throws Exception {
        Pace pace = withFollowers(100_000);
        CountDownLatch others = new CountDownLatch(2);
        ConcurrentLinkedQueue<Boolean> interrupted = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 2; i++) {
            Thread.ofVirtual().start(() -> {
                pace.pause();
                others.countDown();
            });
        }
        Thread leaving = Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            pace.pause();
            interrupted.add(Thread.currentThread().isInterrupted());
        });

        assertThat(leaving.join(PATIENCE)).isTrue();
        assertThat(interrupted).containsExactly(true);
        assertThat(others.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
}
