package dev.slipway.mirror;

import dev.slipway.model.SessionId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What belongs to the person and no server could give back: drafts, prompts that wait, and how far each session was
/// read. It has a small file of its own, so that no fault of the replica, which may be thrown away, can touch it; each
/// change is on disk before it counts.
final class Belongings implements AutoCloseable {
    private static final Store.Layout LAYOUT = new Store.Layout(1, """
            CREATE TABLE draft (place TEXT PRIMARY KEY, text TEXT NOT NULL);
            CREATE TABLE outbox (
              id      TEXT PRIMARY KEY,
              session TEXT NOT NULL,
              prompt  TEXT NOT NULL,
              at      TEXT NOT NULL,
              state   TEXT NOT NULL DEFAULT 'WAITING',
              tried   INTEGER NOT NULL DEFAULT 0,
              refusal TEXT
            );
            CREATE TABLE seen (session TEXT PRIMARY KEY, seq INTEGER NOT NULL);
            """, true);
    /// What is kept under a name stands among the drafts: no session's id and no draft's place begins so.
    private static final String KEPT = "kept:";
    /// Replicas up to this version had them.
    private static final Set<String> REPLICAS_WITH_THEM = Set.of(".v1", ".v2", ".damaged");

    private final Store store;
    private final Map<String, String> drafts = new ConcurrentHashMap<>();

    Belongings(Path file) {
        store = new Store(file, LAYOUT, (aside, fresh) -> {
            rescue(aside, fresh, "SELECT place, text FROM draft");
            Store.salvage(aside, "SELECT session, seq FROM seen", row -> see(fresh, row.getString(1), row.getLong(2)));
        });
    }

    /// Takes over what a replica's file of an earlier version had.
    /// @param aside that file
    void rescueFromReplica(Path aside) {
        if (REPLICAS_WITH_THEM.stream().anyMatch(aside.toString()::endsWith)) {
            rescue(aside, store, "SELECT session, text FROM draft");
            Store.salvage(
                    aside,
                    "SELECT id, seen FROM session WHERE seen > 0",
                    row -> see(store, row.getString(1), row.getLong(2)));
        }
    }

    private static void rescue(Path aside, Store into, String drafts) {
        Store.salvage(
                aside,
                drafts,
                row -> into.change(
                        "INSERT OR IGNORE INTO draft (place, text) VALUES (?, ?)", row.getString(1), row.getString(2)));
        List<Integer> kept = Store.salvage(
                aside,
                "SELECT id, session, prompt, at, state, tried, refusal FROM outbox ORDER BY rowid",
                row -> into.change(
                        "INSERT OR IGNORE INTO outbox (id, session, prompt, at, state, tried, refusal)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getInt(6),
                        row.getString(7)));
        if (kept.isEmpty()) {
            // As the first version had it.
            Store.salvage(
                    aside,
                    "SELECT id, session, prompt, at FROM outbox ORDER BY rowid",
                    row -> into.change(
                            "INSERT OR IGNORE INTO outbox (id, session, prompt, at) VALUES (?, ?, ?, ?)",
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4)));
        }
    }

    Map<SessionId, Long> seen() {
        Map<SessionId, Long> seen = new HashMap<>();
        store.all("SELECT session, seq FROM seen", row -> seen.put(new SessionId(row.getString(1)), row.getLong(2)));
        return seen;
    }

    void see(SessionId session, long seq) {
        see(store, session.value(), seq);
    }

    private static int see(Store store, String session, long seq) {
        return store.change(
                "INSERT INTO seen (session, seq) VALUES (?, ?)"
                        + " ON CONFLICT (session) DO UPDATE SET seq = max(seq, excluded.seq)",
                session,
                seq);
    }

    void unsee(SessionId session, long seq) {
        store.change("INSERT OR REPLACE INTO seen (session, seq) VALUES (?, ?)", session.value(), seq);
    }

    Optional<String> recall(String name) {
        return store.one("SELECT text FROM draft WHERE place = ?", row -> row.getString(1), KEPT + name);
    }

    void keep(String name, String text) {
        store.change("INSERT OR REPLACE INTO draft (place, text) VALUES (?, ?)", KEPT + name, text);
    }

    Optional<String> draft(String place) {
        String kept = drafts.computeIfAbsent(
                place,
                _ -> store.one("SELECT text FROM draft WHERE place = ?", row -> row.getString(1), place)
                        .orElse(""));
        return Optional.of(kept).filter(text -> !text.isBlank());
    }

    void writeDraft(String place, String text) {
        drafts.put(place, text);
    }

    void keepDraft(String place) {
        String text = drafts.getOrDefault(place, "");
        if (text.isBlank()) {
            store.change("DELETE FROM draft WHERE place = ?", place);
        } else {
            store.change("INSERT OR REPLACE INTO draft (place, text) VALUES (?, ?)", place, text);
        }
    }

    Outbox outbox() {
        return new Outbox(store);
    }

    @Override
    public void close() {
        store.close();
    }
}
