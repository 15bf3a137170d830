package dev.slipway.mirror;

import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.LiveText;

/// Text that streams just now, as far as it is known.
/// @param parent  the tool call that it belongs to, else empty text
/// @param missing characters of the block before `text` that were left out
/// @param text    its newest part
public record LiveBlock(BlockId block, BlockKind kind, String parent, long missing, String text) {

    static LiveBlock begin(LiveText piece) {
        return new LiveBlock(piece.block(), piece.kind(), piece.parent(), piece.offset(), piece.text());
    }

    /// With one more piece: it may follow, begin earlier (then it replaces what it overlaps), or leave a gap.
    LiveBlock with(LiveText piece) {
        long end = missing + text.length();
        if (piece.offset() > end || piece.offset() < missing) {
            return begin(piece);
        }
        String kept = piece.offset() == end ? text : text.substring(0, (int) (piece.offset() - missing));
        return new LiveBlock(block, kind, parent, missing, kept + piece.text());
    }
}
