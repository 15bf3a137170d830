package dev.slipway.rfb;

import java.io.IOException;

/// Hextile (RFC 6143, 7.7.4): tiles of 16 x 16, each of two colours with rectangles, or plain.
final class HextileDecoder implements Decoder {
    private static final int TILE = 16;
    private static final int RAW = 1;
    private static final int BACKGROUND = 2;
    private static final int FOREGROUND = 4;
    private static final int RECTANGLES = 8;
    private static final int COLOURED = 16;

    @Override
    public void decode(Bytes in, Area area, Screen screen) throws IOException {
        int background = Bytes.OPAQUE;
        int foreground = Bytes.OPAQUE;
        for (int y = area.y(); y < area.y() + area.height(); y += TILE) {
            int tall = Math.min(TILE, area.y() + area.height() - y);
            for (int x = area.x(); x < area.x() + area.width(); x += TILE) {
                int breadth = Math.min(TILE, area.x() + area.width() - x);
                int kind = in.u8();
                if ((kind & RAW) != 0) {
                    for (int line = y; line < y + tall; line++) {
                        in.pixels(screen.pixels, line * screen.width() + x, breadth);
                    }
                    continue;
                }
                if ((kind & BACKGROUND) != 0) {
                    background = in.pixel();
                }
                if ((kind & FOREGROUND) != 0) {
                    foreground = in.pixel();
                }
                screen.fill(x, y, breadth, tall, background);
                if ((kind & RECTANGLES) != 0) {
                    int count = in.u8();
                    for (int i = 0; i < count; i++) {
                        int colour = (kind & COLOURED) != 0 ? in.pixel() : foreground;
                        int place = in.u8();
                        int size = in.u8();
                        int left = place >> 4;
                        int top = place & 15;
                        int w = (size >> 4) + 1;
                        int h = (size & 15) + 1;
                        if (left + w > breadth || top + h > tall) {
                            throw RfbException.malformed("A rectangle leaves its Hextile tile");
                        }
                        screen.fill(x + left, y + top, w, h, colour);
                    }
                }
            }
        }
    }
}
