package dev.slipway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What one journal was told, to compare it with what it tells. One thread writes; any may compare.
final class Truth {
    private static final int LONGEST_PIECE = 40;

    private final Journal journal;
    private final Random random;
    private final List<Envelope> rows = new ArrayList<>();
    private final Map<BlockId, StringBuilder> blocks = new HashMap<>();
    private final Map<BlockId, List<Piece>> pieces = new HashMap<>();
    private final List<BlockId> open = new ArrayList<>();
    private int nextBlock;

    /// @param start where it begins in its block
    /// @param rows  how many rows were appended before it
    private record Piece(long start, long rows) {}

    Truth(Journal journal, Random random) {
        this.journal = journal;
        this.random = random;
    }

    /// The same truth about the journal after a restart.
    Truth(Journal journal, Truth before) {
        this(journal, before.random);
        rows.addAll(before.rows);
        blocks.putAll(before.blocks);
        pieces.putAll(before.pieces);
        open.addAll(before.open);
        nextBlock = before.nextBlock;
    }

    /// Streams a piece into an open or a new block.
    void stream() {
        BlockId block;
        String piece = randomText();
        synchronized (this) {
            if (open.isEmpty() || (open.size() < 3 && random.nextInt(10) == 0)) {
                block = new BlockId("b" + nextBlock++);
                open.add(block);
            } else {
                block = open.get(random.nextInt(open.size()));
            }
            StringBuilder text = blocks.computeIfAbsent(block, _ -> new StringBuilder());
            pieces.computeIfAbsent(block, _ -> new ArrayList<>()).add(new Piece(text.length(), rows.size()));
            text.append(piece);
        }
        journal.stream(block, BlockKind.TEXT, "", piece);
    }

    /// Appends some rows, one of which may end a block.
    Appended append() {
        List<SessionEvent> events = new ArrayList<>();
        synchronized (this) {
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                events.add(
                        open.isEmpty() || random.nextInt(3) > 0
                                ? Events.started("call-" + rows.size() + "-" + i)
                                : ending(open.remove(random.nextInt(open.size()))));
            }
            // Rows count as told before a reader can see them.
            Appended appended = journal.append(events);
            rows.addAll(appended.envelopes());
            return appended;
        }
    }

    private SessionEvent ending(BlockId block) {
        return Events.written(block, String.valueOf(blocks.get(block)));
    }

    private String randomText() {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(LONGEST_PIECE);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextInt(20) == 0 ? 0x1F6A2 : 'a' + random.nextInt(26));
        }
        return text.toString();
    }

    synchronized long last() {
        return rows.size();
    }

    synchronized Map<BlockId, String> openTexts() {
        Map<BlockId, String> texts = new LinkedHashMap<>();
        open.forEach(block -> texts.put(block, String.valueOf(blocks.get(block))));
        return texts;
    }

    synchronized List<Envelope> rowsFrom(long seq) {
        return List.copyOf(rows.subList((int) Math.min(rows.size(), seq - 1), rows.size()));
    }

    /// How many rows were appended before the newest piece of a block's beginning.
    synchronized long rowsBefore(BlockId block, long length) {
        return pieces.getOrDefault(block, List.of()).stream()
                .filter(piece -> piece.start() < length)
                .mapToLong(Piece::rows)
                .max()
                .orElse(0);
    }

    synchronized String textOf(BlockId block) {
        return String.valueOf(blocks.get(block));
    }

    /// What one subscriber has understood so far.
    final class View {
        private final long from;
        private final List<Envelope> seen = new ArrayList<>();
        private final Map<BlockId, String> live = new HashMap<>();

        View(long from) {
            this.from = from;
        }

        /// Takes a batch, and fails if it does not fit to what came before.
        void take(Batch batch) {
            for (Envelope row : batch.events()) {
                assertThat(row.seq()).isEqualTo(from + seen.size());
                seen.add(row);
                row.event().ends().ifPresent(live::remove);
            }
            for (LiveText piece : batch.live()) {
                String before = live.getOrDefault(piece.block(), "");
                assertThat(piece.offset()).as("offset in %s", piece.block()).isEqualTo(before.length());
                String now = before + piece.text();
                assertThat(textOf(piece.block())).startsWith(now);
                assertThat(rowsBefore(piece.block(), now.length()))
                        .as("rows before the text of %s", piece.block())
                        .isLessThan(from + seen.size());
                live.put(piece.block(), now);
            }
        }

        /// Fails if this is not all there is, now that nothing is under way.
        void assertComplete() {
            assertThat(seen).isEqualTo(rowsFrom(from));
            assertThat(live).isEqualTo(openTexts());
        }

        List<Envelope> seen() {
            return seen;
        }
    }
}
