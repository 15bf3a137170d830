package dev.slipway.rfb;

/// A rectangle of a screen, in its pixels.
public record Area(int x, int y, int width, int height) {
    /// The smallest one that covers both.
    public Area and(Area other) {
        int left = Math.min(x, other.x);
        int top = Math.min(y, other.y);
        return new Area(
                left,
                top,
                Math.max(x + width, other.x + other.width) - left,
                Math.max(y + height, other.y + other.height) - top);
    }

    long pixels() {
        return (long) width * height;
    }
}
