package dev.slipway.transcript;

/// A place in the text of a transcript.
/// @param key    of the row's item, which stays the same when rows come before it
/// @param row    the row's number
/// @param flow   the flow of text within the row, from 0
/// @param offset within the flow, in UTF-16 units
record Spot(long key, int row, int flow, int offset) implements Comparable<Spot> {
    Spot inRow(int now) {
        return now == row ? this : new Spot(key, now, flow, offset);
    }

    @Override
    public int compareTo(Spot other) {
        if (row != other.row) {
            return Integer.compare(row, other.row);
        }
        return flow != other.flow ? Integer.compare(flow, other.flow) : Integer.compare(offset, other.offset);
    }
}
