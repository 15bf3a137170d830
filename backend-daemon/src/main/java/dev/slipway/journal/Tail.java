package dev.slipway.journal;

import dev.slipway.model.event.Envelope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// The newest rows of a journal that somebody follows, so that followers need no file. Guarded by the journal's
/// lock.
final class Tail {
    /// Rows and bytes of JSON in one batch at most, and in the tail.
    static final int MAX_ROWS = 1_000;

    static final int MAX_BYTES = 1 << 20;

    private final ArrayDeque<Kept> rows = new ArrayDeque<>();
    private long first;
    private long bytes;

    private record Kept(Envelope envelope, int bytes) {}

    /// @param first the sequence number of the next row that will be added
    Tail(long first) {
        this.first = first;
    }

    void add(Envelope envelope, int size) {
        rows.add(new Kept(envelope, size));
        bytes += size;
        while (rows.size() > MAX_ROWS || (bytes > MAX_BYTES && rows.size() > 1)) {
            bytes -= rows.remove().bytes();
            first++;
        }
    }

    /// Whether the rows from here on are all there.
    boolean covers(long seq) {
        return seq >= first;
    }

    /// The rows from here on.
    List<Envelope> from(long seq) {
        List<Envelope> found = new ArrayList<>();
        Iterator<Kept> newestFirst = rows.descendingIterator();
        while (newestFirst.hasNext()) {
            Envelope envelope = newestFirst.next().envelope();
            if (envelope.seq() < seq) {
                break;
            }
            found.add(envelope);
        }
        return List.copyOf(found.reversed());
    }
}
