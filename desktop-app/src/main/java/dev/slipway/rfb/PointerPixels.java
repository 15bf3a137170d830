package dev.slipway.rfb;

import java.io.IOException;
import java.nio.IntBuffer;

/// Reads what a pointer looks like.
final class PointerPixels {
    private PointerPixels() {}

    /// Pixels and a mask of one bit each (RFC 6143, 7.8.1).
    static RemotePointer masked(Bytes in, Area area) throws IOException {
        int[] pixels = new int[area.width() * area.height()];
        in.pixels(pixels, 0, pixels.length);
        int bytes = (area.width() + 7) / 8;
        for (int y = 0; y < area.height(); y++) {
            for (int i = 0; i < bytes; i++) {
                int mask = in.u8();
                for (int x = i * 8; x < Math.min(area.width(), i * 8 + 8); x++) {
                    if ((mask >> (7 - x % 8) & 1) == 0) {
                        pixels[y * area.width() + x] = 0;
                    }
                }
            }
        }
        return new RemotePointer(area.width(), area.height(), area.x(), area.y(), IntBuffer.wrap(pixels));
    }

    /// Premultiplied red, green, blue and alpha (rfbproto, 7.8.5).
    static RemotePointer translucent(Bytes in, Area area) throws IOException {
        int encoding = in.s32();
        if (encoding != Wishes.RAW) {
            throw RfbException.malformed("A pointer in encoding " + encoding);
        }
        int[] pixels = new int[area.width() * area.height()];
        for (int i = 0; i < pixels.length; i++) {
            int rgba = in.s32();
            int alpha = rgba & 255;
            int red = Math.min(rgba >>> 24, alpha);
            int green = Math.min(rgba >> 16 & 255, alpha);
            int blue = Math.min(rgba >> 8 & 255, alpha);
            pixels[i] = alpha << 24 | red << 16 | green << 8 | blue;
        }
        return new RemotePointer(area.width(), area.height(), area.x(), area.y(), IntBuffer.wrap(pixels));
    }
}
