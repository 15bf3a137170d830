package dev.slipway.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// How often the followers of one session are served. A few get every token at once. Many together would keep the
/// processors busy with a frame for each token and each of them, and all would wait in that crowd; so the more they
/// are, the longer the pause after each frame, in which what comes gathers for the next. The pauses of all end at the
/// same moments, so that all get the same frame, which is then made only once.
final class Pace {
    private static final int FEW = 16;
    private static final long NANOS_EACH = 26_000;
    private static final long LONGEST_NANOS = 50_000_000;

    private final AtomicInteger followers = new AtomicInteger();
    private final Object lock = new Object();
    private List<Resting> resting = new ArrayList<>();

    /// A follower between two moments.
    private static final class Resting {
        private final Thread thread;
        private volatile boolean over;

        Resting(Thread thread) {
            this.thread = thread;
        }
    }

    void join() {
        followers.incrementAndGet();
    }

    /// @return whether that was the last one
    boolean leave() {
        return followers.decrementAndGet() == 0;
    }

    /// Waits for the next moment to serve; less long if the thread is interrupted.
    void pause() {
        long period = periodNanos(followers.get());
        if (period == 0) {
            return;
        }
        Resting me = new Resting(Thread.currentThread());
        if (rest(me)) {
            keepTime(period);
        } else {
            while (!me.over && !me.thread.isInterrupted()) {
                LockSupport.park(this);
            }
        }
    }

    /// @return whether nobody rested before, so that this one keeps the time for all
    private boolean rest(Resting one) {
        synchronized (lock) {
            resting.add(one);
            return resting.size() == 1;
        }
    }

    /// One timer for all is much less work than one for each.
    private void keepTime(long period) {
        long now = System.nanoTime();
        long end = now + period - Math.floorMod(now, period);
        for (long left = end - now; left > 0 && !Thread.currentThread().isInterrupted(); ) {
            LockSupport.parkNanos(this, left);
            left = end - System.nanoTime();
        }
        List<Resting> all;
        synchronized (lock) {
            all = resting;
            resting = new ArrayList<>(all.size());
        }
        for (Resting one : all) {
            one.over = true;
            if (one.thread != Thread.currentThread()) {
                LockSupport.unpark(one.thread);
            }
        }
    }

    /// Chosen so that about 38,000 frames go out in a second, whatever the number of followers.
    static long periodNanos(int followers) {
        return followers <= FEW ? 0 : Math.min(followers * NANOS_EACH, LONGEST_NANOS);
    }
}
