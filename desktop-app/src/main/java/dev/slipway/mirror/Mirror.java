package dev.slipway.mirror;

import dev.slipway.link.Link;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// What this computer has of one server. A visited session's events stay here and are there at once the next time.
public final class Mirror implements AutoCloseable {
    static final Store.Layout LAYOUT = new Store.Layout(4, """
            CREATE TABLE session (
              id        TEXT PRIMARY KEY,
              summary   TEXT,
              part      INTEGER NOT NULL DEFAULT 0,
              low       INTEGER NOT NULL DEFAULT 0,
              last      INTEGER NOT NULL DEFAULT 0,
              first_row INTEGER NOT NULL DEFAULT 0,
              end_row   INTEGER NOT NULL DEFAULT 0
            );
            CREATE TABLE event (
              at   INTEGER PRIMARY KEY,
              part INTEGER NOT NULL,
              line INTEGER,
              key  TEXT,
              sum  INTEGER NOT NULL,
              json TEXT NOT NULL
            );
            CREATE INDEX event_line ON event (part, line) WHERE line IS NOT NULL;
            CREATE INDEX event_key ON event (part, key, line) WHERE key IS NOT NULL;
            CREATE INDEX event_waits ON event (part, key) WHERE key IS NOT NULL AND line IS NULL;
            CREATE TABLE counter (parts INTEGER NOT NULL);
            INSERT INTO counter VALUES (0);
            CREATE TABLE garbage (part INTEGER PRIMARY KEY);
            """, false);
    private static final int SWEPT = 2_000;
    private static final Duration BETWEEN_SWEEPS = Duration.ofMillis(20);

    private final Store store;
    private final Belongings belongings;
    private final Link link;
    private final Search search;
    private final Map<SessionId, Events> events = new HashMap<>();

    /// @param file the SQLite file, made if there is none; beside it stands another one with what belongs to the person
    public Mirror(Path file, Link link) {
        this.belongings =
                new Belongings(file.resolveSibling(file.getFileName().toString().replaceFirst("(\\.db)?$", ".own.db")));
        this.store = new Store(file, LAYOUT, (aside, _) -> belongings.rescueFromReplica(aside));
        this.link = link;
        this.search = new Search(store);
    }

    /// Finds words in what is here.
    public Search search() {
        return search;
    }

    /// Deletes what was fetched anew since, bit by bit; in the background.
    public void sweep() {
        while (!Thread.currentThread().isInterrupted() && Events.sweep(store, SWEPT)) {
            LockSupport.parkNanos(BETWEEN_SWEEPS.toNanos());
        }
    }

    /// Opens a session: what is here is readable at once, and it follows the server until it is closed.
    public Replica open(SessionId session) {
        Replica replica = read(session);
        replica.follow(link);
        return replica;
    }

    /// Begins to follow a session that was opened by [#read]: for who must hear all news and so listens first.
    public void follow(Replica replica) {
        replica.follow(link);
    }

    /// Opens a session as it is here, without following it.
    public Replica read(SessionId session) {
        synchronized (events) {
            return new Replica(session, events.computeIfAbsent(session, id -> new Events(store, id)));
        }
    }

    /// Follows the list of sessions, and keeps it.
    public Pin keepSummaries() {
        return link.followSessions(this::keep);
    }

    /// The sessions as they were last seen.
    public List<SessionSummary> summaries() {
        return store.all(
                "SELECT summary FROM session WHERE summary IS NOT NULL ORDER BY id DESC",
                row -> Json.read(row.getString(1), SessionSummary.class));
    }

    /// Some of the sessions as they were last seen, the newest first.
    /// @param offset how many of the newest to leave out
    public List<SessionSummary> summaries(int offset, int limit) {
        return store.all(
                "SELECT summary FROM session WHERE summary IS NOT NULL ORDER BY id DESC LIMIT ? OFFSET ?",
                row -> Json.read(row.getString(1), SessionSummary.class),
                limit,
                offset);
    }

    /// Keeps summaries that the server sent.
    public void keep(List<SessionSummary> summaries) {
        store.write(connection -> {
            for (SessionSummary summary : summaries) {
                Store.change(
                        connection,
                        "INSERT INTO session (id, summary) VALUES (?, ?)"
                                + " ON CONFLICT (id) DO UPDATE SET summary = excluded.summary",
                        summary.id().value(),
                        Json.write(summary));
            }
            return summaries.size();
        });
    }

    /// Calls when the file was found damaged and made anew: summaries are to be kept again then. Sessions that are
    /// followed come again by themselves.
    public Pin onRenewal(Runnable listener) {
        return store.onRenewal(listener);
    }

    /// The sequence numbers up to which the person has seen each session.
    public Map<SessionId, Long> seen() {
        return belongings.seen();
    }

    /// Remembers that the person has seen a session up to an event.
    public void see(SessionId session, long seq) {
        belongings.see(session, seq);
    }

    /// Forgets that the person has seen the newest of a session.
    /// @param seq the last event that counts as seen
    public void unsee(SessionId session, long seq) {
        belongings.unsee(session, seq);
    }

    /// What was kept under a name of the caller's, such as how the list was arranged.
    public Optional<String> recall(String name) {
        return belongings.recall(name);
    }

    /// Keeps a text under a name, from one start to the next.
    public void keep(String name, String text) {
        belongings.keep(name, text);
    }

    /// What the person had begun to write, for a session or, by a word of the caller's, for something else.
    public Optional<String> draft(String place) {
        return belongings.draft(place);
    }

    /// Remembers what the person has begun to write; blank text forgets it. It is kept on disk by [#keepDraft].
    public void writeDraft(String place, String text) {
        belongings.writeDraft(place, text);
    }

    /// Puts a draft on disk.
    public void keepDraft(String place) {
        belongings.keepDraft(place);
    }

    /// The prompts that wait for the link.
    public Outbox outbox() {
        return belongings.outbox();
    }

    @Override
    public void close() {
        search.close();
        store.close();
        belongings.close();
    }
}
