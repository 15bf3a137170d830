package dev.slipway.rfb;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// The bytes of a zlib stream whose parts lie between others. It is unpacked only as far as is asked for, so a
/// small part that swells to gigabytes costs no more than what belongs there.
final class InflatedBytes extends Bytes {
    private static final int SIZE = 64 * 1024;

    private final Inflater inflater = new Inflater();
    private @Nullable Bytes from;
    private int left;

    InflatedBytes() {
        super(SIZE);
    }

    /// The next part of the stream begins.
    void begin(Bytes source, int length) {
        from = source;
        left = length;
        position = 0;
        limit = 0;
    }

    @Override
    void more() throws IOException {
        while (true) {
            int got = inflate(limit, buffer.length - limit);
            if (got > 0) {
                limit += got;
                return;
            }
            if (left == 0) {
                throw RfbException.malformed("A compressed part is too short");
            }
            feed();
        }
    }

    /// The part ends; what is left of it may change the state of the stream, but must not be pixels.
    void end() throws IOException {
        boolean surplus = position != limit;
        while (!surplus) {
            surplus = inflate(0, 1) > 0;
            if (left == 0) {
                break;
            }
            feed();
        }
        if (surplus || inflate(0, 1) > 0) {
            throw RfbException.malformed("A compressed part is too long");
        }
    }

    void reset() {
        inflater.reset();
    }

    void close() {
        inflater.end();
    }

    private int inflate(int at, int room) throws IOException {
        try {
            int got = inflater.inflate(buffer, at, room);
            if (got == 0 && !inflater.needsInput()) {
                throw RfbException.malformed("A compressed part stops within");
            }
            return got;
        } catch (DataFormatException e) {
            throw RfbException.malformed("A compressed part is damaged: " + e.getMessage());
        }
    }

    private void feed() throws IOException {
        Bytes source = from;
        if (source == null) {
            throw new IllegalStateException("Not begun");
        }
        source.need(1);
        int step = Math.min(left, source.limit - source.position);
        inflater.setInput(source.buffer, source.position, step);
        source.position += step;
        left -= step;
    }
}
