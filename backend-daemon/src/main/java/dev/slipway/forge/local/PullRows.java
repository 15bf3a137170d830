package dev.slipway.forge.local;

import dev.slipway.forge.OpenPullRequest;
import dev.slipway.forge.PullRequestFilter;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.model.wire.Json;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import dev.slipway.sqlite.Row;
import dev.slipway.sqlite.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Pull requests in the daemon's database. Each change is on disk when its method returns.
final class PullRows {
    private static final Migrations TABLES = Migrations.of("forge.local", """
            CREATE TABLE pull_request (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                repository TEXT NOT NULL,
                number INTEGER NOT NULL,
                title TEXT NOT NULL,
                body TEXT NOT NULL,
                author TEXT NOT NULL,
                head TEXT NOT NULL,
                base TEXT NOT NULL,
                head_commit TEXT NOT NULL,
                state TEXT NOT NULL,
                session TEXT,
                merge_commit TEXT,
                merged_from TEXT,
                merged_by TEXT,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                UNIQUE (repository, number)
            );
            CREATE INDEX pull_request_session ON pull_request (session) WHERE session IS NOT NULL;
            CREATE TABLE pull_prompter (
                pull INTEGER NOT NULL,
                position INTEGER NOT NULL,
                user TEXT NOT NULL,
                PRIMARY KEY (pull, user)
            ) WITHOUT ROWID;
            CREATE TABLE pull_review (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                pull INTEGER NOT NULL,
                author TEXT NOT NULL,
                verdict TEXT NOT NULL,
                body TEXT NOT NULL,
                head_commit TEXT NOT NULL,
                at INTEGER NOT NULL
            );
            CREATE INDEX pull_review_pull ON pull_review (pull);
            CREATE TABLE pull_merging (
                pull INTEGER PRIMARY KEY,
                method TEXT NOT NULL,
                head_commit TEXT NOT NULL,
                base_before TEXT,
                base_after TEXT NOT NULL,
                merged_by TEXT NOT NULL
            )
            """);
    private static final String SELECT = "SELECT id, repository, number, title, body, author, head, base, head_commit,"
            + " state, session, merge_commit, merged_from, merged_by, created_at, updated_at FROM pull_request ";

    private final Database database;

    PullRows(Database database) {
        this.database = database;
        database.migrate(TABLES);
    }

    /// A merge that is about to happen.
    record Intent(long pull, MergeMethod method, CommitId head, Optional<CommitId> before, CommitId after, Author by) {}

    Pull insert(OpenPullRequest request, BranchName base, CommitId head, Instant now) {
        return database.write(sql -> {
            int number = sql.first(
                                    "SELECT max(number) FROM pull_request WHERE repository = ?",
                                    row -> (int) row.number(1),
                                    request.repository())
                            .orElse(0)
                    + 1;
            sql.run(
                    "INSERT INTO pull_request (repository, number, title, body, author, head, base, head_commit, state,"
                            + " session, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    request.repository(),
                    number,
                    request.text().title(),
                    request.text().body(),
                    Json.write(request.author()),
                    request.head(),
                    base,
                    head,
                    PullRequestState.OPEN,
                    request.session(),
                    now,
                    now);
            PullRequestRef ref = new PullRequestRef(request.repository(), number);
            long id = require(sql, ref).id();
            request.prompters().forEach(user -> addPrompter(sql, id, user));
            return require(sql, ref);
        });
    }

    Optional<Pull> find(PullRequestRef ref) {
        return database.read(sql -> find(sql, ref));
    }

    Optional<Pull> byId(long id) {
        return database.read(sql -> sql.first(SELECT + "WHERE id = ?", row -> pull(sql, row), id));
    }

    List<Pull> open(RepositoryId repository) {
        return database.read(sql -> sql.list(
                SELECT + "WHERE repository = ? AND state = ? ORDER BY id",
                row -> pull(sql, row),
                repository,
                PullRequestState.OPEN));
    }

    /// Newest first.
    /// @param before only those with a smaller id
    List<Pull> list(PullRequestFilter filter, long before, int limit) {
        return database.read(sql -> sql.list(
                SELECT + "WHERE id < ?1 AND (?2 IS NULL OR repository = ?2) AND (?3 IS NULL OR state = ?3)"
                        + " AND (?4 IS NULL OR session = ?4) ORDER BY id DESC LIMIT ?5",
                row -> pull(sql, row),
                before,
                filter.repository(),
                filter.state(),
                filter.session(),
                limit));
    }

    Pull edit(Pull pull, String title, String body, Instant now) {
        return change(
                pull,
                sql -> sql.run(
                        "UPDATE pull_request SET title = ?, body = ?, updated_at = ? WHERE id = ?",
                        title,
                        body,
                        now,
                        pull.id()));
    }

    /// Another state, another head, or both.
    Pull turn(Pull pull, PullRequestState state, CommitId head, Instant now) {
        return change(
                pull,
                sql -> sql.run(
                        "UPDATE pull_request SET state = ?, head_commit = ?, updated_at = ? WHERE id = ?",
                        state,
                        head,
                        now,
                        pull.id()));
    }

