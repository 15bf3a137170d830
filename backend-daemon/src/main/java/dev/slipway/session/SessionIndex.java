package dev.slipway.session;

import dev.slipway.model.SessionId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.Json;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The list of sessions and where each projection stood, kept in the daemon's database so that neither listing nor
/// opening a session reads whole journals. It may lag behind the journals, which are the truth: saves are gathered for
/// a moment, and whoever opens a session reads the rest of its journal.
final class SessionIndex {
    private static final Logger LOG = LoggerFactory.getLogger(SessionIndex.class);
    private static final Duration GATHER = Duration.ofMillis(200);
    static final Migrations MIGRATIONS = Migrations.of("session", """
            CREATE TABLE session (
                id TEXT PRIMARY KEY,
                repository TEXT NOT NULL,
                saved_at INTEGER NOT NULL,
                summary TEXT NOT NULL,
                snapshot TEXT NOT NULL
            ) WITHOUT ROWID;
            CREATE INDEX session_repository ON session (repository, id);
            """);

    private final Database database;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private Map<SessionId, Supplier<SessionProjection.Snapshot>> dirty = new LinkedHashMap<>();
    private boolean closed;
    private final Thread writer;

    SessionIndex(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        database.migrate(MIGRATIONS);
        writer = Thread.ofVirtual().name("session-index").start(this::write);
    }

    /// Keeps, soon, how the session stands then.
    void save(SessionId id, Supplier<SessionProjection.Snapshot> session) {
        lock.lock();
        try {
            dirty.put(id, session);
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    Optional<SessionProjection.Snapshot> find(SessionId id) {
        return database.read(sql -> sql.first("SELECT snapshot FROM session WHERE id = ?", row -> row.text(1), id))
                .map(json -> Json.read(json, SessionProjection.Snapshot.class));
    }

    /// When each session was last saved.
    Map<SessionId, Instant> saved() {
        Map<SessionId, Instant> all = new LinkedHashMap<>();
        database.read(sql -> {
            sql.forEach("SELECT id, saved_at FROM session", row -> all.put(new SessionId(row.text(1)), row.instant(2)));
            return all.size();
        });
        return all;
    }

    /// Newest first.
    /// @param before only sessions older than this one
    List<SessionSummary> list(Optional<RepositoryId> repository, Optional<SessionId> before, int limit) {
        String oldest = before.map(SessionId::value).orElse("~");
        List<String> rows = database.read(sql -> repository.isPresent()
                ? sql.list(
                        "SELECT summary FROM session WHERE repository = ? AND id < ? ORDER BY id DESC LIMIT ?",
                        row -> row.text(1),
                        repository.get(),
                        oldest,
                        limit)
                : sql.list(
                        "SELECT summary FROM session WHERE id < ? ORDER BY id DESC LIMIT ?",
                        row -> row.text(1),
                        oldest,
                        limit));
        return rows.stream().map(json -> Json.read(json, SessionSummary.class)).toList();
    }

    /// Saves what is left to save.
    void close() throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            something.signal();
        } finally {
            lock.unlock();
        }
        writer.join();
    }

    private void write() {
        try {
            while (true) {
                Map<SessionId, Supplier<SessionProjection.Snapshot>> batch = take();
                if (batch.isEmpty()) {
                    return;
                }
                save(batch);
            }
        } catch (InterruptedException e) {
            LOG.warn("The session index is written no more: its thread was interrupted");
        }
    }

    private Map<SessionId, Supplier<SessionProjection.Snapshot>> take() throws InterruptedException {
        lock.lock();
        try {
            while (dirty.isEmpty() && !closed) {
                something.await();
            }
            if (!closed) {
                long nanos = GATHER.toNanos();
                while (nanos > 0 && !closed) {
                    nanos = something.awaitNanos(nanos);
                }
            }
            Map<SessionId, Supplier<SessionProjection.Snapshot>> batch = dirty;
            dirty = new LinkedHashMap<>();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void save(Map<SessionId, Supplier<SessionProjection.Snapshot>> batch) {
        Instant now = clock.instant();
        try {
            List<SessionProjection.Snapshot> snapshots =
                    batch.values().stream().map(Supplier::get).toList();
            database.write(sql -> {
                snapshots.forEach(snapshot -> sql.run(
                        "INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?, ?)",
                        snapshot.summary().id(),
                        snapshot.summary().repository(),
                        now,
                        Json.write(snapshot.summary()),
                        Json.write(snapshot)));
                return batch.size();
            });
        } catch (RuntimeException e) {
            // The journals have it all: the next start, or the next change, brings the index up to date.
            LOG.warn("{} sessions could not be saved to the index", batch.size(), e);
        }
    }
}
