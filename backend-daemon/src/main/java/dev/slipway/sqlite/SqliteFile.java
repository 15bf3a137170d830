package dev.slipway.sqlite;

import dev.slipway.model.problem.ProblemException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/// One connection to a SQLite file, for one platform thread. [Database] is what most want; a journal, of which
/// hundreds share a few threads, uses this.
///
/// While a file is open in this process, nothing else in the process may open and close it by other means: POSIX
/// would then drop SQLite's locks on it.
public final class SqliteFile implements AutoCloseable {
    /// How long to wait for another process (a backup, someone's `sqlite3`) that holds the file, in milliseconds.
    private static final int BUSY_MILLIS = 5_000;

    private final Path path;
    private final String what;
    private final Connection connection;
    private final Sql sql;

    private SqliteFile(Path path, String what, Connection connection) {
        this.path = path;
        this.what = what;
        this.connection = connection;
        this.sql = new Sql(connection, this);
    }

    /// How much of a commit is on disk when it returns.
    public enum Sync {
        /// Survives a killed process, though not a power cut; the file stays whole in either case.
        NORMAL,
        /// Survives a power cut.
        FULL
    }

    /// Opens the file, makes it if it is not there, and brings its tables up to date.
    /// @param what      the file in a sentence, such as `the daemon's database`
    /// @param cacheKiB  at most this much memory for pages
    public static SqliteFile open(Path path, String what, Sync sync, int cacheKiB, Migrations... migrations) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(
                sync == Sync.FULL ? SQLiteConfig.SynchronousMode.FULL : SQLiteConfig.SynchronousMode.NORMAL);
        config.setCacheSize(-cacheKiB);
        config.enforceForeignKeys(true);
        Properties properties = config.toProperties();
        @Nullable SqliteFile file = null;
        try {
            // As a URI, so that a question mark in a directory's name does not begin its parameters.
            String url = "jdbc:sqlite:file:" + path.toAbsolutePath().toUri().getRawPath();
            file = new SqliteFile(path, what, JDBC.createConnection(url, properties));
            for (Migrations each : migrations) {
                each.apply(file);
            }
            return file;
        } catch (SQLException e) {
            throw SqliteProblems.of(e, path, what);
        } catch (RuntimeException e) {
            if (file != null) {
                file.close();
            }
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    /// The file in a sentence.
    public String what() {
        return what;
    }

    public Sql sql() {
        return sql;
    }

    /// Does all of the work or none of it.
    public <T extends @Nullable Object> T transaction(Function<Sql, T> work) {
        sql.script("BEGIN IMMEDIATE");
        boolean done = false;
        try {
            T result = work.apply(sql);
            sql.script("COMMIT");
            done = true;
            return result;
        } finally {
            if (!done) {
                rollBack();
            }
        }
    }

    /// Closes the connection; the last one to a file brings its write-ahead log home and removes it.
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw problemOf(e);
        }
    }

    ProblemException problemOf(SQLException e) {
        return SqliteProblems.of(e, path, what);
    }

    private void rollBack() {
        try {
            sql.script("ROLLBACK");
        } catch (ProblemException e) {
            // SQLite has rolled back by itself, as it does when the disk is full; the first error is the one to tell.
        }
    }
}