    Pull review(Pull pull, Author author, Review.Verdict verdict, String body, CommitId head, Instant now) {
        return change(pull, sql -> {
            sql.run(
                    "INSERT INTO pull_review (pull, author, verdict, body, head_commit, at) VALUES (?, ?, ?, ?, ?, ?)",
                    pull.id(),
                    Json.write(author),
                    verdict,
                    body,
                    head,
                    now);
            sql.run("UPDATE pull_request SET updated_at = ? WHERE id = ?", now, pull.id());
        });
    }

    void addPrompter(SessionId session, UserId user) {
        database.write(sql -> {
            sql.list("SELECT id FROM pull_request WHERE session = ?", row -> row.number(1), session)
                    .forEach(id -> addPrompter(sql, id, user));
            return session;
        });
    }

    void intend(Intent intent) {
        database.write(sql -> sql.run(
                "INSERT OR REPLACE INTO pull_merging VALUES (?, ?, ?, ?, ?, ?)",
                intent.pull(),
                intent.method(),
                intent.head(),
                intent.before(),
                intent.after(),
                Json.write(intent.by())));
    }

    void forget(Intent intent) {
        database.write(sql -> sql.run("DELETE FROM pull_merging WHERE pull = ?", intent.pull()));
    }

    List<Intent> intents() {
        return database.read(sql -> sql.list(
                "SELECT pull, method, head_commit, base_before, base_after, merged_by FROM pull_merging",
                row -> new Intent(
                        row.number(1),
                        MergeMethod.valueOf(row.text(2)),
                        new CommitId(row.text(3)),
                        row.optionalText(4).map(CommitId::new),
                        new CommitId(row.text(5)),
                        Json.read(row.text(6), Author.class))));
    }

    Pull merged(Pull pull, Intent intent, Optional<CommitId> mergedFrom, Instant now) {
        return change(pull, sql -> {
            sql.run(
                    "UPDATE pull_request SET state = ?, head_commit = ?, merge_commit = ?, merged_from = ?,"
                            + " merged_by = ?, updated_at = ? WHERE id = ?",
                    PullRequestState.MERGED,
                    intent.head(),
                    intent.after(),
                    mergedFrom,
                    Json.write(intent.by()),
                    now,
                    pull.id());
            sql.run("DELETE FROM pull_merging WHERE pull = ?", pull.id());
        });
    }

    void removeAll(RepositoryId repository) {
        database.write(sql -> {
            for (String table : List.of("pull_prompter", "pull_review", "pull_merging")) {
                sql.run(
                        "DELETE FROM " + table + " WHERE pull IN (SELECT id FROM pull_request WHERE repository = ?)",
                        repository);
            }
            return sql.run("DELETE FROM pull_request WHERE repository = ?", repository);
        });
    }

    private Pull change(Pull pull, Consumer<Sql> change) {
        return database.write(sql -> {
            change.accept(sql);
            return require(sql, pull.ref());
        });
    }

    private static void addPrompter(Sql sql, long pull, UserId user) {
        sql.run(
                "INSERT OR IGNORE INTO pull_prompter SELECT ?1, count(*), ?2 FROM pull_prompter WHERE pull = ?1",
                pull,
                user);
    }

    private static Pull require(Sql sql, PullRequestRef ref) {
        return find(sql, ref).orElseThrow(() -> new IllegalStateException(ref + " has no row"));
    }

    private static Optional<Pull> find(Sql sql, PullRequestRef ref) {
        return sql.first(
                SELECT + "WHERE repository = ? AND number = ?", row -> pull(sql, row), ref.repository(), ref.number());
    }

    private static Pull pull(Sql sql, Row row) {
        long id = row.number(1);
        return new Pull(
                id,
                new PullRequestRef(new RepositoryId(row.text(2)), (int) row.number(3)),
                row.text(4),
                row.text(5),
                Json.read(row.text(6), Author.class),
                new BranchName(row.text(7)),
                new BranchName(row.text(8)),
                new CommitId(row.text(9)),
                PullRequestState.valueOf(row.text(10)),
                row.optionalText(11).map(SessionId::new),
                row.optionalText(12).map(CommitId::new),
                row.optionalText(13).map(CommitId::new),
                row.optionalText(14).map(text -> Json.read(text, Author.class)),
                row.instant(15),
                row.instant(16),
                sql.list(
                        "SELECT user FROM pull_prompter WHERE pull = ? ORDER BY position",
                        prompter -> new UserId(prompter.text(1)),
                        id),
                sql.list(
                        "SELECT id, author, verdict, body, head_commit, at FROM pull_review WHERE pull = ? ORDER BY id",
                        PullRows::review,
                        id));
    }

    private static Review review(Row row) {
        return new Review(
                row.number(1),
                Json.read(row.text(2), Author.class),
                Review.Verdict.valueOf(row.text(3)),
                row.text(4),
                new CommitId(row.text(5)),
                row.instant(6));
    }
}
