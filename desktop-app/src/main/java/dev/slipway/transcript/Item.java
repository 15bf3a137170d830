package dev.slipway.transcript;

import dev.slipway.mirror.LiveBlock;
import dev.slipway.mirror.Row;
import java.util.Optional;

/// What a line of the transcript shows.
public sealed interface Item {
    /// @param output what the tool call of this row writes just now
    record Kept(Row row, Optional<LiveBlock> output) implements Item {}

    /// Text that has no row yet.
    record Streaming(LiveBlock block) implements Item {}
}
