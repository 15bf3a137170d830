package dev.slipway.journal;

import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is new for a subscriber: first the rows, then the live text. At most 1,000 rows or about 1 MiB of them. Text
/// of a block that a row among these ends is not in it. Subscribers at the same place get the same instance.
public final class Batch {
    static final Batch EMPTY = new Batch(List.of(), List.of());

    private final List<Envelope> events;
    private final List<LiveText> live;
    private @Nullable Object encoded;

    Batch(List<Envelope> events, List<LiveText> live) {
        this.events = events;
        this.live = live;
    }

    /// In order, without gaps.
    public List<Envelope> events() {
        return events;
    }

    /// At most one piece for each open block.
    public List<LiveText> live() {
        return live;
    }

    public boolean isEmpty() {
        return events.isEmpty() && live.isEmpty();
    }

    /// This batch in a form that is costly to make: the first to ask makes it, all who share the batch use it. There
    /// is room for one form, so all must ask for the same.
    @SuppressWarnings("unchecked") // one form: what is there was made by the same kind of caller
    public synchronized <T> T encoded(Function<Batch, T> encoder) {
        Object known = encoded;
        if (known == null) {
            known = encoder.apply(this);
            encoded = known;
        }
        return (T) known;
    }
}
