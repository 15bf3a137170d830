package dev.slipway.rfb;

import java.io.IOException;
import java.util.Arrays;

/// ZRLE (RFC 6143, 7.7.6): compressed tiles of 64 x 64 with palettes and runs.
final class ZrleDecoder implements Decoder {
    private static final int TILE = 64;
    private static final int LONGEST = 256 * 1024 * 1024;

    private final InflatedBytes zlib = new InflatedBytes();
    private final int[] palette = new int[128];
    private final int[] tile = new int[TILE * TILE];

    @Override
    public void decode(Bytes in, Area area, Screen screen) throws IOException {
        zlib.begin(in, in.length(LONGEST, "A ZRLE area"));
        for (int y = area.y(); y < area.y() + area.height(); y += TILE) {
            int tall = Math.min(TILE, area.y() + area.height() - y);
            for (int x = area.x(); x < area.x() + area.width(); x += TILE) {
                int breadth = Math.min(TILE, area.x() + area.width() - x);
                tile(x, y, breadth, tall, screen);
            }
        }
        zlib.end();
    }

    void close() {
        zlib.close();
    }

    private void tile(int x, int y, int breadth, int tall, Screen screen) throws IOException {
        int kind = zlib.u8();
        if (kind == 0) {
            for (int line = y; line < y + tall; line++) {
                zlib.compactPixels(screen.pixels, line * screen.width() + x, breadth);
            }
            return;
        }
        if (kind == 1) {
            screen.fill(x, y, breadth, tall, zlib.compactPixel());
            return;
        }
        int colours = kind & 127;
        boolean runs = kind >= 128;
        if (runs ? colours == 1 : colours > 16) {
            throw RfbException.malformed("A ZRLE tile of kind " + kind);
        }
        zlib.compactPixels(palette, 0, colours);
        if (!runs) {
            packed(x, y, breadth, tall, colours, screen);
            return;
        }
        int pixels = breadth * tall;
        for (int at = 0; at < pixels; ) {
            int colour;
            int run = 1;
            if (colours == 0) {
                colour = zlib.compactPixel();
                run = run();
            } else {
                int index = zlib.u8();
                if ((index & 127) >= colours) {
                    throw RfbException.malformed("A colour that the palette of a ZRLE tile lacks");
                }
                colour = palette[index & 127];
                run = index >= 128 ? run() : 1;
            }
            if (run > pixels - at) {
                throw RfbException.malformed("A run leaves its ZRLE tile");
            }
            Arrays.fill(tile, at, at + run, colour);
            at += run;
        }
        for (int line = 0; line < tall; line++) {
            System.arraycopy(tile, line * breadth, screen.pixels, (y + line) * screen.width() + x, breadth);
        }
    }

    private int run() throws IOException {
        int length = 1;
        int part;
        do {
            part = zlib.u8();
            length += part;
        } while (part == 255 && length <= TILE * TILE);
        return length;
    }

    private void packed(int x, int y, int breadth, int tall, int colours, Screen screen) throws IOException {
        int bits = colours > 4 ? 4 : colours > 2 ? 2 : 1;
        int bytes = (breadth * bits + 7) / 8;
        for (int line = y; line < y + tall; line++) {
            zlib.need(bytes);
            int at = line * screen.width() + x;
            for (int i = 0; i < breadth; i++) {
                int bit = i * bits;
                int index = zlib.buffer[zlib.position + bit / 8] >> (8 - bits - bit % 8) & (1 << bits) - 1;
                if (index >= colours) {
                    throw RfbException.malformed("A colour that the palette of a ZRLE tile lacks");
                }
                screen.pixels[at + i] = palette[index];
            }
            zlib.position += bytes;
        }
    }
}
