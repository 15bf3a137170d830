package dev.slipway.mirror;

import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.wire.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// The events of one session in the store, each with its place in the transcript. They may begin in the middle of the
/// session: what is before comes later, in pieces from the newest to the oldest, and gets rows with lower numbers. So
/// no row ever changes its number.
final class Events {
    private static final int PART_BITS = 40;
    private static final String EXTENT = "SELECT part, low, last, first_row, end_row FROM session WHERE id = ?";

    /// What an append or a prepend brought.
    /// @param lowest   the lowest row that is new or changed by events appended; the end when none is
    /// @param gathered rows after these that older events belong to
    /// @param other    whether what was known before is not here any more: another window began anew,
    ///                 or the file is another
    record Change(Extent extent, int lowest, List<Integer> gathered, boolean other) {
        /// Whether events could not be kept, as some before them are not here.
        boolean isBehind(List<Envelope> arrived) {
            return !extent.isEmpty()
                    && !arrived.isEmpty()
                    && extent.last() < arrived.getLast().seq();
        }
    }

    private final Store store;
    private final SessionId session;
    private volatile Extent extent;

    Events(Store store, SessionId session) {
        this.store = store;
        this.session = session;
        // A window's thread opens sessions: it must not wait for who writes.
        this.extent = kept();
        store.onRenewal(this::lookAgain);
    }

    private Extent kept() {
        return store.one(EXTENT, Events::extent, session.value()).orElse(new Extent(0, 0, 0, 0, 0));
    }

    private synchronized void lookAgain() {
        extent = kept();
    }

    /// Calls when the file was damaged and all that was here is gone.
    Pin onRenewal(Runnable listener) {
        return store.onRenewal(listener);
    }

    Extent extent() {
        return extent;
    }

    /// Keeps events that follow the last one; those that are here already are passed over. When there are none here,
    /// the first that are kept begin with a row of their own.
    synchronized Change append(List<Envelope> arrived) {
        Extent known = extent;
        Change change = store.write(connection -> append(connection, known, arrived));
        extent = change.extent();
        return change;
    }

    private Change append(Connection connection, Extent known, List<Envelope> arrived) throws SQLException {
        Extent now = current(connection);
        List<Envelope> fresh = arrived.stream()
                .filter(envelope -> envelope.seq() > now.last())
                .dropWhile(envelope -> now.isEmpty() && envelope.seq() > 1 && !Placing.isSeam(envelope))
                .toList();
        Extent next = now;
        int lowest = now.end();
        boolean follows = now.isEmpty() || fresh.isEmpty() || fresh.getFirst().seq() == now.last() + 1;
        if (!fresh.isEmpty() && follows) {
            Placing placing = new Placing(now.end(), before(connection, now));
            for (Envelope envelope : fresh) {
                placing.add(envelope);
            }
            for (Map.Entry<String, Integer> entry : placing.gathered().entrySet()) {
                Store.change(
                        connection,
                        "UPDATE event SET line = ? WHERE part = ? AND key = ? AND line IS NULL",
                        entry.getValue(),
                        now.part(),
                        entry.getKey());
            }
            insert(connection, now.part(), placing.placed(), 0);
            long low = now.isEmpty() ? fresh.getFirst().seq() : now.low();
            next = new Extent(now.part(), low, fresh.getLast().seq(), now.first(), placing.next());
            save(connection, next);
            lowest = placing.lowest();
        }
        boolean elsewhere = now.part() == known.part() && now.last() > known.last();
        return new Change(
                next,
                elsewhere ? Math.min(lowest, lowest(connection, known)) : lowest,
                List.of(),
                known.part() > 0 && now.part() != known.part());
    }

    /// The lowest row that another window has changed since this one looked.
    private static int lowest(Connection connection, Extent known) throws SQLException {
        return Store.one(
                        connection,
                        "SELECT coalesce(min(line), ?) FROM event WHERE at > ? AND at < ?",
                        row -> row.getInt(1),
                        known.end(),
                        at(known.part(), known.last()),
                        at(known.part() + 1, 0))
                .orElse(known.end());
    }

    /// Keeps events that come before the first one here.
    /// @param piece up to the event before the first here; begins a row, or the session
    /// @return what is here now, also when another window was faster
    synchronized Change prepend(long part, List<Envelope> piece) {
        Change change = store.write(connection -> {
            Extent now = current(connection);
            boolean fits =
                    now.part() == part && !now.isEmpty() && piece.getLast().seq() + 1 == now.low();
            return fits ? prepend(connection, now, piece) : new Change(now, now.first(), List.of(), false);
        });
        extent = change.extent();
        return change;
    }

    private Change prepend(Connection connection, Extent now, List<Envelope> piece) throws SQLException {
        Placing placing = new Placing(0, Placing.Before.NOTHING);
        for (Envelope envelope : piece) {
            placing.add(envelope);
        }
        int shift = now.first() - placing.next();
        List<Placing.Placed> placed = new ArrayList<>(placing.placed());
        List<Integer> gathered = gather(connection, now, placed, shift);
        adopt(connection, now, placing, shift);
        insert(connection, now.part(), placed, shift);
        Extent next = new Extent(now.part(), piece.getFirst().seq(), now.last(), shift, now.end());
        save(connection, next);
        return new Change(next, shift, gathered, false);
    }

