package dev.slipway.mirror;

import dev.slipway.model.Pin;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/// A SQLite file: one connection that writes and one that reads, each for one caller at a time; other windows may use
/// the same file. One that is damaged, or written by another version, is put aside and made anew, also while it is in
/// use.
final class Store implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Store.class);

    /// What a file holds.
    /// @param version     of the tables; a file of another one is put aside
    /// @param sql         makes them
    /// @param synchronous whether each change is on disk, not only with the operating system, before it counts
    record Layout(int version, String sql, boolean synchronous) {}

    /// Work on a connection.
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// Saves what it can from a file that was put aside, of another version or damaged.
    interface Rescue {
        /// @param fresh the store that takes its place
        void save(Path aside, Store fresh);
    }

    private interface Attempt<T> {
        T run() throws SQLException;
    }

    private final Path file;
    private final Layout layout;
    private final Rescue rescue;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock reading = new ReentrantLock();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger renewals = new AtomicInteger();
    /// The file that was put aside for one that could not be made yet.
    private @Nullable Path unsaved;
    private @Nullable Object inode;
    private boolean usable;
    private boolean closed;

    @SuppressWarnings("NullAway.Init")
    private Connection writer;

    @SuppressWarnings("NullAway.Init")
    private Connection reader;

    Store(Path file, Layout layout, Rescue rescue) {
        this.file = file;
        this.layout = layout;
        this.rescue = rescue;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Optional<Path> aside = putAsideUnlessOurs();
            begin();
            aside.ifPresent(other -> rescue.save(other, this));
        } catch (SQLException | IOException e) {
            throw problem(e).toException(e);
        }
    }

    /// Runs `work` in a transaction; once more if the file was damaged, on the one that takes its place.
    <T> T write(Work<T> work) {
        return onWhole(() -> inTransaction(work));
    }

    /// Runs `work` in a transaction of its own for each statement; once more if the file was damaged.
    <T> T read(Work<T> work) {
        return onWhole(() -> asItIs(work));
    }

    private <T> T onWhole(Attempt<T> attempt) {
        int asOf = renewals.get();
        try {
            return attempt.run();
        } catch (SQLException e) {
            if (!madeAnew(e, asOf)) {
                throw problem(e).toException(e);
            }
        }
        try {
            return attempt.run();
        } catch (SQLException e) {
            throw problem(e).toException(e);
        }
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        writing.lock();
        try {
            // One that first reads must not find, when it writes, that another window was faster.
            run("BEGIN IMMEDIATE");
            T result = work.on(writer);
            run("COMMIT");
            return result;
        } catch (SQLException | RuntimeException e) {
            try {
                run("ROLLBACK");
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
            throw e;
        } finally {
            writing.unlock();
        }
    }

    private <T> T asItIs(Work<T> work) throws SQLException {
        reading.lock();
        try {
            return work.on(reader);
        } finally {
            reading.unlock();
        }
    }

    <T> List<T> all(String sql, Reader<T> rowReader, Object... arguments) {
        return read(connection -> all(connection, sql, rowReader, arguments));
    }

    static <T> List<T> all(Connection connection, String sql, Reader<T> rowReader, Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rowReader.read(rows));
            }
            return found;
        }
    }

    <T> Optional<T> one(String sql, Reader<T> rowReader, Object... arguments) {
        return all(sql, rowReader, arguments).stream().findFirst();
    }

    static <T> Optional<T> one(Connection connection, String sql, Reader<T> rowReader, Object... arguments)
            throws SQLException {
        return all(connection, sql, rowReader, arguments).stream().findFirst();
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

    private void begin() throws SQLException, IOException {
        writer = open();
        inTransaction(this::migrate);
        reader = open();
        inode = inode();
        usable = true;
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Reads rows of a file that may be damaged, as far as it can be read.
    static <T> List<T> salvage(Path file, String sql, Reader<T> rowReader) {
        List<T> saved = new ArrayList<>();
        try (Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                saved.add(rowReader.read(rows));
            }
        } catch (SQLException | ProblemException e) {
            log.warn(
                    "Only {} of what «{}» asks for could be read from {}: {}", saved.size(), sql, file, e.getMessage());
        }
        return saved;
    }

    /// Another connection, for who reads for long; the caller closes it.
    Connection another() throws SQLException {
        Connection connection = open();
        connection.setAutoCommit(false);
        return connection;
    }

    private Connection open() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(
                layout.synchronous() ? SQLiteConfig.SynchronousMode.FULL : SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(10_000);
        config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, "268435456");
        // A transaction is begun and ended in so many words: else the driver begins the next one with the end of each.
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private Optional<Path> putAsideUnlessOurs() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        int version;
        try (Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + file)) {
            version = version(connection);
            one(connection, "SELECT count(*) FROM sqlite_schema", row -> row.getInt(1));
        } catch (SQLException e) {
            if (!damaged(e)) {
                throw problem(e).toException(e);
            }
            version = -1;
        }
        return version == layout.version() || version == 0
                ? Optional.empty()
                : Optional.of(putAside(version < 0 ? "damaged" : "v" + version));
    }

    private Path putAside(String mark) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + "." + mark);
        log.warn("{} is of another version or damaged; it is put aside as {} and made anew", file, aside.getFileName());
        for (String part : List.of("", "-wal", "-shm")) {
            Path from = Path.of(file + part);
            if (Files.exists(from)) {
                Files.move(from, Path.of(aside + part), StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(Path.of(aside + part));
            }
        }
        return aside;
    }

    private int migrate(Connection connection) throws SQLException {
        if (version(connection) == 0) {
            for (String sql : layout.sql().split(";\\s*\n", 0)) {
                change(connection, sql);
            }
            run("PRAGMA user_version = " + layout.version());
        }
        return layout.version();
    }

    private static int version(Connection connection) throws SQLException {
        return one(connection, "PRAGMA user_version", row -> row.getInt(1)).orElse(0);
    }

    /// How often the file was made anew.
    int renewals() {
        return renewals.get();
    }

    /// Calls, on a thread of its own, whenever the file was damaged and what was in it is gone.
    Pin onRenewal(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// What a reader throws who sees that the file has not kept what it was given.
    static SQLException damage(String what) {
        return new SQLException("The file is damaged: " + what, "", SQLiteErrorCode.SQLITE_CORRUPT.code);
    }

    /// If a failure shows that the file is damaged, has a whole one take its place.
    /// @param asOf how often it had been made anew when that was begun
    /// @return whether to try again
    boolean madeAnew(SQLException e, int asOf) {
        writing.lock();
        reading.lock();
        try {
            if (closed || (usable && !damaged(e))) {
                return false;
            }
            if (usable && renewals.get() != asOf) {
                return true;
            }
            usable = false;
            renew();
        } catch (SQLException | IOException again) {
            e.addSuppressed(again);
            return false;
        } finally {
            reading.unlock();
            writing.unlock();
        }
        Thread.ofPlatform().daemon().name("made-anew").start(this::tell);
        return true;
    }

    private void tell() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (ProblemException e) {
                log.warn("After {} was made anew: {}", file, e.getMessage());
            }
        }
    }

    private void renew() throws SQLException, IOException {
        for (Connection connection : List.of(reader, writer)) {
            try {
                connection.close();
            } catch (SQLException e) {
                log.debug("A connection to the damaged {} could not be closed", file, e);
            }
        }
        // Another window may have made it anew already.
        if (unsaved == null && Files.exists(file) && Objects.equals(inode, inode())) {
            unsaved = putAside("damaged");
        }
        begin();
        renewals.incrementAndGet();
        if (unsaved != null) {
            rescue.save(unsaved, this);
            unsaved = null;
        }
    }

    private @Nullable Object inode() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static boolean damaged(SQLException e) {
        int code = e.getErrorCode() & 0xff;
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    static Problem problem(Exception e) {
        if (e instanceof SQLException sql && (sql.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_FULL.code) {
            return Problem.unavailable(
                            "disk-full", "The disk is full", "What is new can't be kept on this computer any more.")
                    .withRemedy("Make room on the disk; Slipway goes on by itself then.");
        }
        return Problem.unavailable("replica-broken", "The local copy can't be used", String.valueOf(e.getMessage()))
                .withRemedy("Make room on the disk, or delete the folder of the local copies: all is fetched again.");
    }

    @Override
    public void close() {
        writing.lock();
        reading.lock();
        try {
            closed = true;
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
