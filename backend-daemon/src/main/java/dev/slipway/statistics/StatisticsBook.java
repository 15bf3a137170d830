package dev.slipway.statistics;

import dev.slipway.journal.Journal;
import dev.slipway.journal.Journals;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.Money;
import dev.slipway.model.session.Usage;
import dev.slipway.model.statistics.Statistics;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import dev.slipway.sqlite.Row;
import dev.slipway.sqlite.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What journals say about usage, added up. Each session's journal is read once, from where the book stands; facts and
/// that place are written in one transaction, so nothing counts twice and nothing is missed, whenever the daemon ends.
/// The book may lag a moment behind the journals; a reader waits until it has caught up with what was noted before.
public final class StatisticsBook {
    private static final Logger LOG = LoggerFactory.getLogger(StatisticsBook.class);
    private static final Duration GATHER = Duration.ofMillis(250);
    private static final Duration ACTIVE = Duration.ofMinutes(5);
    private static final int BATCH = 1_000;
    /// Times of files are a few milliseconds behind the clock.
    private static final Duration FILE_TIMES = Duration.ofMillis(50);
    private static final Migrations TABLES =
            Migrations.of("statistics", """
            CREATE TABLE statistics_fact (
                session TEXT NOT NULL,
                seq INTEGER NOT NULL,
                at INTEGER NOT NULL,
                kind TEXT NOT NULL,
                subject TEXT NOT NULL,
                millis INTEGER,
                input INTEGER, cache_read INTEGER, cache_write INTEGER, output INTEGER, reasoning INTEGER,
                micro_usd INTEGER, priced INTEGER,
                PRIMARY KEY (session, seq)
            ) WITHOUT ROWID;
            CREATE INDEX statistics_fact_at ON statistics_fact (kind, at);
            CREATE TABLE statistics_place (session TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
            """, "ALTER TABLE statistics_place ADD COLUMN at INTEGER NOT NULL DEFAULT 0");

    private final Journals journals;
    private final Database database;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Set<SessionId> noted = new LinkedHashSet<>();
    private long notes;
    private long kept;
    private boolean hurried;
    private boolean closed;
    private final Thread keeper;

    public StatisticsBook(Journals journals, Database database, InstantSource clock) {
        this.journals = journals;
        this.database = database;
        this.clock = clock;
        database.migrate(TABLES);
        notes = 1;
        keeper = Thread.ofVirtual().name("statistics").start(() -> {
            noteUnread();
            keep();
        });
    }

    /// What an earlier daemon wrote into journals and did not live to read for the book.
    private void noteUnread() {
        try {
            sessionsWithUnread().forEach(this::note);
        } catch (RuntimeException e) {
            LOG.warn("The statistics may lack what an earlier daemon did not read; the next start looks again", e);
        }
    }

    private List<SessionId> sessionsWithUnread() {
        Map<String, Instant> read = new HashMap<>();
        database.read(sql -> {
            sql.forEach("SELECT session, at FROM statistics_place", row -> read.put(row.text(1), row.instant(2)));
            return read.size();
        });
        return journals.all().stream()
                .filter(session -> {
                    Instant at = read.getOrDefault(session.value(), Instant.EPOCH);
                    return !journals.lastWritten(session).isBefore(at.minus(FILE_TIMES));
                })
                .toList();
    }