    /// What waits in this piece may have been gathered by a row that is here.
    /// @return these rows
    private static List<Integer> gather(Connection connection, Extent now, List<Placing.Placed> placed, int shift)
            throws SQLException {
        List<Integer> gathered = new ArrayList<>();
        for (int i = 0; i < placed.size(); i++) {
            Placing.Placed one = placed.get(i);
            if (one.row() == Placing.NONE && Place.of(one.envelope().event()) instanceof Place.Waits) {
                OptionalInt row = row(
                        connection, "SELECT min(line) FROM event WHERE part = ? AND key = ?", now.part(), one.key());
                if (row.isPresent()) {
                    placed.set(i, new Placing.Placed(one.envelope(), row.getAsInt() - shift, one.key()));
                    gathered.add(row.getAsInt());
                }
            }
        }
        return gathered;
    }

    /// What is here without a row may belong to one that begins in this piece.
    private static void adopt(Connection connection, Extent now, Placing placing, int shift) throws SQLException {
        List<String> orphans = Store.all(
                connection,
                "SELECT DISTINCT key FROM event WHERE part = ? AND key >= 'c ' AND key < 'c!' AND line IS NULL",
                row -> row.getString(1),
                now.part());
        for (String key : orphans) {
            Integer row = placing.rows().get(key);
            if (row != null) {
                Store.change(
                        connection,
                        "UPDATE event SET line = ? WHERE part = ? AND key = ? AND line IS NULL",
                        row + shift,
                        now.part(),
                        key);
            }
        }
    }

    /// Forgets all that is here, to begin anew; the rows on disk go bit by bit, by [#sweep].
    synchronized void forget() {
        extent = store.write(connection -> {
            Extent now = current(connection);
            Store.change(connection, "INSERT OR IGNORE INTO garbage (part) VALUES (?)", now.part());
            Extent anew = new Extent(newPart(connection), 0, 0, 0, 0);
            save(connection, anew);
            return anew;
        });
    }

    /// Deletes some of what was forgotten; from time to time, in the background.
    /// @return whether more is left
    static boolean sweep(Store store, int events) {
        Optional<Long> part = store.one("SELECT part FROM garbage LIMIT 1", row -> row.getLong(1));
        part.ifPresent(gone -> store.write(connection -> {
            int deleted = Store.change(
                    connection,
                    "DELETE FROM event WHERE at IN (SELECT at FROM event WHERE at >= ? AND at < ? LIMIT ?)",
                    at(gone, 0),
                    at(gone + 1, 0),
                    events);
            return deleted > 0 ? deleted : Store.change(connection, "DELETE FROM garbage WHERE part = ?", gone);
        }));
        return part.isPresent();
    }

    List<Row> rows(int from, int to) {
        Extent now = extent;
        Map<Integer, List<Envelope>> found = new TreeMap<>();
        store.all(
                        "SELECT " + EventRow.COLUMNS
                                + ", line FROM event WHERE part = ? AND line BETWEEN ? AND ? ORDER BY line, at",
                        row -> Map.entry(row.getInt(4), EventRow.read(row)),
                        now.part(),
                        from,
                        to)
                .forEach(entry -> found.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                        .add(entry.getValue()));
        if (found.size() < Math.min(to + 1L, now.end()) - Math.max(from, now.first())) {
            count();
        }
        return found.entrySet().stream()
                .map(entry -> new Row(entry.getKey(), entry.getValue()))
                .toList();
    }

    int rowOf(long seq) {
        Extent now = extent;
        return store.one(
                        "SELECT line FROM event WHERE at >= ? AND at < ? AND line IS NOT NULL ORDER BY at LIMIT 1",
                        row -> row.getInt(1),
                        at(now.part(), seq),
                        at(now.part() + 1, 0))
                .orElse(now.end());
    }

    Optional<Integer> promptBeside(int row, boolean after) {
        return store.one(
                        "SELECT " + (after ? "min" : "max")
                                + "(line) FROM event WHERE part = ? AND key >= 'p ' AND key < 'p!' AND line "
                                + (after ? ">" : "<") + " ?",
                        found -> Optional.ofNullable((Integer) found.getObject(1)),
                        extent.part(),
                        row)
                .flatMap(found -> found);
    }

    List<Envelope> read(long from, int limit) {
        Extent now = extent;
        List<Envelope> found = store.all(
                "SELECT " + EventRow.COLUMNS + " FROM event WHERE at >= ? AND at < ? ORDER BY at LIMIT ?",
                EventRow::read,
                at(now.part(), from),
                at(now.part() + 1, 0),
                limit);
        boolean gap =
                !found.isEmpty() && found.getLast().seq() - found.getFirst().seq() >= found.size();
        if (gap || found.size() < Math.min(limit, now.last() + 1 - Math.max(from, Math.max(1, now.low())))) {
            count();
        }
        return gap ? List.of() : found;
    }

