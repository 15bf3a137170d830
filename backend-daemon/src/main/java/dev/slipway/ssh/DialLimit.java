package dev.slipway.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ends a dial that takes too long: a server that accepts connections and then says nothing would hold it for ever.
final class DialLimit implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean passed;

    /// @param end makes whoever dials fail
    DialLimit(Duration limit, Runnable end) {
        Thread.ofVirtual().name("limit of a dial").start(() -> {
            try {
                if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                    passed = true;
                    end.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// From here on nothing is ended any more.
    /// @throws IOException if it took too long
    void requireKept() throws IOException {
        done.countDown();
        if (passed) {
            throw new IOException("it took too long to log in");
        }
    }

    @Override
    public void close() {
        done.countDown();
    }
}
