package dev.slipway.mirror;

import dev.slipway.model.event.Envelope;
import java.util.List;

/// A line of a transcript: an event that begins it and the later ones that belong to it, such as a tool call's start
/// and end.
/// @param index  its number in the transcript: the next row's is one more
/// @param events at least one, in order
public record Row(int index, List<Envelope> events) {
    public Row {
        events = List.copyOf(events);
    }

    public Envelope first() {
        return events.getFirst();
    }
}