    /// There is something new in this session's journal.
    public void note(SessionId session) {
        lock.lock();
        try {
            noted.add(session);
            notes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The figures of a period. Waits for what was noted before.
    public Statistics read(Instant from, Instant to) throws InterruptedException {
        catchUp();
        return database.read(sql -> {
            Usage usage = sql.first(
                            "SELECT sum(input), sum(cache_read), sum(cache_write), sum(output), sum(reasoning)"
                                    + " FROM statistics_fact WHERE kind = 'CALL' AND at >= ? AND at < ?",
                            row -> new Usage(row.number(1), row.number(2), row.number(3), row.number(4), row.number(5)),
                            from,
                            to)
                    .orElse(Usage.NONE);
            Cost cost = sql.first(
                            "SELECT sum(micro_usd), min(priced) FROM statistics_fact"
                                    + " WHERE kind = 'CALL' AND at >= ? AND at < ?",
                            StatisticsBook::cost,
                            from,
                            to)
                    .orElse(Cost.NONE);
            return new Statistics(
                    from,
                    to,
                    count(sql, Fact.Kind.SESSION, from, to),
                    distinct(sql, "session", Fact.Kind.MERGED, from, to),
                    distinct(sql, "subject", Fact.Kind.OPENED, from, to),
                    distinct(sql, "subject", Fact.Kind.MERGED, from, to),
                    count(sql, Fact.Kind.PROMPT, from, to),
                    count(sql, Fact.Kind.TURN, from, to),
                    (int) distinct(
                            sql,
                            "subject",
                            Fact.Kind.PROMPT,
                            clock.instant().minus(ACTIVE),
                            clock.instant().plusSeconds(1)),
                    median(sql, from, to),
                    usage,
                    cost);
        });
    }

    /// Model calls of all time by how they ended: `completed`, `failed`, or `retried`, which is an attempt that failed
    /// and was made again.
    public Map<String, Long> modelCalls() throws InterruptedException {
        catchUp();
        Instant end = clock.instant();
        return database.read(sql -> Map.of(
                "completed", count(sql, Fact.Kind.CALL, Instant.EPOCH, end),
                "failed", count(sql, Fact.Kind.CALL_FAILED, Instant.EPOCH, end),
                "retried", count(sql, Fact.Kind.CALL_RETRIED, Instant.EPOCH, end)));
    }

    /// Writes what is left to write.
    public void close() throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        keeper.join();
    }

    private static Cost cost(Row row) {
        return new Cost(new Money(row.number(1)), row.optionalNumber(2).orElse(1L) != 0);
    }

    private static long count(Sql sql, Fact.Kind kind, Instant from, Instant to) {
        return sql.first(
                        "SELECT count(*) FROM statistics_fact WHERE kind = ? AND at >= ? AND at < ?",
                        row -> row.number(1),
                        kind,
                        from,
                        to)
                .orElse(0L);
    }

    private static long distinct(Sql sql, String column, Fact.Kind kind, Instant from, Instant to) {
        return sql.first(
                        "SELECT count(DISTINCT " + column
                                + ") FROM statistics_fact WHERE kind = ? AND at >= ? AND at < ?",
                        row -> row.number(1),
                        kind,
                        from,
                        to)
                .orElse(0L);
    }

    private static Optional<Duration> median(Sql sql, Instant from, Instant to) {
        List<Long> millis = sql.list(
                "SELECT millis FROM statistics_fact WHERE kind = 'CALL' AND millis IS NOT NULL AND at >= ? AND at < ?"
                        + " ORDER BY millis",
                row -> row.number(1),
                from,
                to);
        return millis.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(millis.get(millis.size() / 2)));
    }

    private void catchUp() throws InterruptedException {
        lock.lock();
        try {
            long wanted = notes;
            hurried = true;
            changed.signalAll();
            while (kept < wanted && keeper.isAlive()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void keep() {
        try {
            while (true) {
                long upTo;
                Set<SessionId> sessions;
                lock.lock();
                try {
                    while (noted.isEmpty() && !closed) {
                        hurried = false;
                        kept = notes;
                        changed.signalAll();
                        changed.await();
                    }
                    if (noted.isEmpty()) {
                        return;
                    }
                    long nanos = GATHER.toNanos();
                    while (nanos > 0 && !closed && !hurried) {
                        nanos = changed.awaitNanos(nanos);
                    }
                    sessions = noted;
                    noted = new LinkedHashSet<>();
                    upTo = notes;
                } finally {
                    lock.unlock();
                }
                sessions.forEach(this::keep);
                lock.lock();
                try {
                    kept = upTo;
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("Statistics are kept no more: the thread was interrupted");
        }
    }

    private void keep(SessionId session) {
        try {
            Instant now = clock.instant();
            Journal journal = journals.open(session);
            long place = database.read(sql -> sql.first(
                            "SELECT seq FROM statistics_place WHERE session = ?", row -> row.number(1), session)
                    .orElse(0L));
            journal.awaitWritten();
            List<Envelope> batch = journal.read(place + 1, BATCH);
            while (!batch.isEmpty()) {
                write(session, batch, now);
                batch = journal.read(batch.getLast().seq() + 1, BATCH);
            }
        } catch (RuntimeException e) {
            // The next event of the session, or the next start, tries again from the same place.
            LOG.warn("The statistics of session {} could not be kept", session.value(), e);
        }
    }

    /// @param at before the journal was read
    private void write(SessionId session, List<Envelope> batch, Instant at) {
        List<Fact> facts = new ArrayList<>();
        batch.forEach(envelope -> Fact.of(envelope).ifPresent(facts::add));
        database.write(sql -> {
            facts.forEach(fact -> fact.write(sql, session));
            return sql.run(
                    "INSERT OR REPLACE INTO statistics_place (session, seq, at) VALUES (?, ?, ?)",
                    session,
                    batch.getLast().seq(),
                    at);
        });
    }
}
