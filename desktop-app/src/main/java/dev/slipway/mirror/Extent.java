package dev.slipway.mirror;

/// Which part of a session is here: events without a gap, and rows without one.
/// @param part  the number under which they are kept; another one once they were begun anew; 0
///              before the first is kept
/// @param low   the first sequence number here; 0 while there is none
/// @param last  the newest; 0 while there is none
/// @param first the number of the first row
/// @param end   one more than that of the last
record Extent(long part, long low, long last, int first, int end) {
    boolean isEmpty() {
        return last == 0;
    }

    /// Whether the beginning of the session is still missing.
    boolean begunLater() {
        return low > 1;
    }
}