    Optional<Envelope> at(long seq) {
        return read(seq, 1).stream().filter(found -> found.seq() == seq).findFirst();
    }

    /// Something is missing. Another window may have begun the session anew meanwhile; if not, the file has lost it,
    /// and is made anew.
    private void count() {
        store.read(connection -> {
            boolean whole = Store.one(
                            connection,
                            "SELECT s.last = 0 OR (s.last - s.low + 1 ="
                                    + " (SELECT count(json) FROM event WHERE at >= s.part << " + PART_BITS
                                    + " AND at < (s.part + 1) << " + PART_BITS + ") AND s.end_row - s.first_row ="
                                    + " (SELECT count(DISTINCT line) FROM event WHERE part = s.part))"
                                    + " FROM session s WHERE id = ?",
                            row -> row.getBoolean(1),
                            session.value())
                    .orElse(true);
            if (!whole) {
                throw Store.damage("events of " + session.value() + " are missing");
            }
            return true;
        });
    }

    /// The newest events about prompts, the newest first.
    List<Envelope> aboutPrompts(int limit) {
        return store.all(
                "SELECT " + EventRow.COLUMNS
                        + " FROM event WHERE part = ? AND key >= 'p ' AND key < 'p!' ORDER BY at DESC LIMIT ?",
                EventRow::read,
                extent.part(),
                limit);
    }

    /// What was said of prompts that have not been delivered.
    List<Envelope> undelivered() {
        return store.all(
                "SELECT " + EventRow.COLUMNS
                        + " FROM event WHERE part = ? AND key >= 'p ' AND key < 'p!' AND line IS NULL ORDER BY at",
                EventRow::read,
                extent.part());
    }

    private static Placing.Before before(Connection connection, Extent now) {
        return new Placing.Before() {
            @Override
            public OptionalInt newest(String key) throws SQLException {
                return row(connection, "SELECT max(line) FROM event WHERE part = ? AND key = ?", now.part(), key);
            }

            @Override
            public boolean looking() throws SQLException {
                return Store.one(
                                connection,
                                "SELECT " + EventRow.COLUMNS
                                        + " FROM event WHERE part = ? AND line = ? ORDER BY at LIMIT 1",
                                row -> Place.looks(EventRow.read(row).event()),
                                now.part(),
                                now.end() - 1)
                        .orElse(false);
            }
        };
    }

    private static OptionalInt row(Connection connection, String sql, Object... arguments) throws SQLException {
        return Store.one(
                        connection,
                        sql,
                        row -> row.getObject(1) == null ? OptionalInt.empty() : OptionalInt.of(row.getInt(1)),
                        arguments)
                .orElse(OptionalInt.empty());
    }

    /// How it stands in the file, which another window may have changed, or which may have been made anew.
    private Extent current(Connection connection) throws SQLException {
        Optional<Extent> kept = Store.one(connection, EXTENT, Events::extent, session.value());
        if (kept.filter(found -> found.part() > 0).isPresent()) {
            return kept.get();
        }
        Extent anew = new Extent(newPart(connection), 0, 0, 0, 0);
        Store.change(connection, "INSERT OR IGNORE INTO session (id) VALUES (?)", session.value());
        save(connection, anew);
        return anew;
    }

    private static long newPart(Connection connection) throws SQLException {
        Store.change(connection, "UPDATE counter SET parts = parts + 1");
        return Store.one(connection, "SELECT parts FROM counter", row -> row.getLong(1))
                .orElseThrow();
    }

    private void save(Connection connection, Extent now) throws SQLException {
        Store.change(
                connection,
                "UPDATE session SET part = ?, low = ?, last = ?, first_row = ?, end_row = ? WHERE id = ?",
                now.part(),
                now.low(),
                now.last(),
                now.first(),
                now.end(),
                session.value());
    }

    /// @param shift what rows are numbered higher here
    private static void insert(Connection connection, long part, List<Placing.Placed> placed, int shift)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO event (at, part, line, key, sum, json) VALUES (?, " + part + ", ?, ?, ?, ?)")) {
            for (Placing.Placed one : placed) {
                long at = at(part, one.envelope().seq());
                String json = Json.write(one.envelope());
                insert.setLong(1, at);
                insert.setObject(2, one.row() == Placing.NONE ? null : one.row() + shift);
                insert.setObject(3, one.key().isEmpty() ? null : one.key());
                insert.setLong(4, EventRow.sum(at, json));
                insert.setString(5, json);
                insert.executeUpdate();
            }
        }
    }

    private static Extent extent(ResultSet row) throws SQLException {
        return new Extent(row.getLong(1), row.getLong(2), row.getLong(3), row.getInt(4), row.getInt(5));
    }

    static long at(long part, long seq) {
        return (part << PART_BITS) | seq;
    }
}
