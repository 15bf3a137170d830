package dev.slipway.stream;

/// Decides from how a stream runs whether it asks too much of its link. Only downward: what a link carries shows when
/// it
/// is full, and going back and forth would be worse than either.
final class Pace {
    /// Below this many bytes a second a full link is better used by JPEGs.
    static final double FAST = 4e6;

    /// And below this by small ones.
    static final double SLOW = 600e3;

    /// A link is full if for this part of the time an update was on its way.
    private static final double FULL = 0.75;

    private Pace() {}

    /// @param now     how the stream is sent
    /// @param bytes   that arrived
    /// @param busy    nanoseconds in which an update was arriving
    /// @param elapsed nanoseconds in all
    static Quality next(Quality now, long bytes, long busy, long elapsed) {
        if (elapsed <= 0 || busy < elapsed * FULL) {
            return now;
        }
        double perSecond = bytes / (elapsed / 1e9);
        Quality fitting = perSecond < SLOW ? Quality.SMALL : perSecond < FAST ? Quality.BALANCED : Quality.EXACT;
        return fitting.compareTo(now) > 0 ? fitting : now;
    }
}
