package dev.slipway.tool;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Passes output on to people as it comes: the first piece at once, then what has gathered every 30 ms. What comes
/// faster than anyone could read is left out, with a line that says so.
final class LiveOutput implements AutoCloseable {
    private static final Duration BREATH = Duration.ofMillis(30);
    /// Per breath: 64 Ki characters are 2 MB/s, some thirty thousand lines a second.
    private static final int MOST = 64 * 1024;

    private final Consumer<String> sink;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final StringBuilder gathered = new StringBuilder();
    private final Thread thread;
    private long skipped;
    private boolean closed;

    LiveOutput(Consumer<String> sink) {
        this.sink = sink;
        thread = Thread.ofVirtual().name("live-output").start(this::pass);
    }

    void add(CharSequence text) {
        lock.lock();
        try {
            gathered.append(text);
            if (gathered.length() > 2 * MOST) {
                int surplus = gathered.length() - MOST;
                gathered.delete(0, surplus);
                skipped += surplus;
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Passes on what is left, and returns when it is passed on. An interrupt does not make it lose anything.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass() {
        while (true) {
            String piece = take();
            if (piece.isEmpty()) {
                return;
            }
            sink.accept(piece);
            breathe();
        }
    }

    private String take() {
        lock.lock();
        try {
            while (gathered.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            String piece =
                    skipped == 0 ? gathered.toString() : "\n… " + skipped + " characters not shown …\n" + gathered;
            gathered.setLength(0);
            skipped = 0;
            return piece;
        } finally {
            lock.unlock();
        }
    }

    /// Waits, but not when all is said.
    private void breathe() {
        lock.lock();
        try {
            long left = BREATH.toNanos();
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException nobodyDoes) {
            throw new IllegalStateException(nobodyDoes);
        } finally {
            lock.unlock();
        }
    }
}
