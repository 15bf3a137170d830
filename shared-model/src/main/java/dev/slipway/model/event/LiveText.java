package dev.slipway.model.event;

/// Text that streams between two rows of a journal. Never a row itself: the row that ends the block carries the whole.
/// @param offset where in the block this piece begins, in UTF-16 units from the block's start; a reader that has
///               seen less than that has missed what was too much to keep (only tool output is cut so)
/// @param parent the tool call whose output or arguments these are, else empty text
public record LiveText(BlockId block, BlockKind kind, String parent, long offset, String text) {

    /// Where the next piece begins.
    public long end() {
        return offset + text.length();
    }
}
