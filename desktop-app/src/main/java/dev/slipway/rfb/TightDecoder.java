package dev.slipway.rfb;

import java.io.IOException;
import java.util.Arrays;

/// Tight (rfbproto, 7.7.7): one colour, a palette, plain or predicted pixels in one of four zlib streams, or a
/// JPEG.
final class TightDecoder implements Decoder {
    private static final int FILL = 8;
    private static final int JPEG = 9;
    private static final int FILTERED = 4;
    private static final int COPY = 0;
    private static final int PALETTE = 1;
    private static final int GRADIENT = 2;
    /// Shorter contents are not compressed.
    private static final int SHORT = 12;

    private final InflatedBytes[] streams = new InflatedBytes[4];
    private final int[] palette = new int[256];
    private final Jpeg jpeg = new Jpeg();
    private byte[] picture = new byte[64 * 1024];

    TightDecoder() {
        Arrays.setAll(streams, _ -> new InflatedBytes());
    }

    @Override
    public void decode(Bytes in, Area area, Screen screen) throws IOException {
        int control = in.u8();
        for (int i = 0; i < streams.length; i++) {
            if ((control >> i & 1) != 0) {
                streams[i].reset();
            }
        }
        int kind = control >> 4;
        if (kind == FILL) {
            screen.fill(area.x(), area.y(), area.width(), area.height(), in.tightPixel());
        } else if (kind == JPEG) {
            int length = compactLength(in);
            if (picture.length < length) {
                picture = new byte[length];
            }
            in.read(picture, length);
            jpeg.decode(picture, length, area, screen);
        } else if (kind < FILL) {
            basic(in, kind, area, screen);
        } else {
            throw RfbException.malformed("A Tight area of kind " + kind);
        }
    }

    void close() {
        for (InflatedBytes stream : streams) {
            stream.close();
        }
    }

    private void basic(Bytes in, int kind, Area area, Screen screen) throws IOException {
        int filter = (kind & FILTERED) != 0 ? in.u8() : COPY;
        int colours = 0;
        if (filter == PALETTE) {
            colours = in.u8() + 1;
            in.tightPixels(palette, 0, colours);
        }
        long line = filter != PALETTE ? area.width() * 3L : colours == 2 ? (area.width() + 7) / 8 : area.width();
        boolean plain = line * area.height() < SHORT;
        InflatedBytes stream = streams[kind & 3];
        if (!plain) {
            stream.begin(in, compactLength(in));
        }
        Bytes from = plain ? in : stream;
        switch (filter) {
            case COPY -> {
                for (int y = area.y(); y < area.y() + area.height(); y++) {
                    from.tightPixels(screen.pixels, y * screen.width() + area.x(), area.width());
                }
            }
            case PALETTE -> {
                if (colours == 2) {
                    bits(from, area, screen);
                } else {
                    indices(from, colours, area, screen);
                }
            }
            case GRADIENT -> gradient(from, area, screen);
            default -> throw RfbException.malformed("A Tight area with filter " + filter);
        }
        if (!plain) {
            stream.end();
        }
    }

    private void bits(Bytes from, Area area, Screen screen) throws IOException {
        for (int y = area.y(); y < area.y() + area.height(); y++) {
            int at = y * screen.width() + area.x();
            for (int x = 0; x < area.width(); x += 8) {
                int eight = from.u8();
                int end = Math.min(8, area.width() - x);
                for (int bit = 0; bit < end; bit++) {
                    screen.pixels[at + x + bit] = palette[eight >> (7 - bit) & 1];
                }
            }
        }
    }

    private void indices(Bytes from, int colours, Area area, Screen screen) throws IOException {
        for (int y = area.y(); y < area.y() + area.height(); y++) {
            int at = y * screen.width() + area.x();
            int end = at + area.width();
            while (at < end) {
                from.need(1);
                int step = Math.min(end - at, from.limit - from.position);
                for (int i = 0; i < step; i++) {
                    int index = from.buffer[from.position + i] & 0xff;
                    if (index >= colours) {
                        throw RfbException.malformed("A colour that the palette of a Tight area lacks");
                    }
                    screen.pixels[at + i] = palette[index];
                }
                from.position += step;
                at += step;
            }
        }
    }

    /// Each channel is the difference to what its neighbours above and to the left foretell.
    private static void gradient(Bytes from, Area area, Screen screen) throws IOException {
        int[] pixels = screen.pixels;
        for (int y = 0; y < area.height(); y++) {
            int at = (area.y() + y) * screen.width() + area.x();
            for (int x = 0; x < area.width(); x++) {
                int difference = from.tightPixel();
                int left = x == 0 ? 0 : pixels[at + x - 1];
                int above = y == 0 ? 0 : pixels[at + x - screen.width()];
                int corner = x == 0 || y == 0 ? 0 : pixels[at + x - screen.width() - 1];
                int pixel = Bytes.OPAQUE;
                for (int shift = 0; shift < 24; shift += 8) {
                    int foretold = (left >> shift & 255) + (above >> shift & 255) - (corner >> shift & 255);
                    foretold = Math.clamp(foretold, 0, 255);
                    pixel |= (foretold + (difference >> shift) & 255) << shift;
                }
                pixels[at + x] = pixel;
            }
        }
    }

    /// Seven bits a byte, the lowest first, at most 22 in all.
    private static int compactLength(Bytes in) throws IOException {
        int first = in.u8();
        if (first < 128) {
            return first;
        }
        int second = in.u8();
        int length = (first & 127) | (second & 127) << 7;
        return second < 128 ? length : length | in.u8() << 14;
    }
}
