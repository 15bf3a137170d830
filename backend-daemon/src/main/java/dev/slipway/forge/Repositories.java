package dev.slipway.forge;

import dev.slipway.git.BranchMoved;
import dev.slipway.git.ImportProgress;
import dev.slipway.git.Mirror;
import dev.slipway.git.Mirrors;
import dev.slipway.git.Origin;
import dev.slipway.image.Sources;
import dev.slipway.model.Pin;
import dev.slipway.model.code.Branch;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.RepositoryCalls.OriginAnswer;
import dev.slipway.model.wire.RepositoryCalls.RunningImport;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import dev.slipway.sqlite.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/// The repositories that sessions can work on: their commits are in a mirror each, what else is known of them in the
/// daemon's database.
public final class Repositories implements Sources {
    private static final Migrations TABLES = Migrations.of("forge", """
            CREATE TABLE repository (
                id TEXT PRIMARY KEY,
                origin TEXT,
                notices TEXT NOT NULL,
                created_at INTEGER NOT NULL
            ) WITHOUT ROWID
            """);

    private final Mirrors mirrors;
    private final Database database;
    private final InstantSource clock;
    private final Imports imports = new Imports();
    private final OriginVisits visits;
    private final List<Function<RepositoryId, Optional<String>>> objections = new CopyOnWriteArrayList<>();
    private final List<Consumer<RepositoryId>> farewells = new CopyOnWriteArrayList<>();

    public Repositories(Mirrors mirrors, Database database, InstantSource clock) {
        this.mirrors = mirrors;
        this.database = database;
        this.clock = clock;
        this.visits = new OriginVisits(this::fetch, clock);
        database.migrate(TABLES);
        takeInStrays();
    }

    /// Imports a repository, or creates an empty one. Returns when all of it is on disk.
    /// @param id            made from the last part of `origin` unless given; one of the two is needed
    /// @param defaultBranch what the origin says, else `main`, unless given
    public Repository add(Optional<RepositoryId> id, Optional<String> origin, Optional<BranchName> defaultBranch) {
        return add(id, origin, defaultBranch, ImportProgress.SILENT);
    }

    /// The same, telling how it gets on.
    public Repository add(
            Optional<RepositoryId> id,
            Optional<String> origin,
            Optional<BranchName> defaultBranch,
            ImportProgress progress) {
        Optional<Origin> from = origin.map(Origin::parse);
        RepositoryId name = id.or(() -> from.map(Origin::shown).map(RepositoryId::fromLocation))
                .orElseThrow(() -> Problem.invalid(
                                "malformed-repository",
                                "A repository needs a name or an origin",
                                "Neither `id` nor `origin` is given.")
                        .toException());
        List<String> notices = List.of();
        if (from.isPresent()) {
            try (Imports.Running running = imports.begin(name, from.get().shown(), progress)) {
                notices = mirrors.importFrom(name, from.get(), defaultBranch, running)
                        .notices();
            }
        } else {
            mirrors.create(name, defaultBranch.orElse(new BranchName("main")));
        }
        String kept = String.join("\n", notices);
        Instant now = clock.instant();
        try {
            database.write(sql ->
                    sql.run("INSERT INTO repository VALUES (?, ?, ?, ?)", name, from.map(Origin::shown), kept, now));
        } catch (RuntimeException e) {
            mirrors.delete(name);
            throw e;
        }
        return get(name);
    }

    /// Imports that run now.
    public List<RunningImport> imports() {
        return imports.list();
    }

    /// Has an import leave nothing behind; does nothing when none runs.
    public void cancelImport(RepositoryId id) {
        imports.cancel(id);
    }

    /// What an import from there would find. What keeps it from being imported is part of the answer.
    public OriginAnswer look(String origin) {
        Optional<RepositoryId> name = Optional.empty();
        try {
            Origin from = Origin.parse(origin);
            name = nameFrom(from);
            Mirrors.Looked looked = mirrors.look(from);
            return new OriginAnswer(
                    name,
                    name.filter(mirrors::exists).isPresent(),
                    looked.defaultBranch(),
                    looked.branches(),
                    Optional.empty());
        } catch (ProblemException e) {
            Optional<ProblemDetails> problem = Optional.of(ProblemDetails.of(e.problem()));
            return new OriginAnswer(name, name.filter(mirrors::exists).isPresent(), Optional.empty(), 0, problem);
        }
    }

