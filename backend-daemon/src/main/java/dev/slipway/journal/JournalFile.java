package dev.slipway.journal;

import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.problem.Problem;
import dev.slipway.sqlite.Migrations;
import dev.slipway.sqlite.SqliteFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The open file of one journal; used on its lane only.
///
/// Table `event` holds the rows. Table `partial` holds the text so far of open blocks, in pieces as it was saved;
/// the transaction that adds the row which ends a block removes them.
final class JournalFile implements AutoCloseable {
    private static final Migrations TABLES = Migrations.of("journal", """
            CREATE TABLE event (
                seq INTEGER PRIMARY KEY,
                at INTEGER NOT NULL,
                type TEXT NOT NULL,
                json TEXT NOT NULL
            );
            CREATE TABLE partial (
                block TEXT NOT NULL,
                start INTEGER NOT NULL,
                units INTEGER NOT NULL,
                kind TEXT NOT NULL,
                parent TEXT NOT NULL,
                text TEXT NOT NULL,
                PRIMARY KEY (block, start)
            ) WITHOUT ROWID;
            """);
    private static final int CACHE_KIB = 256;

    private final SqliteFile file;
    private long bytesSinceCheckpoint;

    /// A row as it is kept.
    record Row(long seq, Instant at, String json) {}

    private JournalFile(SqliteFile file) {
        this.file = file;
        // Bringing the log home syncs the disk: not in the middle of everyone's commits, see Journal.checkpoint.
        file.sql().script("PRAGMA wal_autocheckpoint = 0");
    }

    static JournalFile create(Path path) {
        return new JournalFile(connect(path));
    }

    static JournalFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw gone(path);
        }
        return new JournalFile(connect(path));
    }

    /// Copies what is committed from the write-ahead log into the file, from any platform thread, while the lane
    /// goes on writing.
    static void checkpoint(Path path) {
        try (SqliteFile file = connect(path)) {
            checkpoint(file);
        }
    }

    void checkpoint() {
        checkpoint(file);
        bytesSinceCheckpoint = 0;
    }

    static RuntimeException gone(Path path) {
        return Problem.unavailable("journal-gone", "The journal's file is gone", path + " is not there any more.")
                .withRemedy("Restore it from a backup, then restart the daemon.")
                .toException();
    }

    long last() {
        return file.sql()
                .first("SELECT max(seq) FROM event", row -> row.number(1))
                .orElse(0L);
    }

    /// Adds the rows in one commit.
    void append(List<PendingRows> appends) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        List<@Nullable Object[]> ended = new ArrayList<>();
        for (PendingRows append : appends) {
            for (int i = 0; i < append.envelopes().size(); i++) {
                Envelope envelope = append.envelopes().get(i);
                String json = append.json().get(i);
                rows.add(new @Nullable Object[] {
                    envelope.seq(), envelope.at(), envelope.event().getClass().getSimpleName(), json
                });
                Optional<BlockId> block = envelope.event().ends();
                block.ifPresent(id -> ended.add(new @Nullable Object[] {id}));
                bytesSinceCheckpoint += json.length() + 64L;
            }
        }
        file.transaction(sql -> {
            sql.runEach("INSERT INTO event VALUES (?, ?, ?, ?)", rows);
            if (!ended.isEmpty()) {
                sql.runEach("DELETE FROM partial WHERE block = ?", ended);
            }
            return rows;
        });
    }

    long bytesSinceCheckpoint() {
        return bytesSinceCheckpoint;
    }

    /// Saves pieces of open blocks.
    /// @param starts where the kept text of each block begins; what is saved from before is removed
    void save(List<LiveText> pieces, Map<BlockId, Long> starts) {
        file.transaction(sql -> {
            for (LiveText piece : pieces) {
                String text = piece.text();
                sql.run(
                        "INSERT OR REPLACE INTO partial VALUES (?, ?, ?, ?, ?, ?)",
                        piece.block(),
                        piece.offset(),
                        text.length(),
                        piece.kind(),
                        piece.parent(),
                        text);
                long start = starts.getOrDefault(piece.block(), 0L);
                if (start > 0) {
                    sql.run("DELETE FROM partial WHERE block = ? AND start + units <= ?", piece.block(), start);
                }
                bytesSinceCheckpoint += text.length();
            }
            return pieces;
        });
    }

    /// The text so far of open blocks, oldest piece first; where a piece is missing in between, what comes after it.
    List<LiveText> partial() {
        Map<BlockId, LiveText> found = new LinkedHashMap<>();
        file.sql()
                .forEach(
                        "SELECT block, kind, parent, start, text FROM partial ORDER BY block, start",
                        row -> found.merge(
                                new BlockId(row.text(1)),
                                new LiveText(
                                        new BlockId(row.text(1)),
                                        BlockKind.valueOf(row.text(2)),
                                        row.text(3),
                                        row.number(4),
                                        row.text(5)),
                                JournalFile::join));
        return List.copyOf(found.values());
    }

    /// Rows from a sequence number on, oldest first: at least one if there is one, and about 1 MiB at most.
    List<Row> read(long from, int limit) {
        List<Row> rows = new ArrayList<>();
        long[] bytes = {0};
        file.sql()
                .forEachWhile(
                        "SELECT seq, at, json FROM event WHERE seq >= ? ORDER BY seq LIMIT ?",
                        row -> {
                            String json = row.text(3);
                            rows.add(new Row(row.number(1), row.instant(2), json));
                            bytes[0] += json.length();
                            return bytes[0] < Tail.MAX_BYTES;
                        },
                        from,
                        limit);
        return rows;
    }

    @Override
    public void close() {
        file.close();
    }

    private static LiveText join(LiveText before, LiveText next) {
        return before.end() == next.offset()
                ? new LiveText(
                        before.block(), before.kind(), before.parent(), before.offset(), before.text() + next.text())
                : next;
    }

    private static SqliteFile connect(Path path) {
        String session = String.valueOf(path.getName(path.getNameCount() - 2));
        return SqliteFile.open(path, "the journal of session " + session, SqliteFile.Sync.NORMAL, CACHE_KIB, TABLES);
    }

    private static void checkpoint(SqliteFile file) {
        file.sql().script("PRAGMA wal_checkpoint(PASSIVE)");
    }
}
