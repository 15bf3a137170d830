package dev.slipway.rfb;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Messages on their way to the server, sent by a thread of their own: who presses a key never waits for a
/// network. Moves of the pointer that have not left yet become one. A server that takes nothing ends the stream
/// rather than fill memory.
final class Sending implements AutoCloseable {
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final OutputStream out;
    private final Runnable broken;
    private int bytes;
    private boolean lastMoves;
    private boolean stalled;
    private boolean closed;

    /// @param broken told once when nothing can be sent any more
    Sending(OutputStream out, Runnable broken) {
        this.out = out;
        this.broken = broken;
    }

    void start() {
        Thread.ofVirtual().name("rfb-sending").start(this::send);
    }

    boolean isStalled() {
        lock.lock();
        try {
            return stalled;
        } finally {
            lock.unlock();
        }
    }

    void put(ByteBuffer message) {
        put(message, false);
    }

    /// @param moves whether this message says what the last one said, but newer, if that one moved, too
    void put(ByteBuffer message, boolean moves) {
        byte[] array = new byte[message.flip().remaining()];
        message.get(array);
        boolean full = false;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (moves && lastMoves && !waiting.isEmpty()) {
                bytes -= waiting.removeLast().length;
            }
            lastMoves = moves;
            waiting.add(array);
            bytes += array.length;
            if (bytes > MOST_BYTES) {
                stalled = true;
                closed = true;
                full = true;
            }
            news.signal();
        } finally {
            lock.unlock();
        }
        if (full) {
            broken.run();
        }
    }

    private void send() {
        try {
            while (true) {
                out.write(next());
                out.flush();
            }
        } catch (IOException e) {
            broken.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /// All that waits, as soon as something does.
    private byte[] next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) {
                if (closed) {
                    throw new InterruptedException();
                }
                news.await();
            }
            ByteBuffer all = ByteBuffer.allocate(bytes);
            waiting.forEach(all::put);
            waiting.clear();
            bytes = 0;
            return all.array();
        } finally {
            lock.unlock();
        }
    }

    /// What waits is dropped.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            bytes = 0;
            news.signal();
        } finally {
            lock.unlock();
        }
    }
}