    private static Optional<RepositoryId> nameFrom(Origin origin) {
        try {
            return Optional.of(RepositoryId.fromLocation(origin.shown()));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    /// Has sessions start from another branch, unless told otherwise.
    /// @throws ProblemException `unknown-repository`, `unknown-branch`
    public Repository setDefaultBranch(RepositoryId id, BranchName branch) {
        known(id);
        mirror(id).setDefaultBranch(branch);
        return get(id);
    }

    /// By name.
    public List<Repository> list() {
        return database.read(sql -> sql.list("SELECT * FROM repository ORDER BY id", Known::of)).stream()
                .map(this::describe)
                .toList();
    }

    public Repository get(RepositoryId id) {
        return describe(known(id));
    }

    /// By name.
    public List<Branch> branches(RepositoryId id) {
        return mirror(id).branches();
    }

    /// The commits of a repository.
    @Override
    public Mirror mirror(RepositoryId id) {
        return mirrors.open(id);
    }

    @Override
    public void refresh(RepositoryId id) {
        if (known(id).origin().isPresent()) {
            var _ = fetch(id);
        }
    }

    /// Brings in what is new at the origin.
    public Repository fetch(RepositoryId id) {
        Known known = known(id);
        String origin = known.origin()
                .orElseThrow(() -> Problem.conflict(
                                "no-origin",
                                "This repository has no origin",
                                id.value() + " was created here, so there is nothing to fetch from.")
                        .toException());
        List<String> notices = mirror(id).fetch(Origin.parse(origin), ImportProgress.SILENT);
        database.write(
                sql -> sql.run("UPDATE repository SET notices = ? WHERE id = ?", String.join("\n", notices), id));
        return get(id);
    }

    /// Brings in what is new at the origin, if it has one, unless somebody did so just now.
    /// @param young how long ago is just now
    /// @param limit waited at most; the fetch then goes on by itself
    /// @throws ProblemException when the origin can't be read, or not in that time
    public void refresh(RepositoryId id, Duration young, Duration limit) throws InterruptedException {
        if (known(id).origin().isPresent()) {
            visits.visit(id, young, limit);
        }
    }

    /// Removes a repository with all its commits and pull requests, unless someone objects.
    public void remove(RepositoryId id) {
        known(id);
        for (Function<RepositoryId, Optional<String>> objection : objections) {
            objection.apply(id).ifPresent(why -> {
                throw Problem.conflict("repository-in-use", "This repository is in use", why)
                        .toException();
            });
        }
        mirrors.delete(id);
        database.write(sql -> sql.run("DELETE FROM repository WHERE id = ?", id));
        farewells.forEach(farewell -> farewell.accept(id));
    }

    /// Asks before each removal; an answer is the reason against it, a sentence.
    public Pin objectToRemoval(Function<RepositoryId, Optional<String>> objection) {
        objections.add(objection);
        return () -> objections.remove(objection);
    }

    /// Calls the listener when a repository is removed.
    public Pin onRemoved(Consumer<RepositoryId> listener) {
        farewells.add(listener);
        return () -> farewells.remove(listener);
    }

    /// Calls the listener after each change of a branch, in the thread that made it.
    public Pin onBranchMoved(Consumer<BranchMoved> listener) {
        return mirrors.onBranchMoved(listener);
    }

    private Known known(RepositoryId id) {
        return database.read(sql -> sql.first("SELECT * FROM repository WHERE id = ?", Known::of, id))
                .orElseThrow(() -> Problem.unknown(
                                "unknown-repository",
                                "There is no such repository",
                                "This daemon has no repository \"" + id.value() + "\".")
                        .withRemedy("`slipway repo list` shows those it has.")
                        .toException());
    }

    private Repository describe(Known known) {
        List<String> notices = new ArrayList<>(known.notices());
        BranchName branch = new BranchName("main");
        Optional<CommitId> head = Optional.empty();
        if (mirrors.exists(known.id())) {
            Mirror mirror = mirror(known.id());
            branch = mirror.defaultBranch();
            head = mirror.tip(branch);
            notices.addAll(mirror.notices());
        } else {
            notices.add("Its commits are missing on the daemon's disk; restore them from a backup, or remove it.");
        }
        String cloneUrl = "/git/" + known.id().value() + ".git";
        return new Repository(known.id(), known.origin(), branch, head, cloneUrl, notices, known.createdAt());
    }

    /// A crash after an import and before its row leaves a mirror without one: it is whole, so it is taken in.
    private void takeInStrays() {
        Set<String> rows =
                new HashSet<>(database.read(sql -> sql.list("SELECT id FROM repository", row -> row.text(1))));
        for (RepositoryId id : mirrors.all()) {
            if (!rows.contains(id.value())) {
                database.write(sql -> sql.run("INSERT INTO repository VALUES (?, NULL, '', ?)", id, clock.instant()));
            }
        }
    }

    private record Known(RepositoryId id, Optional<String> origin, List<String> notices, Instant createdAt) {
        static Known of(Row row) {
            List<String> notices =
                    row.text(3).isEmpty() ? List.of() : List.of(row.text(3).split("\n"));
            return new Known(new RepositoryId(row.text(1)), row.optionalText(2), notices, row.instant(4));
        }
    }
}
