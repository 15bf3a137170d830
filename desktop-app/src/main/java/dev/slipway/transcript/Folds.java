package dev.slipway.transcript;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which rows the person has folded or unfolded. A row is known by the number of its first event, or, while it
/// streams, by a number made of its block's name.
final class Folds {
    private final Map<Long, Boolean> open = new HashMap<>();
    private final Set<Long> whole = new HashSet<>();

    /// @param usually how the row stands as long as nobody has touched it
    boolean isOpen(long row, boolean usually) {
        return open.getOrDefault(row, usually);
    }

    void turn(long row, boolean usually) {
        open.put(row, !isOpen(row, usually));
    }

    void set(long row, boolean opened) {
        open.put(row, opened);
    }

    /// Whether all lines of its output show.
    boolean isWhole(long row) {
        return whole.contains(row);
    }

    void turnWhole(long row) {
        if (!whole.remove(row)) {
            whole.add(row);
        }
    }

    /// Unfolds a row with all that is in it.
    void reveal(long row) {
        open.put(row, true);
        whole.add(row);
    }
}
