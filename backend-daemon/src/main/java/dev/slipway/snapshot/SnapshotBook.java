package dev.slipway.snapshot;

import dev.slipway.model.fleet.HostId;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import dev.slipway.sqlite.Row;
import dev.slipway.sqlite.Sql;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which snapshots there are of which session, kept in the daemon's database. A session is a word here, as its package
/// stands above this one.
///
/// Of each session it keeps the last three that were taken while it worked, and the last of each other kind; the
/// layers of others are deleted with those that nobody stands on: see [#layers(HostId)].
public final class SnapshotBook {
    /// When a snapshot was taken, and so how.
    public enum Kind {
        /// What a session started from. Noted by [#note], not taken.
        BASE(1),
        /// While it worked: programs go on.
        SESSION(3),
        /// As its sandbox was released: programs are ended.
        EXIT(1);

        private final int kept;

        Kind(int kept) {
            this.kept = kept;
        }
    }

    /// @param host  where its layers are
    /// @param bytes of its newest layer on disk there
    public record Entry(String session, Kind kind, HostId host, Snapshot snapshot, long bytes) {}

    private static final Migrations TABLES = Migrations.of("snapshot", """
            CREATE TABLE snapshot (
              session TEXT NOT NULL,
              id TEXT NOT NULL,
              kind TEXT NOT NULL,
              host TEXT NOT NULL,
              layers TEXT NOT NULL,
              taken INTEGER NOT NULL,
              pause INTEGER NOT NULL,
              bytes INTEGER NOT NULL,
              PRIMARY KEY (session, id)
            ) WITHOUT ROWID;
            CREATE INDEX snapshot_host ON snapshot (host)
            """);
    private static final String COLUMNS = "session, kind, host, layers, taken, pause, bytes";
    private static final Pattern COLON = Pattern.compile(":");

    private final Database database;
    private final InstantSource clock;
    private final RandomGenerator random;

    public SnapshotBook(Database database, InstantSource clock, RandomGenerator random) {
        this.database = database;
        this.clock = clock;
        this.random = random;
        database.migrate(TABLES);
    }

    /// Takes a snapshot of a session's sandbox and notes it: a hot one of kind SESSION, else a cold one. Returns once
    /// it is on the host's disk and in this book; blocks as long as a copy of what changed takes.
    /// @param on the sandboxes of `host`, of which `sandbox` is one
    /// @throws dev.slipway.model.problem.ProblemException when it can't be taken; earlier ones are as they were
    public Entry take(String session, Kind kind, HostId host, Sandboxes on, Sandbox sandbox) {
        Snapshot snapshot = new Snapshots(on, clock, random)
                .seal(sandbox, kind == Kind.SESSION ? Snapshots.Running.GO_ON : Snapshots.Running.END);
        Entry entry = new Entry(session, kind, host, snapshot, on.bytes(snapshot.id()));
        note(entry);
        return entry;
    }

    /// Notes a snapshot that was taken otherwise, and forgets those that are too old then.
    public void note(Entry entry) {
        Snapshot snapshot = entry.snapshot();
        database.write(sql -> {
            sql.run(
                    "INSERT OR REPLACE INTO snapshot (id, " + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    snapshot.id(),
                    entry.session(),
                    entry.kind(),
                    entry.host(),
                    snapshot.layers().stream().map(LayerId::value).collect(Collectors.joining(":")),
                    snapshot.taken(),
                    snapshot.pause().toNanos(),
                    entry.bytes());
            retain(sql, entry.session());
            return entry;
        });
    }

    /// What a session would go on from: the newest that was taken of it, its BASE aside.
    public Optional<Entry> latest(String session) {
        return of(session).stream().filter(entry -> entry.kind() != Kind.BASE).findFirst();
    }

    /// All of a session, the newest first.
    public List<Entry> of(String session) {
        return database.read(sql -> sql.list(
                "SELECT " + COLUMNS + " FROM snapshot WHERE session = ? ORDER BY taken DESC, id",
                SnapshotBook::entry,
                session));
    }

    /// All that have any.
    public List<String> sessions() {
        return database.read(
                sql -> sql.list("SELECT DISTINCT session FROM snapshot ORDER BY session", row -> row.text(1)));
    }

    /// A session that will never go on.
    public void forget(String session) {
        database.write(sql -> sql.run("DELETE FROM snapshot WHERE session = ?", session));
    }

    /// A host that is gone for good, with all that it had.
    public void forget(HostId host) {
        database.write(sql -> sql.run("DELETE FROM snapshot WHERE host = ?", host));
    }

    /// The layers of a host that must stay.
    public Set<LayerId> layers(HostId host) {
        Set<LayerId> layers = new HashSet<>();
        database.read(sql -> sql.list("SELECT layers FROM snapshot WHERE host = ?", row -> layers(row.text(1)), host))
                .forEach(layers::addAll);
        return layers;
    }

    private static void retain(Sql sql, String session) {
        Arrays.stream(Kind.values())
                .forEach(kind -> sql.run(
                        "DELETE FROM snapshot WHERE session = ? AND kind = ? AND id NOT IN (SELECT id FROM snapshot"
                                + " WHERE session = ? AND kind = ? ORDER BY taken DESC, id LIMIT ?)",
                        session,
                        kind,
                        session,
                        kind,
                        kind.kept));
    }

    private static Entry entry(Row row) {
        Snapshot snapshot = new Snapshot(layers(row.text(4)), row.instant(5), Duration.ofNanos(row.number(6)));
        return new Entry(row.text(1), Kind.valueOf(row.text(2)), new HostId(row.text(3)), snapshot, row.number(7));
    }

    private static List<LayerId> layers(String text) {
        return COLON.splitAsStream(text).map(LayerId::new).toList();
    }
}
