package dev.slipway.pool;

import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.pool.Entry.State;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import dev.slipway.sqlite.Row;
import dev.slipway.sqlite.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The sandboxes that were made before their sessions. Each change is on disk, with what it means for the ledger,
/// before
/// anyone acts on it: a daemon that is killed at any moment gives none of them away twice and forgets none.
final class Entries {
    private static final Migrations TABLES = Migrations.of("warm", """
            CREATE TABLE warm_sandbox (
              id TEXT PRIMARY KEY,
              host TEXT NOT NULL,
              repository TEXT NOT NULL,
              branch TEXT NOT NULL,
              commit_id TEXT,
              layers TEXT NOT NULL,
              state TEXT NOT NULL,
              holder TEXT NOT NULL,
              since INTEGER NOT NULL
            ) WITHOUT ROWID
            """);

    private final Database database;
    private final InstantSource clock;
    private final Consumer<RepositoryId> changed;
    private final Map<SandboxId, Entry> entries = new LinkedHashMap<>();

    /// @param changed told of the repository after each change
    Entries(Database database, InstantSource clock, Consumer<RepositoryId> changed) {
        this.database = database;
        this.clock = clock;
        this.changed = changed;
        database.migrate(TABLES);
        database.read(sql -> sql.list(
                        "SELECT id, host, repository, branch, commit_id, layers, state, holder, since"
                                + " FROM warm_sandbox ORDER BY since, id",
                        Entries::entry))
                .forEach(entry -> entries.put(entry.sandbox(), entry));
    }

    /// The oldest first.
    synchronized List<Entry> all() {
        return List.copyOf(entries.values());
    }

    List<Entry> all(Predicate<Entry> which) {
        return all().stream().filter(which).toList();
    }

    synchronized Optional<Entry> find(SandboxId sandbox) {
        return Optional.ofNullable(entries.get(sandbox));
    }

    /// A sandbox is about to be made, to wait or for its holder.
    void begin(Entry making) {
        put(making, _ -> {});
    }

    /// It was made. It waits, unless it was made for someone.
    void made(SandboxId sandbox, Optional<CommitId> commit) {
        change(sandbox, entry -> {
            State next = entry.holder() instanceof Holder.None ? State.WAITING : State.HELD;
            return entry.become(next, entry.holder(), commit, clock.instant());
        });
    }

    /// Gives a waiting sandbox of the repository on that host away, best one on that branch, then the newest. No two
    /// get
    /// the same.
    synchronized Optional<Entry> take(
            RepositoryId repository, HostId host, BranchName branch, Holder to, Predicate<Entry> fit) {
        Optional<Entry> best = entries.values().stream()
                .filter(entry -> entry.state() == State.WAITING
                        && entry.repository().equals(repository)
                        && entry.host().equals(host)
                        && fit.test(entry))
                .max(Comparator.<Entry, Boolean>comparing(
                                entry -> entry.branch().equals(branch))
                        .thenComparing(Entry::since));
        return best.map(entry ->
                change(entry.sandbox(), before -> before.become(State.HELD, to, before.commit(), before.since())));
    }

    /// Passes a sandbox on, such as a draft's to its session.
    /// @return whether it was the first one's
    synchronized boolean pass(SandboxId sandbox, Holder from, Holder to) {
        Entry entry = entries.get(sandbox);
        if (entry == null || entry.state() != State.HELD || !entry.holder().equals(from)) {
            return false;
        }
        change(sandbox, before -> before.become(State.HELD, to, before.commit(), before.since()));
        return true;
    }

    /// A holder has no use for it after all, and left no trace in it.
    /// @return whether it was that holder's
    synchronized boolean giveBack(SandboxId sandbox, Holder from, Optional<CommitId> commit) {
        Entry entry = entries.get(sandbox);
        if (entry == null || entry.state() != State.HELD || !entry.holder().equals(from)) {
            return false;
        }
        change(sandbox, before -> before.become(State.WAITING, new Holder.None(), commit, before.since()));
        return true;
    }

    /// Nobody is to get it any more. Fine if that is so already, or if it is gone.
    synchronized void doom(SandboxId sandbox) {
        Entry entry = entries.get(sandbox);
        if (entry != null && entry.state() != State.DOOMED) {
            change(sandbox, before -> before.become(State.DOOMED, before.holder(), before.commit(), before.since()));
        }
    }

    /// Dooms a sandbox that waits.
    /// @return false if somebody has it by now
    synchronized boolean doomWaiting(SandboxId sandbox) {
        Entry entry = entries.get(sandbox);
        if (entry == null || entry.state() != State.WAITING) {
            return false;
        }
        doom(sandbox);
        return true;
    }

    /// It is no more, or it is a session's whose journal names it.
    void forget(SandboxId sandbox) {
        Entry gone;
        synchronized (this) {
            Entry known = entries.get(sandbox);
            if (known == null) {
                return;
            }
            gone = known;
            database.write(sql -> {
                account(sql, gone, null);
                return sql.run("DELETE FROM warm_sandbox WHERE id = ?", sandbox);
            });
            entries.remove(sandbox);
        }
        changed.accept(gone.repository());
    }

    private interface Step {
        Entry from(Entry before);
    }

    private Entry change(SandboxId sandbox, Step step) {
        Entry after;
        synchronized (this) {
            Entry before = entries.get(sandbox);
            if (before == null) {
                throw new IllegalStateException("There is no sandbox " + sandbox.value());
            }
            after = step.from(before);
            Entry next = after;
            put(next, sql -> account(sql, before, next));
        }
        return after;
    }

    /// Closes the account of a sandbox that lived on it and does not any more.
    /// @param after null if it is no more
    private void account(Sql sql, Entry before, @Nullable Entry after) {
        if (!before.onAccount() || (after != null && after.onAccount())) {
            return;
        }
        Instant now = clock.instant();
        Duration lived = Duration.between(before.since(), now);
        Duration counted = lived.isNegative() ? Duration.ZERO : lived;
        if (after != null && after.state() == State.HELD) {
            Ledger.add(sql, before.repository(), now, Ledger.Figure.USED_TIME, counted);
        } else {
            Ledger.add(sql, before.repository(), now, Ledger.Figure.WASTED_TIME, counted);
            Ledger.add(sql, before.repository(), now, Ledger.Figure.EXPIRED, 1);
        }
    }

    private void put(Entry entry, Consumer<Sql> with) {
        synchronized (this) {
            database.write(sql -> {
                with.accept(sql);
                return sql.run(
                        "INSERT OR REPLACE INTO warm_sandbox VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        entry.sandbox(),
                        entry.host(),
                        entry.repository(),
                        entry.branch(),
                        entry.commit(),
                        entry.layers(),
                        entry.state(),
                        entry.holder().text(),
                        entry.since());
            });
            entries.put(entry.sandbox(), entry);
        }
        changed.accept(entry.repository());
    }

    private static Entry entry(Row row) {
        return new Entry(
                new SandboxId(row.text(1)),
                new HostId(row.text(2)),
                new RepositoryId(row.text(3)),
                new BranchName(row.text(4)),
                row.optionalText(5).map(CommitId::new),
                row.text(6),
                State.valueOf(row.text(7)),
                Holder.of(row.text(8)),
                row.instant(9));
    }
}
