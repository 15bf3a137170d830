package dev.slipway.mirror;

import dev.slipway.link.Link;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.Json;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What this computer has of one server. A visited session's events stay here and are there at once the next time.
public final class Mirror implements AutoCloseable {
    private final Store store;
    private final Link link;
    private final Map<SessionId, Events> events = new HashMap<>();
    private final Map<String, String> drafts = new ConcurrentHashMap<>();

    /// @param file the SQLite file, made if there is none
    public Mirror(Path file, Link link) {
        this.store = new Store(file);
        this.link = link;
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

    /// The sequence numbers up to which the person has seen each session.
    public Map<SessionId, Long> seen() {
        Map<SessionId, Long> seen = new HashMap<>();
        store.all(
                "SELECT id, seen FROM session WHERE seen > 0",
                row -> seen.put(new SessionId(row.getString(1)), row.getLong(2)));
        return seen;
    }

    /// Remembers that the person has seen a session up to an event.
    public void see(SessionId session, long seq) {
        store.change(
                "INSERT INTO session (id, seen) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET seen = max(seen, excluded.seen)",
                session.value(),
                seq);
    }

    /// What the person had begun to write, for a session or, by a word of the caller's, for something else.
    public Optional<String> draft(String place) {
        String kept = drafts.computeIfAbsent(
                place,
                _ -> store.one("SELECT text FROM draft WHERE session = ?", row -> row.getString(1), place)
                        .orElse(""));
        return Optional.of(kept).filter(text -> !text.isBlank());
    }

    /// Remembers what the person has begun to write; blank text forgets it. It is kept on disk by [#keepDraft].
    public void writeDraft(String place, String text) {
        drafts.put(place, text);
    }

    /// Puts a draft on disk.
    public void keepDraft(String place) {
        String text = drafts.getOrDefault(place, "");
        if (text.isBlank()) {
            store.change("DELETE FROM draft WHERE session = ?", place);
        } else {
            store.change("INSERT OR REPLACE INTO draft (session, text) VALUES (?, ?)", place, text);
        }
    }

    /// The prompts that wait for the link.
    public Outbox outbox() {
        return new Outbox(store);
    }

    @Override
    public void close() {
        store.close();
    }
}
