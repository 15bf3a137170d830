package dev.slipway.rfb;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/// The bytes of the stream itself.
final class ArrivingBytes extends Bytes {
    private static final int SIZE = 256 * 1024;

    private final InputStream in;
    private final AtomicLong total = new AtomicLong();

    ArrivingBytes(InputStream in) {
        super(SIZE);
        this.in = in;
    }

    @Override
    void more() throws IOException {
        int got;
        try {
            got = in.read(buffer, limit, buffer.length - limit);
        } catch (IOException e) {
            RfbException lost = new RfbException(RfbException.Kind.LOST, String.valueOf(e.getMessage()));
            lost.initCause(e);
            throw lost;
        }
        if (got < 0) {
            throw new RfbException(RfbException.Kind.ENDED, "The stream ended.");
        }
        limit += got;
        total.addAndGet(got);
    }

    /// How many bytes have arrived so far; from any thread.
    long total() {
        return total.get();
    }
}
