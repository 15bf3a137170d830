package dev.slipway.session;

import dev.slipway.model.SessionId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.Json;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    /// Rows of a session are on their way to its file.
    private static final Duration UNTIL_WRITTEN = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration FILE_TIMES = Duration.ofMillis(50);
    static final Migrations MIGRATIONS = Migrations.of("session", """
            CREATE TABLE session (
                id TEXT PRIMARY KEY,
                repository TEXT NOT NULL,
                saved_at INTEGER NOT NULL,
                summary TEXT NOT NULL,
                snapshot TEXT NOT NULL
            ) WITHOUT ROWID;
            CREATE INDEX session_repository ON session (repository, id);
            """, """
            ALTER TABLE session ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE session ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE session ADD COLUMN people TEXT NOT NULL DEFAULT '';
            ALTER TABLE session ADD COLUMN words TEXT NOT NULL DEFAULT '';
            UPDATE session SET
                updated_at = coalesce(CAST(unixepoch(summary ->> '$.updatedAt', 'subsec') * 1e6 AS INTEGER), saved_at),
                people = ' ' || (summary ->> '$.creator.user') || ' ' || coalesce((
                    SELECT group_concat(value ->> '$.user', ' ') FROM json_each(summary, '$.prompters')), '') || ' ',
                words = lower((summary ->> '$.title') || ' ' || (summary ->> '$.branch') || ' ' || repository || ' ' ||
                    (summary ->> '$.creator.name') || ' ' || coalesce((
                    SELECT group_concat(value ->> '$.name', ' ') FROM json_each(summary, '$.prompters')), ''));
            CREATE INDEX session_updated ON session (updated_at, id);
            """);

    /// A session that is to be saved.
    /// @param since the first change that is not saved
    /// @param nanos when that was
    private record Due(long since, long nanos, Supplier<SessionActor.Standing> session) {
        Due orEarlier(Due other) {
            return other.since < since ? new Due(other.since, other.nanos, session) : this;
        }

        boolean isStuck() {
            return System.nanoTime() - nanos > PATIENCE.toNanos();
        }
    }

    private final Database database;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private Map<SessionId, Due> dirty = new LinkedHashMap<>();
    private long changes;
    private long saved;
    private long wanted;
    private boolean closed;
    private final Thread writer;

    SessionIndex(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        database.migrate(MIGRATIONS);
        writer = Thread.ofVirtual().name("session-index").start(this::write);
    }

    /// Keeps, soon, how the session stands then.
    void save(SessionId id, Supplier<SessionActor.Standing> session) {
        lock.lock();
        try {
            changes++;
            due(id, new Due(changes, System.nanoTime(), session));
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void due(SessionId id, Due due) {
        dirty.merge(id, due, (had, now) -> now.orEarlier(had));
    }

    /// Empty also when another Slipway wrote it in another form: the journal has it all.
    Optional<SessionProjection.Snapshot> find(SessionId id) {
        Optional<String> json =
                database.read(sql -> sql.first("SELECT snapshot FROM session WHERE id = ?", row -> row.text(1), id));
        try {
            return json.map(text -> Json.read(text, SessionProjection.Snapshot.class));
        } catch (ProblemException e) {
            LOG.info("Session {} is read from its journal: {}", id.value(), e.getMessage());
            return Optional.empty();
        }
    }

    /// @param at     when it was saved
    /// @param active whether a turn ran then
    record Saved(Instant at, boolean active) {
        /// Whether rows may have come after it was saved. Times of files are a few milliseconds behind the clock.
        boolean mayLagBehind(Instant lastWritten) {
            return !lastWritten.isBefore(at.minus(FILE_TIMES));
        }
    }

    /// A sandbox that a session has, or had last.
    record Room(SessionId session, String sandbox, String host) {}

    /// The sandboxes of all sessions that have one, as far as it was saved.
    List<Room> rooms() {
        return database.read(sql -> sql.list(
                "SELECT id, snapshot ->> '$.sandbox', coalesce(snapshot ->> '$.host', 'local') FROM session"
                        + " WHERE snapshot ->> '$.sandbox' IS NOT NULL",
                row -> new Room(new SessionId(row.text(1)), row.text(2), row.text(3))));
    }

    /// How each session was last saved.
    Map<SessionId, Saved> saved() {
        Map<SessionId, Saved> all = new LinkedHashMap<>();
        database.read(sql -> {
            sql.forEach(
                    "SELECT id, saved_at, upper(summary ->> '$.state') IN ('WORKING', 'STOPPING') FROM session",
                    row -> all.put(new SessionId(row.text(1)), new Saved(row.instant(2), row.number(3) != 0)));
            return all.size();
        });
        return all;
    }

    /// A session as it was saved, and where a page that ends with it goes on.
    record Listed(SessionSummary summary, SessionQuery.Cursor cursor) {}

    /// @param after only what comes after this in the wanted order
    List<Listed> list(SessionQuery query, Optional<SessionQuery.Cursor> after, int limit) {
        StringBuilder sql = new StringBuilder("SELECT summary, updated_at, id FROM session WHERE 1");
        List<Object> arguments = new ArrayList<>();
        query.repository().ifPresent(repository -> {
            sql.append(" AND repository = ?");
            arguments.add(repository);
        });
        query.archived().ifPresent(archived -> {
            sql.append(" AND archived = ?");
            arguments.add(archived);
        });
        query.person().ifPresent(person -> {
            sql.append(" AND instr(people, ?) > 0");
            arguments.add(" " + person.value() + " ");
        });
        query.words().forEach(word -> {
            sql.append(" AND instr(words, ?) > 0");
            arguments.add(word);
        });
        after.ifPresent(cursor -> {
            sql.append(query.byUpdate() ? " AND (updated_at, id) < (?, ?)" : " AND id < ?");
            if (query.byUpdate()) {
                arguments.add(cursor.updatedMicros());
            }
            arguments.add(cursor.id());
        });
        sql.append(query.byUpdate() ? " ORDER BY updated_at DESC, id DESC LIMIT ?" : " ORDER BY id DESC LIMIT ?");
        arguments.add(limit);
        record Row(String json, SessionQuery.Cursor cursor) {}
        List<Row> rows = database.read(reader -> reader.list(
                sql.toString(),
                row -> new Row(
                        row.text(1),
                        new SessionQuery.Cursor(query.byUpdate() ? row.number(2) : 0, new SessionId(row.text(3)))),
                arguments.toArray()));
        return rows.stream()
                .map(row -> new Listed(Json.read(row.json(), SessionSummary.class), row.cursor()))
                .toList();
    }

    /// Waits until what has changed by now is saved, if it can be, and not for long: one session whose disk hangs must
    /// not hold up the list of all.
    void catchUp() {
        lock.lock();
        try {
            long asked = changes;
            wanted = asked;
            something.signalAll();
            long nanos = PATIENCE.toNanos();
            while (saved < asked && writer.isAlive() && nanos > 0) {
                nanos = something.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// Saves what is left to save.
    void close() throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            something.signalAll();
        } finally {
            lock.unlock();
        }
        writer.join();
    }

    private record Batch(Map<SessionId, Due> sessions, long upTo) {}

    private void write() {
        try {
            Duration least = Duration.ZERO;
            while (true) {
                Batch batch = take(least);
                if (batch.sessions().isEmpty()) {
                    return;
                }
                Map<SessionId, Due> left = new LinkedHashMap<>();
                boolean good = save(batch.sessions(), left);
                least = !good ? AFTER_FAILURE : left.isEmpty() ? Duration.ZERO : UNTIL_WRITTEN;
                lock.lock();
                try {
                    // Who waits for what is left waits on, but for that whose disk hangs.
                    saved = left.values().stream()
                            .filter(due -> !due.isStuck())
                            .mapToLong(due -> due.since() - 1)
                            .min()
                            .orElse(batch.upTo());
                    left.forEach((id, due) -> {
                        // At the end rows may be on their way to their file, too.
                        if (!closed || !due.isStuck()) {
                            due(id, due);
                        }
                    });
                    something.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("The session index is written no more: its thread was interrupted");
        }
    }

    /// @param least how long to wait also when somebody wants it now
    private Batch take(Duration least) throws InterruptedException {
        lock.lock();
        try {
            while (dirty.isEmpty() && !closed) {
                something.await();
            }
            long begun = System.nanoTime();
            while (true) {
                Duration pause = closed
                        ? least.compareTo(UNTIL_WRITTEN) > 0 ? UNTIL_WRITTEN : least
                        : wanted > saved || least.compareTo(GATHER) > 0 ? least : GATHER;
                long nanos = pause.toNanos() - (System.nanoTime() - begun);
                if (nanos <= 0 || something.awaitNanos(nanos) <= 0) {
                    break;
                }
            }
            Batch batch = new Batch(dirty, changes);
            dirty = new LinkedHashMap<>();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /// @param left gets what is to be tried again
    private boolean save(Map<SessionId, Due> batch, Map<SessionId, Due> left) {
        Instant now = clock.instant();
        try {
            List<SessionProjection.Snapshot> snapshots = new ArrayList<>();
            batch.forEach((id, due) -> {
                SessionActor.Standing standing = due.session().get();
                standing.snapshot().ifPresent(snapshots::add);
                if (standing.again()) {
                    left.put(id, due);
                }
            });
            if (!snapshots.isEmpty()) {
                database.write(sql -> {
                    snapshots.forEach(snapshot -> {
                        SessionSummary summary = snapshot.summary();
                        sql.run(
                                "INSERT OR REPLACE INTO session (id, repository, saved_at, summary, snapshot, updated_at,"
                                        + " archived, people, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                summary.id(),
                                summary.repository(),
                                now,
                                Json.write(summary),
                                Json.write(snapshot),
                                summary.updatedAt(),
                                summary.archived(),
                                SessionQuery.peopleOf(summary),
                                SessionQuery.wordsOf(summary));
                    });
                    return snapshots.size();
                });
            }
            return true;
        } catch (RuntimeException e) {
            // The journals have it all; until it succeeds, a start finds that the index lags.
            LOG.warn("{} sessions could not be saved to the index; it is tried again: {}", batch.size(), e.toString());
            left.putAll(batch);
            return false;
        }
    }
}
