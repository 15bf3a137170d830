package dev.slipway.mirror;

import dev.slipway.model.event.Envelope;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Gives events that follow one another their rows.
final class Placing {
    /// An event with the number of its row; [#NONE] when it stands in none.
    /// @param key of the row, empty text for none
    record Placed(Envelope envelope, int row, String key) {}

    /// What is known of the events before, in the store.
    interface Before {
        Before NOTHING = new Before() {
            @Override
            public OptionalInt newest(String key) {
                return OptionalInt.empty();
            }

            @Override
            public boolean looking() {
                return false;
            }
        };

        /// The newest row with that key.
        OptionalInt newest(String key) throws SQLException;

        /// Whether the newest row looks at files.
        boolean looking() throws SQLException;
    }

    static final int NONE = Integer.MIN_VALUE;

    private final Before before;
    private final List<Placed> placed = new ArrayList<>();
    private final Map<String, Integer> rows = new HashMap<>();
    private final Map<String, List<Integer>> waiting = new HashMap<>();
    private final Map<String, Integer> gathered = new HashMap<>();
    private int next;
    private int lowest;
    private boolean fresh = true;
    private boolean looking;

    /// @param next the number of the next row
    Placing(int next, Before before) {
        this.next = next;
        this.lowest = next;
        this.before = before;
    }

    void add(Envelope envelope) throws SQLException {
        switch (Place.of(envelope.event())) {
            case Place.Begins place -> begin(envelope, place.key(), false);
            case Place.Looks place -> {
                if (fresh ? before.looking() : looking) {
                    put(envelope, next - 1, place.key());
                } else {
                    begin(envelope, place.key(), true);
                }
            }
            case Place.Joins place -> put(envelope, newest(place.key()), place.key());
            case Place.Waits place -> {
                waiting.computeIfAbsent(place.key(), _ -> new ArrayList<>()).add(placed.size());
                put(envelope, NONE, place.key());
            }
            case Place.Gathers place -> {
                for (int at : waiting.getOrDefault(place.key(), List.of())) {
                    placed.set(at, new Placed(placed.get(at).envelope(), next, place.key()));
                }
                waiting.remove(place.key());
                gathered.putIfAbsent(place.key(), next);
                begin(envelope, place.key(), false);
            }
            case Place.Nowhere _ -> put(envelope, NONE, "");
        }
    }

    private void begin(Envelope envelope, String key, boolean looks) {
        fresh = false;
        looking = looks;
        put(envelope, next++, key);
    }

    private int newest(String key) throws SQLException {
        Integer here = rows.get(key);
        return here == null ? before.newest(key).orElse(NONE) : here;
    }

    private void put(Envelope envelope, int row, String key) {
        if (row != NONE) {
            lowest = Math.min(lowest, row);
            if (!key.isEmpty()) {
                rows.put(key, row);
            }
        }
        placed.add(new Placed(envelope, row, key));
    }

    /// The events with their places, in order.
    List<Placed> placed() {
        return placed;
    }

    /// The number of the next row.
    int next() {
        return next;
    }

    /// The lowest row that has one of these events; the first new one's if none.
    int lowest() {
        return lowest;
    }

    /// By each key the newest row that has it.
    Map<String, Integer> rows() {
        return rows;
    }

    /// By each key the first row that gathers those that waited for it.
    Map<String, Integer> gathered() {
        return gathered;
    }

    /// Whether an event begins a row whatever came before: there, a transcript can be cut in two.
    static boolean isSeam(Envelope envelope) {
        Place place = Place.of(envelope.event());
        return place instanceof Place.Begins || place instanceof Place.Gathers;
    }
}
