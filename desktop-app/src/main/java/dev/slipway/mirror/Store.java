package dev.slipway.mirror;

import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The SQLite file of a mirror: one connection that writes and one that reads, each for one caller at a time. What is
/// in
/// it can be fetched again, but for drafts and waiting prompts; so it is synced lazily.
final class Store implements AutoCloseable {
    private static final int VERSION = 2;
    private static final String SCHEMA = """
            CREATE TABLE session (
              number  INTEGER PRIMARY KEY,
              id      TEXT NOT NULL UNIQUE,
              summary TEXT,
              seen    INTEGER NOT NULL DEFAULT 0,
              rows    INTEGER NOT NULL DEFAULT 0
            );
            CREATE TABLE event (
              session INTEGER NOT NULL,
              seq     INTEGER NOT NULL,
              line    INTEGER,
              key     TEXT,
              json    TEXT NOT NULL,
              PRIMARY KEY (session, seq)
            );
            CREATE INDEX event_line ON event (session, line) WHERE line IS NOT NULL;
            CREATE INDEX event_key ON event (session, key) WHERE key IS NOT NULL;
            CREATE TABLE draft (session TEXT PRIMARY KEY, text TEXT NOT NULL);
            CREATE TABLE outbox (id TEXT PRIMARY KEY, session TEXT NOT NULL, prompt TEXT NOT NULL, at TEXT NOT NULL);
            """;

    /// What became of a prompt that waits: it may have been sent, refused or taken back.
    private static final String SINCE_2 = """
            ALTER TABLE outbox ADD COLUMN state TEXT NOT NULL DEFAULT 'WAITING';
            ALTER TABLE outbox ADD COLUMN tried INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE outbox ADD COLUMN refusal TEXT;
            """;

    /// Work on a connection.
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection writer;
    private final Connection reader;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock reading = new ReentrantLock();

    Store(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            putAsideIfForeign(file);
            writer = open(file);
            migrate();
            reader = open(file);
        } catch (SQLException | IOException e) {
            throw problem(e).toException(e);
        }
    }

    /// Runs `work` in a transaction.
    <T> T write(Work<T> work) {
        writing.lock();
        try {
            T result = work.on(writer);
            writer.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            throw e instanceof RuntimeException unchecked
                    ? unchecked
                    : problem(e).toException(e);
        } finally {
            writing.unlock();
        }
    }

    <T> T read(Work<T> work) {
        reading.lock();
        try {
            T result = work.on(reader);
            // Else the next reader would see the file as it was at this one.
            reader.commit();
            return result;
        } catch (SQLException e) {
            throw problem(e).toException(e);
        } finally {
            reading.unlock();
        }
    }

    <T> List<T> all(String sql, Reader<T> rowReader, Object... arguments) {
        return read(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, arguments);
                    ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(rowReader.read(rows));
                }
                return found;
            }
        });
    }

    <T> Optional<T> one(String sql, Reader<T> rowReader, Object... arguments) {
        return all(sql, rowReader, arguments).stream().findFirst();
    }

    int change(String sql, Object... arguments) {
        return write(connection -> change(connection, sql, arguments));
    }

    static int change(Connection connection, String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    private static Connection open(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = NORMAL");
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.execute("PRAGMA mmap_size = 268435456");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    private static void putAsideIfForeign(Path file) throws SQLException, IOException {
        if (!Files.exists(file)) {
            return;
        }
        int version;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            version = version(connection);
        }
        if (version > VERSION) {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".v" + version),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void migrate() throws SQLException {
        int version = version(writer);
        if (version < VERSION) {
            try (Statement statement = writer.createStatement()) {
                for (String sql : ((version < 1 ? SCHEMA : "") + SINCE_2).split(";\\s*\n", 0)) {
                    statement.execute(sql);
                }
                statement.execute("PRAGMA user_version = " + VERSION);
            }
        }
        writer.commit();
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }

    private void rollBack(Exception cause) {
        try {
            writer.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static Problem problem(Exception e) {
        return Problem.unavailable("replica-broken", "The local copy can't be used", String.valueOf(e.getMessage()))
                .withRemedy("Make room on the disk, or delete the folder of the local copies: all is fetched again.");
    }

    @Override
    public void close() {
        writing.lock();
        reading.lock();
        try {
            reader.close();
            writer.close();
        } catch (SQLException e) {
            throw problem(e).toException(e);
        } finally {
            reading.unlock();
            writing.unlock();
        }
    }
}
