package dev.slipway.transcript;

import dev.slipway.flow.RowFlow;
import dev.slipway.mirror.LiveBlock;
import dev.slipway.mirror.Replica;
import dev.slipway.mirror.Row;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.SessionEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/// The transcript's rows, of any number, by the numbers that the replica gives them; what streams stands after the
/// last. They are read in pages when they are looked at, and the pages beside these beforehand, in the background.
final class Items implements RowFlow.Rows<Item> {
    private static final int PAGE = 16;
    private static final int PAGES = 256;
    /// A call that runs is among the newest rows.
    private static final int LOOK_BACK = 64;
    static final Item NOTHING = new Item.Streaming(new LiveBlock(new BlockId("nothing"), BlockKind.TEXT, "", 0, ""));

    /// Hears which rows are not as they were, the last one excluded.
    interface Listener {
        void changed(int from, int to);
    }

    private final Replica replica;
    private final Executor background;
    private final Executor window;
    private final Map<Integer, Map<Integer, Row>> pages = new LinkedHashMap<>(PAGES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Map<Integer, Row>> eldest) {
            return size() > PAGES;
        }
    };
    private final Set<Integer> asked = new HashSet<>();
    private final Map<String, LiveBlock> outputs = new HashMap<>();
    private List<LiveBlock> streaming = List.of();
    private Listener listener = (_, _) -> {};
    private int first;
    private int rows;
    private int changes;

    /// @param background reads pages before they are looked at
    /// @param window     brings them to the thread on which all else is called
    Items(Replica replica, Executor background, Executor window) {
        this.replica = replica;
        this.background = background;
        this.window = window;
        this.first = replica.first();
        this.rows = replica.end();
        take(replica.live());
    }

    void onChange(Listener hearing) {
        listener = hearing;
    }

    boolean isEmpty() {
        return end() == first();
    }

    @Override
    public int first() {
        return first;
    }

    @Override
    public int end() {
        return rows + streaming.size();
    }

    /// As many as there are to so many events among those that are here.
    @Override
    public int expected() {
        long low = replica.low();
        long events = replica.last() - low + 1;
        return low <= 1 || events <= 0 ? 0 : (int) ((low - 1) * (rows - first) / events);
    }

    @Override
    public Item get(int row) {
        if (row >= rows) {
            return row - rows < streaming.size() ? new Item.Streaming(streaming.get(row - rows)) : NOTHING;
        }
        Optional<Row> found = row(row);
        return found.<Item>map(kept -> new Item.Kept(
                        kept,
                        calls(kept).map(outputs::get).filter(Objects::nonNull).findFirst()))
                .orElse(NOTHING);
    }

    /// Shows what came before the first row.
    /// @param lowest  the number of what is the first row now
    /// @param changed rows after it that are not as they were
    void prepend(int lowest, Set<Integer> changed) {
        if (lowest < first) {
            int before = first;
            // It may have been read while only a part of it was here.
            pages.remove(Math.floorDiv(before, PAGE));
            changes++;
            asked.clear();
            first = lowest;
            listener.changed(lowest, before);
        }
        for (int row : changed) {
            pages.remove(Math.floorDiv(row, PAGE));
            listener.changed(row, row + 1);
        }
    }

    /// Shows what is new.
    /// @param from   the lowest row that is new or changed
    /// @param lowest the number of the first row
    /// @param now    one more than that of the last
    void update(int from, int lowest, int now, List<LiveBlock> live) {
        int before = end();
        int formerly = first;
        // Rows that are gone were another journal's: the numbers will be given again.
        boolean anew = lowest > first || now < rows;
        pages.keySet().removeIf(page -> anew || (page + 1) * PAGE > Math.min(from, rows));
        changes++;
        asked.clear();
        Map<String, LiveBlock> had = Map.copyOf(outputs);
        first = lowest;
        rows = now;
        take(live);
        Set<String> calls = new HashSet<>(had.keySet());
        calls.addAll(outputs.keySet());
        calls.removeIf(call -> Objects.equals(had.get(call), outputs.get(call)));
        int least = Math.min(Math.min(from, rows), before);
        for (int row = Math.max(first, rows - LOOK_BACK); !calls.isEmpty() && row < least; row++) {
            if (row(row).stream().flatMap(Items::calls).anyMatch(calls::contains)) {
                listener.changed(row, row + 1);
            }
        }
        listener.changed(anew ? Math.min(formerly, lowest) : least, Math.max(before, end()));
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

    private Optional<Row> row(int row) {
        int page = Math.floorDiv(row, PAGE);
        Map<Integer, Row> kept = pages.get(page);
        if (kept == null) {
            kept = read(page);
            pages.put(page, kept);
        }
        prefetch(page - 1);
        prefetch(page + 1);
        return Optional.ofNullable(kept.get(row));
    }

    private void prefetch(int page) {
        boolean outside = (page + 1) * PAGE <= first || page * PAGE >= rows;
        if (outside || pages.containsKey(page) || !asked.add(page)) {
            return;
        }
        int asOf = changes;
        background.execute(() -> {
            Map<Integer, Row> kept = read(page);
            window.execute(() -> {
                if (asOf == changes) {
                    asked.remove(page);
                    pages.putIfAbsent(page, kept);
                }
            });
        });
    }

    private Map<Integer, Row> read(int page) {
        Map<Integer, Row> kept = new HashMap<>();
        replica.rows(page * PAGE, page * PAGE + PAGE - 1).forEach(row -> kept.put(row.index(), row));
        return kept;
    }

    private static Stream<String> calls(Row row) {
        return row.events().stream()
                .map(envelope -> envelope.event())
                .filter(SessionEvent.ToolCallRequested.class::isInstance)
                .map(event -> ((SessionEvent.ToolCallRequested) event).call());
    }
}
