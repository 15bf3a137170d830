package dev.slipway.transcript;

import dev.slipway.mirror.LiveBlock;
import dev.slipway.mirror.Replica;
import dev.slipway.mirror.Row;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.SessionEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.collections.ObservableListBase;

/// A window on the transcript, which may have any length: as the reader nears an edge, the window moves. JavaFX's list
/// adds up the heights of all its rows at each layout, so with half a million of them a pulse took 30 ms. Rows are
/// read
/// in pages when they are looked at. What streams stands at the end.
final class Items extends ObservableListBase<Item> {
    private static final int PAGE = 16;
    private static final int PAGES = 256;
    /// Rows in the window when it is new, when it is too long, and by which it moves.
    private static final int WINDOW = 600;

    private static final int MOST = 1_500;
    private static final int STEP = 300;
    /// A call that runs is among the newest rows.
    private static final int LOOK_BACK = 64;

    private final Replica replica;
    private final Map<Integer, List<Row>> pages = new LinkedHashMap<>(PAGES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, List<Row>> eldest) {
            return size() > PAGES;
        }
    };
    private final Map<String, LiveBlock> outputs = new HashMap<>();
    private List<LiveBlock> streaming = List.of();
    private int rows;
    private int start;
    private int end;

    Items(Replica replica) {
        this.replica = replica;
        this.rows = replica.rows();
        this.end = rows;
        this.start = Math.max(0, rows - WINDOW);
        take(replica.live());
    }

    @Override
    public int size() {
        return end - start + (atEnd() ? streaming.size() : 0);
    }

    @Override
    public Item get(int index) {
        int row = start + index;
        if (row >= end) {
            return new Item.Streaming(streaming.get(row - end));
        }
        Row kept = row(row);
        return new Item.Kept(kept, callOf(kept).map(outputs::get));
    }

    /// Whether the window reaches up to the newest row.
    boolean atEnd() {
        return end == rows;
    }

    /// Shows what is new.
    /// @param first the lowest row that is new or changed
    /// @param now   how many rows there are
    void update(int first, int now, List<LiveBlock> live) {
        int before = size();
        boolean wasAtEnd = atEnd();
        int changed = Math.clamp(first, start, end) - start;
        pages.keySet().removeIf(page -> (page + 1) * PAGE > Math.min(first, rows));
        Set<String> calls = new HashSet<>(outputs.keySet());
        rows = now;
        end = wasAtEnd ? now : end;
        take(live);
        calls.addAll(outputs.keySet());
        beginChange();
        int common = Math.min(before, size());
        for (int i = Math.max(0, changed - LOOK_BACK); !calls.isEmpty() && i < Math.min(changed, common); i++) {
            if (start + i < end
                    && callOf(row(start + i)).filter(calls::contains).isPresent()) {
                nextUpdate(i);
            }
        }
        for (int i = changed; i < common; i++) {
            nextUpdate(i);
        }
        if (size() > before) {
            nextAdd(before, size());
        } else if (size() < before) {
            nextRemove(size(), gone(before - size()));
        }
        endChange();
        if (atEnd() && size() > MOST) {
            dropFirst(size() - WINDOW);
        }
    }

    /// Moves the window towards the beginning.
    /// @return by how many rows; 0 when it is there
    int earlier() {
        int step = Math.min(STEP, start);
        if (step == 0) {
            return 0;
        }
        if (size() > MOST) {
            int excess = size() - WINDOW;
            int tail = atEnd() ? streaming.size() : 0;
            beginChange();
            end -= excess - tail;
            nextRemove(size(), gone(excess));
            endChange();
        }
        beginChange();
        start -= step;
        nextAdd(0, step);
        endChange();
        return step;
    }

    /// Moves the window towards the newest row.
    void later() {
        if (atEnd()) {
            return;
        }
        int before = size();
        beginChange();
        end = Math.min(rows, end + STEP);
        nextAdd(before, size());
        endChange();
    }

    /// Moves the window to the newest row.
    void toEnd() {
        if (!atEnd()) {
            int before = size();
            beginChange();
            end = rows;
            start = Math.max(0, rows - WINDOW);
            nextReplace(0, size(), gone(before));
            endChange();
        }
    }

    /// Moves the window so that it holds a row of the transcript.
    /// @return where the row stands in the window
    int toRow(int row) {
        int wanted = Math.clamp(row, 0, Math.max(0, rows - 1));
        if (wanted < start || wanted >= end) {
            int before = size();
            beginChange();
            start = Math.max(0, wanted - WINDOW / 2);
            end = Math.min(rows, start + WINDOW);
            nextReplace(0, size(), gone(before));
            endChange();
        }
        return wanted - start;
    }

    private void dropFirst(int count) {
        beginChange();
        start += count;
        nextRemove(0, gone(count));
        endChange();
    }

    /// Stands for items that left: nobody looks at them.
    private static List<Item> gone(int count) {
        return Collections.nCopies(
                count, new Item.Streaming(new LiveBlock(new BlockId("gone"), BlockKind.TEXT, "", 0, "")));
    }

    private void take(List<LiveBlock> live) {
        outputs.clear();
        List<LiveBlock> own = new ArrayList<>();
        for (LiveBlock block : live) {
            if (block.kind() == BlockKind.TOOL_OUTPUT) {
                outputs.put(block.parent(), block);
            } else {
                own.add(block);
            }
        }
        streaming = List.copyOf(own);
    }

    private Row row(int index) {
        int page = index / PAGE;
        return pages.computeIfAbsent(page, p -> replica.rows(p * PAGE, p * PAGE + PAGE - 1))
                .get(index - page * PAGE);
    }

    private static Optional<String> callOf(Row row) {
        return row.first().event() instanceof SessionEvent.ToolCallRequested requested
                ? Optional.of(requested.call())
                : Optional.empty();
    }
}
