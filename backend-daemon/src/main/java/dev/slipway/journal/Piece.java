package dev.slipway.journal;

import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;

/// A piece of live text as it was handed in.
record Piece(BlockId block, BlockKind kind, String parent, String text) implements Pending {}
