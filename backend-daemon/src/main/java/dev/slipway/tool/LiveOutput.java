package dev.slipway.tool;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Passes output on to people as it comes: the first piece at once, then what has gathered every 30 ms. What comes
/// faster than anyone could read is left out, with a line that says so.
final class LiveOutput implements AutoCloseable {
    private static final Duration BREATH = Duration.ofMillis(30);
    /// Per breath, in bytes: 2 MB/s, some thirty thousand lines a second.
    private static final int MOST = 64 * 1024;

    private final Consumer<String> sink;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ByteRing gathered = new ByteRing(MOST);
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer undecoded = ByteBuffer.allocate(MOST + 8);
    private final Thread thread;
    private long passed;
    private boolean closed;

    LiveOutput(Consumer<String> sink) {
        this.sink = sink;
        thread = Thread.ofVirtual().name("live-output").start(this::pass);
    }

    void add(byte[] bytes, int count) {
        lock.lock();
        try {
            gathered.add(bytes, 0, count);
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
        boolean gone = false;
        while (!gone) {
            try {
                thread.join();
                gone = true;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass() {
        boolean more = true;
        while (more) {
            String piece = take();
            more = !piece.isEmpty();
            if (more) {
                sink.accept(piece);
                breathe();
            }
        }
    }

    /// What is new; empty when there will be nothing more.
    private String take() {
        lock.lock();
        try {
            String piece = "";
            boolean last = false;
            while (piece.isEmpty() && !last) {
                while (gathered.written() == passed && !closed) {
                    changed.awaitUninterruptibly();
                }
                last = gathered.written() == passed;
                piece = next(last);
            }
            return piece;
        } finally {
            lock.unlock();
        }
    }

    private String next(boolean last) {
        byte[] bytes = gathered.since(passed);
        long skipped = gathered.written() - passed - bytes.length;
        passed = gathered.written();
        if (skipped > 0) {
            undecoded.clear();
            decoder.reset();
        }
        undecoded.put(bytes).flip();
        CharBuffer decoded = CharBuffer.allocate(undecoded.remaining() + 8);
        decoder.decode(undecoded, decoded, last);
        if (last) {
            decoder.flush(decoded);
        }
        undecoded.compact();
        return (skipped > 0 ? "\n… " + skipped + " bytes not shown …\n" : "") + decoded.flip();
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
