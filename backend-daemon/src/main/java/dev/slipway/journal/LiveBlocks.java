package dev.slipway.journal;

import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.LiveText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The open blocks of a journal, oldest first. Guarded by the journal's lock.
final class LiveBlocks {
    /// How many ended blocks are remembered, so that a late piece does not open one again.
    private static final int REMEMBERED = 256;

    private final Map<BlockId, OpenBlock> open = new LinkedHashMap<>();
    private final Set<BlockId> ended = new LinkedHashSet<>();
    private long version;
    private Mark mark = new Mark(0, Map.of());

    /// How far a reader has read all open blocks.
    /// @param version grows with each change; equal versions mean equal marks
    record Mark(long version, Map<BlockId, Long> ends) {
        /// Of a reader that has seen no live text.
        static final Mark NONE = new Mark(-1, Map.of());
    }

    /// @return whether the text changed
    boolean add(Piece piece) {
        if (ended.contains(piece.block()) || piece.text().isEmpty()) {
            return false;
        }
        open.computeIfAbsent(piece.block(), id -> new OpenBlock(id, piece.kind(), piece.parent(), 0))
                .add(piece.text());
        version++;
        return true;
    }

    /// Takes a block as the file has it.
    void restore(LiveText text) {
        OpenBlock block = new OpenBlock(text.block(), text.kind(), text.parent(), text.offset());
        block.add(text.text());
        block.saved(text.end());
        open.put(text.block(), block);
        version++;
    }

    void end(BlockId id) {
        if (open.remove(id) != null) {
            version++;
        }
        if (ended.add(id) && ended.size() > REMEMBERED) {
            ended.remove(ended.iterator().next());
        }
    }

    List<OpenBlock.Unsaved> unsaved() {
        return open.values().stream().flatMap(block -> block.unsaved().stream()).toList();
    }

    /// Notes that the file has a block up to the end of this piece.
    void saved(LiveText piece) {
        OpenBlock block = open.get(piece.block());
        if (block != null) {
            block.saved(piece.end());
        }
    }

    /// What a reader at this mark has not seen.
    List<LiveText> since(Mark seen) {
        if (seen.version() == version || open.isEmpty()) {
            return List.of();
        }
        List<LiveText> texts = new ArrayList<>(open.size());
        open.forEach((id, block) -> {
            @Nullable LiveText text = block.since(seen.ends().getOrDefault(id, 0L));
            if (text != null) {
                texts.add(text);
            }
        });
        return List.copyOf(texts);
    }

    /// The mark of a reader that has seen everything.
    Mark mark() {
        if (mark.version() != version) {
            Map<BlockId, Long> ends = new HashMap<>();
            open.forEach((id, block) -> ends.put(id, block.end()));
            mark = new Mark(version, Map.copyOf(ends));
        }
        return mark;
    }

    /// Lets go of what an idle journal does not need.
    void rest() {
        ended.clear();
    }
}
