package dev.slipway.api;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// How often the followers of one session are served. A few get every token at once. Many together would keep the
/// processors busy with a frame for each token and each of them, and all would wait in that crowd; so the more they
/// are,
/// the longer the pause after each frame, in which what comes gathers for the next. The pauses of all end at the same
/// moments, so that all get the same frame, which is then made only once.
final class Pace {
    private static final int FEW = 16;
    private static final long NANOS_EACH = 26_000;
    private static final long LONGEST_NANOS = 50_000_000;

    private final AtomicInteger followers = new AtomicInteger();

    void join() {
        followers.incrementAndGet();
    }

    /// @return whether that was the last one
    boolean leave() {
        return followers.decrementAndGet() == 0;
    }

    /// Waits for the next moment to serve.
    void pause() {
        long period = periodNanos(followers.get());
        if (period > 0) {
            long now = System.nanoTime();
            LockSupport.parkNanos(period - Math.floorMod(now, period));
        }
    }

    /// Chosen so that about 38,000 frames go out in a second, whatever the number of followers.
    static long periodNanos(int followers) {
        return followers <= FEW ? 0 : Math.min(followers * NANOS_EACH, LONGEST_NANOS);
    }
}
