package dev.slipway.transcript;

import dev.slipway.mirror.Search;
import dev.slipway.model.SessionId;
import dev.slipway.work.Pulse;
import dev.slipway.work.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

/// Finds words in the whole of a session, as far as it is here. Each key begins anew and ends what was looked for
/// before; hits come as they are found, the newest first.
public final class FindModel {
    /// @param total   how many occurrences there are, as far as is known
    /// @param current which of them the reader is at, from 1; 0 for none
    /// @param more    whether the search goes on
    /// @param cut     whether there are more than anyone would go through
    record Count(int total, int current, boolean more, boolean cut) {}

    /// One occurrence.
    /// @param nth which one in its row, from 0
    record At(int row, int nth) {}

    /// Who finds more looks for other words.
    private static final int MOST = 20_000;

    private final Search search;
    private final SessionId session;
    private final LongSupplier last;
    private final Work work;
    private final Object gate = new Object();
    private final TreeMap<Integer, Integer> pending = new TreeMap<>();
    private final TreeMap<Integer, Integer> rows = new TreeMap<>();
    private final ReadOnlyObjectWrapper<Count> count = new ReadOnlyObjectWrapper<>(new Count(0, 0, false, false));
    private final ObjectProperty<Optional<At>> current = new SimpleObjectProperty<>(Optional.empty());
    private final Pulse pulse = new Pulse(this::take);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger found = new AtomicInteger();
    private boolean running;
    private boolean chosen;
    private int near;
    private long searched;
    private String words = "";

    /// @param last the session's newest event that is here
    public FindModel(Search search, SessionId session, LongSupplier last, Work work) {
        this.search = search;
        this.session = session;
        this.last = last;
        this.work = work;
    }

    ReadOnlyObjectProperty<Count> count() {
        return count.getReadOnlyProperty();
    }

    /// Where the reader is to be.
    ObjectProperty<Optional<At>> current() {
        return current;
    }

    /// Looks for other words.
    /// @param row the row that the reader looks at: the hit that is nearest before it comes first
    void find(String next, int row) {
        if (next.strip().equals(words)) {
            return;
        }
        words = next.strip();
        near = row;
        chosen = false;
        searched = 0;
        rows.clear();
        synchronized (gate) {
            pending.clear();
        }
        asked.incrementAndGet();
        current.set(Optional.empty());
        if (words.isEmpty()) {
            running = false;
            tell();
        } else {
            look(1);
        }
    }

    /// Looks at what came since.
    void follow() {
        if (!words.isEmpty() && !running && last.getAsLong() > searched) {
            look(searched + 1);
        }
    }

    private void look(long from) {
        int mine = asked.get();
        String wanted = words;
        running = true;
        searched = last.getAsLong();
        found.set(from == 1 ? 0 : found.get());
        tell();
        work.start(() -> {
            try {
                search.in(
                        session,
                        wanted,
                        from,
                        hits -> hear(mine, hits),
                        () -> mine != asked.get() || found.get() >= MOST);
            } finally {
                Platform.runLater(() -> {
                    if (mine == asked.get()) {
                        running = false;
                        take();
                    }
                });
            }
        });
    }

    private void hear(int mine, List<Search.Hit> hits) {
        synchronized (gate) {
            if (mine != asked.get()) {
                return;
            }
            found.addAndGet(hits.stream().mapToInt(Search.Hit::count).sum());
            hits.forEach(hit -> pending.merge(hit.row(), hit.count(), Integer::sum));
        }
        pulse.ask();
    }

    private void take() {
        synchronized (gate) {
            pending.forEach((row, more) -> rows.merge(row, more, Integer::sum));
            pending.clear();
        }
        if (!chosen && !rows.isEmpty()) {
            Map.Entry<Integer, Integer> nearest = rows.floorEntry(near);
            if (nearest != null || !running) {
                chosen = true;
                Map.Entry<Integer, Integer> at = nearest == null ? rows.firstEntry() : nearest;
                current.set(Optional.of(new At(at.getKey(), at.getValue() - 1)));
            }
        }
        tell();
    }

    /// Goes to the next occurrence, or to the one before, and around at the ends.
    void step(boolean forward) {
        Optional<At> at = current.get();
        if (rows.isEmpty()) {
            return;
        }
        if (at.isEmpty()) {
            current.set(Optional.of(new At(rows.lastKey(), 0)));
        } else {
            current.set(Optional.of(forward ? after(at.get()) : before(at.get())));
        }
        chosen = true;
        tell();
    }

    private At after(At at) {
        if (at.nth() + 1 < rows.getOrDefault(at.row(), 0)) {
            return new At(at.row(), at.nth() + 1);
        }
        Integer next = rows.higherKey(at.row());
        return new At(next == null ? rows.firstKey() : next, 0);
    }

    private At before(At at) {
        if (at.nth() > 0) {
            return new At(at.row(), at.nth() - 1);
        }
        Integer previous = rows.lowerKey(at.row());
        int row = previous == null ? rows.lastKey() : previous;
        return new At(row, rows.getOrDefault(row, 1) - 1);
    }

    private void tell() {
        int total = rows.values().stream().mapToInt(Integer::intValue).sum();
        int place = current.get()
                .map(at -> rows.headMap(at.row()).values().stream()
                                .mapToInt(Integer::intValue)
                                .sum()
                        + at.nth()
                        + 1)
                .orElse(0);
        count.set(new Count(total, place, running, found.get() >= MOST));
    }
}
