package dev.slipway.journal;

import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What subscribers of a journal can see, and who of them waits. Guarded by the journal's lock.
final class Feed {
    /// Waiting subscribers up to this number are woken by who made the change; more by a thread of their own.
    private static final int WOKEN_INLINE = 4;

    /// Places whose next batch is remembered until the next change.
    private static final int REMEMBERED = 8;

    private final LiveBlocks live = new LiveBlocks();
    private final Map<Place, Step> steps = new HashMap<>();
    private Set<JournalSubscription> waiting = new LinkedHashSet<>();
    private int subscribers;
    private long last;
    private @Nullable Tail tail;

    /// @param version of the reader's mark
    private record Place(long cursor, long version) {}

    /// From one place in the journal to the next.
    record Step(Batch batch, long cursor, LiveBlocks.Mark mark) {}

    LiveBlocks live() {
        return live;
    }

    /// The newest visible row.
    long last() {
        return last;
    }

    /// Takes up what the file has.
    void begin(long lastInFile, List<LiveText> partial) {
        last = lastInFile;
        partial.forEach(live::restore);
    }

    void add(Envelope envelope, int size) {
        last = envelope.seq();
        if (tail != null) {
            tail.add(envelope, size);
        }
        envelope.event().ends().ifPresent(live::end);
    }

    /// Whether the rows from here on have to come from the file.
    boolean needsFile(long cursor) {
        return cursor <= last && (tail == null || !tail.covers(cursor));
    }

    /// What is new for a reader whose rows are in memory; null if nothing is.
    @Nullable Step step(long cursor, LiveBlocks.Mark mark) {
        LiveBlocks.Mark now = live.mark();
        if (cursor > last && mark.version() == now.version()) {
            return null;
        }
        Place place = new Place(cursor, mark.version());
        Step known = steps.get(place);
        if (known != null) {
            return known;
        }
        List<Envelope> rows = cursor > last || tail == null ? List.of() : tail.from(cursor);
        List<LiveText> texts = live.since(mark);
        Batch batch = rows.isEmpty() && texts.isEmpty() ? Batch.EMPTY : new Batch(rows, texts);
        Step step = new Step(batch, Math.max(cursor, last + 1), now);
        if (steps.size() < REMEMBERED) {
            steps.put(place, step);
        }
        return step;
    }

    /// Must follow each change: forgets the batches of before.
    /// @return who is to be woken, by [#wake] and without the lock
    Set<JournalSubscription> changed() {
        steps.clear();
        if (waiting.isEmpty()) {
            return Set.of();
        }
        Set<JournalSubscription> all = waiting;
        waiting = new LinkedHashSet<>();
        return all;
    }

    static void wake(Set<JournalSubscription> all) {
        if (all.size() <= WOKEN_INLINE) {
            all.forEach(JournalSubscription::wake);
        } else {
            Thread.ofVirtual().name("journal-wake").start(() -> all.forEach(JournalSubscription::wake));
        }
    }

    void await(JournalSubscription subscription) {
        waiting.add(subscription);
    }

    boolean leave(JournalSubscription subscription) {
        return waiting.remove(subscription);
    }

    void subscribed() {
        subscribers++;
        if (tail == null) {
            tail = new Tail(last + 1);
        }
    }

    void unsubscribed() {
        subscribers--;
        if (subscribers == 0) {
            tail = null;
        }
    }

    /// Lets go of what an idle journal does not need.
    void rest() {
        steps.clear();
        live.rest();
        if (tail != null) {
            tail = new Tail(last + 1);
        }
    }
}
