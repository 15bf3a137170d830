package dev.slipway.sqlite;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A SQLite file that many parts share, such as the daemon's own. Every part calls [#migrate] with its tables first,
/// then reads and writes from any thread: the work itself runs on the two platform threads of this database, one
/// that writes and one that reads, so readers do not wait for writers.
public final class Database implements AutoCloseable {
    private static final int CACHE_KIB = 2_048;

    private final Lane writing;
    private final Lane reading;
    private final SqliteFile writer;
    private final SqliteFile reader;

    private Database(Lane writing, Lane reading, SqliteFile writer, SqliteFile reader) {
        this.writing = writing;
        this.reading = reading;
        this.writer = writer;
        this.reader = reader;
    }

    /// Opens the file, or makes it.
    /// @param what the file in a sentence, such as `the daemon's database`
    public static Database open(Path path, String what) {
        Lane writing = new Lane("sqlite-write " + path.getFileName());
        Lane reading = new Lane("sqlite-read " + path.getFileName());
        try {
            SqliteFile writer = writing.call(() -> SqliteFile.open(path, what, SqliteFile.Sync.FULL, CACHE_KIB));
            SqliteFile reader = reading.call(() -> {
                SqliteFile file = SqliteFile.open(path, what, SqliteFile.Sync.FULL, CACHE_KIB);
                file.sql().script("PRAGMA query_only = ON");
                return file;
            });
            return new Database(writing, reading, writer, reader);
        } catch (RuntimeException e) {
            writing.close();
            reading.close();
            throw e;
        }
    }

    /// Brings one owner's tables up to date.
    /// @throws dev.slipway.model.problem.ProblemException if a newer Slipway wrote the file
    public void migrate(Migrations migrations) {
        writing.call(() -> {
            migrations.apply(writer);
            return migrations;
        });
    }

    /// Does the work in one transaction, all of it or none; when this returns it is on disk and survives a power
    /// cut. Work is short: everyone's writes queue behind it.
    public <T extends @Nullable Object> T write(Function<Sql, T> work) {
        return writing.call(() -> writer.transaction(work));
    }

    /// Reads what is committed; each statement sees one state of the file.
    public <T extends @Nullable Object> T read(Function<Sql, T> work) {
        return reading.call(() -> work.apply(reader.sql()));
    }

    /// Waits for what was asked before, then closes the file.
    @Override
    public void close() {
        reading.closeAfter(reader::close);
        writing.closeAfter(writer::close);
    }
}
