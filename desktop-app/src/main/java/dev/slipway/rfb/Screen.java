package dev.slipway.rfb;

import java.util.Arrays;

/// The pixels of a remote screen, as premultiplied ARGB, all opaque. Belongs to the thread that decodes: a viewer
/// copies
/// what changed while it is told so.
public final class Screen {
    private final int width;
    private final int height;
    final int[] pixels;

    Screen(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new int[width * height];
        Arrays.fill(pixels, Bytes.OPAQUE);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /// Copies a part into the same place of a picture of the same size.
    public void copy(Area area, int[] into) {
        for (int y = area.y(); y < area.y() + area.height(); y++) {
            int at = y * width + area.x();
            System.arraycopy(pixels, at, into, at, area.width());
        }
    }

    /// Throws unless the area lies within this screen.
    void check(Area area) throws RfbException {
        if (area.x() + area.width() > width || area.y() + area.height() > height) {
            throw RfbException.malformed(area + " on a screen of " + width + " x " + height);
        }
    }

    void fill(int x, int y, int breadth, int tall, int colour) {
        for (int line = y; line < y + tall; line++) {
            int at = line * width + x;
            Arrays.fill(pixels, at, at + breadth, colour);
        }
    }

    /// Moves a part to another place, which may overlap it.
    void move(int fromX, int fromY, Area to) {
        boolean down = to.y() > fromY;
        for (int i = 0; i < to.height(); i++) {
            int line = down ? to.height() - 1 - i : i;
            System.arraycopy(
                    pixels, (fromY + line) * width + fromX, pixels, (to.y() + line) * width + to.x(), to.width());
        }
    }
}
