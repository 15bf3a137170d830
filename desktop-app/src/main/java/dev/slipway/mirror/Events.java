package dev.slipway.mirror;

import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.wire.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The events of one session in the store, each with its place in the transcript.
final class Events {
    private final Store store;
    private final long number;
    private volatile long last;
    private volatile int rows;

    Events(Store store, SessionId session) {
        this.store = store;
        store.change("INSERT OR IGNORE INTO session (id) VALUES (?)", session.value());
        this.number = store.one("SELECT number FROM session WHERE id = ?", row -> row.getLong(1), session.value())
                .orElseThrow();
        this.last = store.one("SELECT max(seq) FROM event WHERE session = ?", row -> row.getLong(1), number)
                .orElse(0L);
        this.rows = store.one("SELECT rows FROM session WHERE number = ?", row -> row.getInt(1), number)
                .orElse(0);
    }

    long last() {
        return last;
    }

    int rows() {
        return rows;
    }

    /// Keeps events that follow the last one; those that are here already are passed over.
    /// @return the lowest row that is new or changed; how many there are when none is
    synchronized int append(List<Envelope> arrived) {
        List<Envelope> fresh =
                arrived.stream().filter(envelope -> envelope.seq() > last).toList();
        if (fresh.isEmpty()) {
            return rows;
        }
        if (fresh.getFirst().seq() != last + 1) {
            throw new IllegalArgumentException("Event " + fresh.getFirst().seq() + " does not follow " + last);
        }
        Appending appending = store.write(connection -> {
            try (Appending work = new Appending(connection, rows)) {
                for (Envelope envelope : fresh) {
                    work.add(envelope);
                }
                Store.change(connection, "UPDATE session SET rows = ? WHERE number = ?", work.count, number);
                return work;
            }
        });
        last = fresh.getLast().seq();
        rows = appending.count;
        return appending.first;
    }

    List<Row> rows(int from, int to) {
        Map<Integer, List<Envelope>> found = new TreeMap<>();
        store.all(
                "SELECT line, json FROM event WHERE session = ? AND line BETWEEN ? AND ? ORDER BY line, seq",
                row -> found.computeIfAbsent(row.getInt(1), _ -> new ArrayList<>())
                        .add(Json.read(row.getString(2), Envelope.class)),
                number,
                from,
                to);
        return found.entrySet().stream()
                .map(entry -> new Row(entry.getKey(), entry.getValue()))
                .toList();
    }

    int rowOf(long seq) {
        return store.one(
                        "SELECT line FROM event WHERE session = ? AND seq >= ? AND line IS NOT NULL ORDER BY seq LIMIT 1",
                        row -> row.getInt(1),
                        number,
                        seq)
                .orElse(rows);
    }

    List<Envelope> read(long from, int limit) {
        return store.all(
                "SELECT json FROM event WHERE session = ? AND seq >= ? ORDER BY seq LIMIT ?",
                row -> Json.read(row.getString(1), Envelope.class),
                number,
                from,
                limit);
    }

    /// The newest events about prompts, the newest first.
    List<Envelope> aboutPrompts(int limit) {
        return store.all(
                "SELECT json FROM event WHERE session = ? AND key >= 'p ' AND key < 'p!' ORDER BY seq DESC LIMIT ?",
                row -> Json.read(row.getString(1), Envelope.class),
                number,
                limit);
    }

    /// What was said of prompts that have not been delivered.
    List<Envelope> undelivered() {
        return store.all(
                "SELECT json FROM event WHERE session = ? AND key >= 'p ' AND key < 'p!' AND line IS NULL ORDER BY seq",
                row -> Json.read(row.getString(1), Envelope.class),
                number);
    }

    /// One batch of events on their way into the store.
    private final class Appending implements AutoCloseable {
        private final PreparedStatement insert;
        private final PreparedStatement newest;
        private final PreparedStatement gather;
        private int count;
        private int first;
        /// Whether the newest row looks at files; empty until somebody asks.
        private Optional<Boolean> looking = Optional.empty();

        Appending(Connection connection, int count) throws SQLException {
            this.insert = connection.prepareStatement(
                    "INSERT INTO event (session, seq, line, key, json) VALUES (" + number + ", ?, ?, ?, ?)");
            this.newest = connection.prepareStatement(
                    "SELECT max(line) FROM event WHERE session = " + number + " AND key = ?");
            this.gather = connection.prepareStatement(
                    "UPDATE event SET line = ? WHERE session = " + number + " AND key = ? AND line IS NULL");
            this.count = count;
            this.first = count;
        }

        void add(Envelope envelope) throws SQLException {
            switch (Place.of(envelope.event())) {
                case Place.Begins place -> begin(envelope, place.key());
                case Place.Looks place -> {
                    if (looking()) {
                        insert(envelope, count - 1, place.key());
                    } else {
                        begin(envelope, place.key());
                        looking = Optional.of(true);
                    }
                }
                case Place.Joins place -> insert(envelope, lineOf(place.key()), place.key());
                case Place.Waits place -> insert(envelope, -1, place.key());
                case Place.Gathers place -> {
                    gather.setInt(1, count);
                    gather.setString(2, place.key());
                    gather.executeUpdate();
                    begin(envelope, place.key());
                }
                case Place.Nowhere _ -> insert(envelope, -1, "");
            }
        }

        private void begin(Envelope envelope, String key) throws SQLException {
            looking = Optional.of(false);
            insert(envelope, count++, key);
        }

        /// Whether the newest row looks at files.
        private boolean looking() throws SQLException {
            if (looking.isEmpty()) {
                looking = Optional.of(false);
                try (Statement statement = insert.getConnection().createStatement();
                        ResultSet row = statement.executeQuery("SELECT json FROM event WHERE session = " + number
                                + " AND line = " + (count - 1) + " ORDER BY seq LIMIT 1")) {
                    if (row.next()) {
                        looking = Optional.of(Place.looks(
                                Json.read(row.getString(1), Envelope.class).event()));
                    }
                }
            }
            return looking.orElse(false);
        }

        private int lineOf(String key) throws SQLException {
            newest.setString(1, key);
            try (ResultSet row = newest.executeQuery()) {
                int line = row.getInt(1);
                return row.wasNull() ? -1 : line;
            }
        }

        /// @param line below 0 for none
        /// @param key  empty text for none
        private void insert(Envelope envelope, int line, String key) throws SQLException {
            if (line >= 0) {
                first = Math.min(first, line);
            }
            insert.setLong(1, envelope.seq());
            insert.setObject(2, line < 0 ? null : line);
            insert.setString(3, key.isEmpty() ? null : key);
            insert.setString(4, Json.write(envelope));
            insert.executeUpdate();
        }

        @Override
        public void close() throws SQLException {
            insert.close();
            newest.close();
            gather.close();
        }
    }
}
