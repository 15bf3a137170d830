package dev.slipway.transcript;

import dev.slipway.mirror.LiveBlock;
import dev.slipway.mirror.Row;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import java.util.Optional;

/// What a line of the transcript shows.
public sealed interface Item {
    /// @param output what the tool call of this row writes just now
    record Kept(Row row, Optional<LiveBlock> output) implements Item {
        /// The event by which the row stands where it is: a prompt's is its delivery.
        Envelope placed() {
            return row.first().event() instanceof SessionEvent.PromptAccepted
                    ? row.events().getLast()
                    : row.first();
        }
    }

    /// Text that has no row yet.
    record Streaming(LiveBlock block) implements Item {}

    /// The same for text while it streams and once it is kept.
    default long key() {
        return switch (this) {
            case Streaming streaming -> key(streaming.block().block().value());
            case Kept kept ->
                switch (kept.row().first().event()) {
                    case SessionEvent.TextWritten text -> key(text.block().value());
                    case SessionEvent.ReasoningWritten text -> key(text.block().value());
                    default -> kept.row().first().seq();
                };
        };
    }

    private static long key(String block) {
        return block.hashCode() | Long.MIN_VALUE;
    }
}
