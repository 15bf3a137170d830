package dev.slipway.journal;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A [Subscription] is a cursor, a mark, and the thread that waits, if one does.
final class JournalSubscription implements Subscription {
    private final Journal journal;
    private volatile long cursor;
    private LiveBlocks.Mark mark = LiveBlocks.Mark.NONE;
    private volatile @Nullable Thread waiter;
    private volatile boolean woken;
    private volatile boolean closed;

    JournalSubscription(Journal journal, long from) {
        this.journal = journal;
        this.cursor = Math.max(1, from);
    }

    @Override
    public Batch next(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (closed) {
                throw new IllegalStateException("This subscription is closed");
            }
            waiter = Thread.currentThread();
            woken = false;
            Feed.@Nullable Step step = journal.step(this, cursor, mark);
            if (step != null) {
                waiter = null;
                cursor = step.cursor();
                mark = step.mark();
                if (step.batch().isEmpty()) {
                    continue;
                }
                return step.batch();
            }
            try {
                if (!awaitWake(deadline)) {
                    return Batch.EMPTY;
                }
            } finally {
                waiter = null;
                if (!woken) {
                    journal.leave(this);
                }
            }
        }
    }

    /// @return false if the time is over
    private boolean awaitWake(long deadline) throws InterruptedException {
        while (!woken) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    void wake() {
        woken = true;
        LockSupport.unpark(waiter);
    }

    @Override
    public long cursor() {
        return cursor;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            journal.unsubscribed(this);
            wake();
        }
    }
}
