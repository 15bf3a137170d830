package dev.slipway.journal;

import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.LiveText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The text of a block while it streams. Positions are UTF-16 units from the block's start. Of tool output only the
/// newest part is kept. Guarded by the journal's lock.
final class OpenBlock {
    /// What is kept of tool output at least, in UTF-16 units.
    static final int KEPT = 256 * 1024;

    /// Room over [#KEPT] before the front is cut, so that a flood of small pieces does not move the text each time.
    private static final int SLACK = 64 * 1024;

    private final BlockId id;
    private final BlockKind kind;
    private final String parent;
    private final StringBuilder text = new StringBuilder();
    private long start;
    private long saved;

    /// @param start where the text that is known begins
    OpenBlock(BlockId id, BlockKind kind, String parent, long start) {
        this.id = id;
        this.kind = kind;
        this.parent = parent;
        this.start = start;
        this.saved = start;
    }

    void add(String piece) {
        text.append(piece);
        if (kind == BlockKind.TOOL_OUTPUT && text.length() > KEPT + SLACK) {
            int cut = text.length() - KEPT;
            cut += Character.isLowSurrogate(text.charAt(cut)) ? 1 : 0;
            text.delete(0, cut);
            start += cut;
        }
    }

    /// Where the text ends, without a last character of which only the first half has come.
    long end() {
        int length = text.length();
        boolean half = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
        return start + length - (half ? 1 : 0);
    }

    /// What is kept from a position on; null if that is nothing.
    @Nullable LiveText since(long position) {
        long from = Math.max(position, start);
        long end = end();
        return from >= end
                ? null
                : new LiveText(id, kind, parent, from, text.substring((int) (from - start), (int) (end - start)));
    }

    /// What the file does not have yet.
    Optional<Unsaved> unsaved() {
        @Nullable LiveText text = since(saved);
        return text == null ? Optional.empty() : Optional.of(new Unsaved(text, start));
    }

    void saved(long upTo) {
        saved = Math.max(saved, upTo);
    }

    /// @param start where the text begins that is kept; what was saved from before is of no use
    record Unsaved(LiveText text, long start) {}
}
