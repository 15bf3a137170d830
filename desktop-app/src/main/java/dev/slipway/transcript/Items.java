package dev.slipway.transcript;

import dev.slipway.mirror.LiveBlock;
import dev.slipway.mirror.Replica;
import dev.slipway.mirror.Row;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.SessionEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.collections.ObservableListBase;
import org.jspecify.annotations.Nullable;

/// The transcript as a list of any length: rows are read in pages when they are looked at, and a few hundred pages are
/// kept. What streams stands at its end.
final class Items extends ObservableListBase<Item> {
    private static final int PAGE = 16;
    private static final int PAGES = 256;
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

    Items(Replica replica) {
        this.replica = replica;
        this.rows = replica.rows();
        take(replica.live());
    }

    @Override
    public int size() {
        return rows + streaming.size();
    }

    @Override
    public Item get(int index) {
        if (index >= rows) {
            return new Item.Streaming(streaming.get(index - rows));
        }
        @Nullable Row row = row(index);
        if (row == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return new Item.Kept(row, callOf(row).map(outputs::get));
    }

    /// Shows what is new.
    /// @param first the lowest row that is new or changed
    /// @param now   how many rows there are
    void update(int first, int now, List<LiveBlock> live) {
        int before = size();
        int changed = Math.min(first, rows);
        pages.keySet().removeIf(page -> (page + 1) * PAGE > changed);
        List<String> calls = new ArrayList<>(outputs.keySet());
        rows = now;
        take(live);
        calls.addAll(outputs.keySet());
        beginChange();
        int common = Math.min(before, size());
        if (!calls.isEmpty()) {
            for (int i = Math.max(0, Math.min(changed, now) - LOOK_BACK); i < Math.min(changed, common); i++) {
                if (i < rows
                        && get(i) instanceof Item.Kept kept
                        && callOf(kept.row()).filter(calls::contains).isPresent()) {
                    nextUpdate(i);
                }
            }
        }
        for (int i = changed; i < common; i++) {
            nextUpdate(i);
        }
        if (size() > before) {
            nextAdd(before, size());
        } else if (size() < before) {
            List<Item> gone = new ArrayList<>();
            for (int i = size(); i < before; i++) {
                gone.add(new Item.Streaming(
                        new LiveBlock(new dev.slipway.model.event.BlockId("gone"), BlockKind.TEXT, "", 0, "")));
            }
            nextRemove(size(), gone);
        }
        endChange();
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

    private @Nullable Row row(int index) {
        int page = index / PAGE;
        List<Row> kept = pages.computeIfAbsent(page, p -> replica.rows(p * PAGE, p * PAGE + PAGE - 1));
        int at = index - page * PAGE;
        return at < kept.size() ? kept.get(at) : null;
    }

    private static Optional<String> callOf(Row row) {
        return row.first().event() instanceof SessionEvent.ToolCallRequested requested
                ? Optional.of(requested.call())
                : Optional.empty();
    }
}
