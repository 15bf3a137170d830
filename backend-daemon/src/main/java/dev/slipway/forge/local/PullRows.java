package dev.slipway.forge.local;

import dev.slipway.forge.OpenPullRequest;
import dev.slipway.forge.PullRequestFilter;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.code.Side;
import dev.slipway.model.forge.LineComment;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.PullRequestEvent.Kind;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            """, """
            CREATE TABLE pull_comment (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                review INTEGER NOT NULL,
                path TEXT NOT NULL,
                side TEXT NOT NULL,
                first INTEGER NOT NULL,
                last INTEGER NOT NULL,
                code TEXT NOT NULL,
                body TEXT NOT NULL
            );
            CREATE INDEX pull_comment_review ON pull_comment (review);
            CREATE TABLE pull_entry (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                pull INTEGER NOT NULL,
                kind TEXT NOT NULL,
                author TEXT,
                commit_id TEXT,
                detail TEXT NOT NULL,
                at INTEGER NOT NULL,
                review INTEGER,
                told INTEGER NOT NULL
            );
            CREATE INDEX pull_entry_pull ON pull_entry (pull);
            CREATE INDEX pull_entry_untold ON pull_entry (id) WHERE told = 0;
            INSERT INTO pull_entry (pull, kind, author, detail, at, told)
                SELECT id, 'OPENED', author, '', created_at, 1 FROM pull_request;
            INSERT INTO pull_entry (pull, kind, author, commit_id, detail, at, review, told)
                SELECT pull, CASE verdict WHEN 'APPROVE' THEN 'APPROVED'
                    WHEN 'REQUEST_CHANGES' THEN 'CHANGES_REQUESTED' ELSE 'COMMENTED' END,
                    author, head_commit, body, at, id, 1 FROM pull_review;
            INSERT INTO pull_entry (pull, kind, author, commit_id, detail, at, told)
                SELECT id, state, merged_by, merge_commit, '', updated_at, 1 FROM pull_request WHERE state != 'OPEN';
            CREATE TABLE pull_work (
                pull INTEGER NOT NULL,
                session TEXT NOT NULL,
                PRIMARY KEY (pull, session)
            ) WITHOUT ROWID;
            CREATE INDEX pull_work_session ON pull_work (session);
            CREATE TABLE session_commit (
                repository TEXT NOT NULL,
                commit_id TEXT NOT NULL,
                session TEXT NOT NULL,
                PRIMARY KEY (repository, commit_id, session)
            ) WITHOUT ROWID;
            CREATE TABLE check_report (
                repository TEXT NOT NULL,
                commit_id TEXT NOT NULL,
                name TEXT NOT NULL,
                state TEXT NOT NULL,
                url TEXT,
                summary TEXT NOT NULL,
                author TEXT NOT NULL,
                at INTEGER NOT NULL,
                PRIMARY KEY (repository, commit_id, name)
            ) WITHOUT ROWID;
            CREATE TABLE required_check (
                repository TEXT NOT NULL,
                name TEXT NOT NULL,
                PRIMARY KEY (repository, name)
            ) WITHOUT ROWID
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

    /// @param work the sessions whose commits it holds
    PullEntry.Change insert(OpenPullRequest request, BranchName base, CommitId head, Set<SessionId> work, Instant now) {
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
            work.forEach(session -> link(sql, id, session));
            long entry = enter(
                    sql, id, PullEntry.by(request.author(), Kind.OPENED, now).at(head), Optional.empty());
            return new PullEntry.Change(require(sql, ref), entry);
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

    PullEntry.Change edit(Pull pull, String title, String body, Author by, Instant now) {
        return change(
                pull,
                PullEntry.by(by, Kind.EDITED, now),
                sql -> sql.run(
                        "UPDATE pull_request SET title = ?, body = ?, updated_at = ? WHERE id = ?",
                        title,
                        body,
                        now,
                        pull.id()));
    }

    /// Another state, another head, or both.
    PullEntry.Change turn(Pull pull, PullRequestState state, CommitId head, PullEntry entry) {
        Instant now = entry.at();
        return change(
                pull,
                entry,
                sql -> sql.run(
                        "UPDATE pull_request SET state = ?, head_commit = ?, updated_at = ? WHERE id = ?",
                        state,
                        head,
                        now,
                        pull.id()));
    }

    /// @param review its id is made here
    PullEntry.Change review(Pull pull, Review review) {
        return database.write(sql -> {
            sql.run(
                    "INSERT INTO pull_review (pull, author, verdict, body, head_commit, at) VALUES (?, ?, ?, ?, ?, ?)",
                    pull.id(),
                    Json.write(review.author()),
                    review.verdict(),
                    review.body(),
                    review.commit(),
                    review.at());
            long id = newest(sql);
            for (LineComment comment : review.comments()) {
                sql.run(
                        "INSERT INTO pull_comment (review, path, side, first, last, code, body)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        id,
                        comment.path(),
                        comment.side(),
                        comment.from(),
                        comment.to(),
                        comment.code(),
                        comment.body());
            }
            sql.run("UPDATE pull_request SET updated_at = ? WHERE id = ?", review.at(), pull.id());
            PullEntry entry = PullEntry.by(review.author(), kind(review.verdict()), review.at())
                    .at(review.commit())
                    .saying(review.body());
            return new PullEntry.Change(require(sql, pull.ref()), enter(sql, pull.id(), entry, Optional.of(id)));
        });
    }

    private static Kind kind(Review.Verdict verdict) {
        return switch (verdict) {
            case APPROVE -> Kind.APPROVED;
            case REQUEST_CHANGES -> Kind.CHANGES_REQUESTED;
            case COMMENT -> Kind.COMMENTED;
        };
    }

    void addPrompter(SessionId session, UserId user) {
        String pulls = "SELECT id FROM pull_request WHERE session = ?1"
                + " UNION SELECT pull FROM pull_work WHERE session = ?1";
        List<Long> concerned = database.read(sql -> sql.list(pulls, row -> row.number(1), session));
        if (!concerned.isEmpty()) {
            database.write(sql -> {
                concerned.forEach(id -> addPrompter(sql, id, user));
                return session;
            });
        }
    }

    /// Notes whose work a pull request holds, and who is barred by that.
    void link(Pull pull, Map<SessionId, List<UserId>> work) {
        database.write(sql -> {
            work.forEach((session, prompters) -> {
                link(sql, pull.id(), session);
                prompters.forEach(user -> addPrompter(sql, pull.id(), user));
            });
            return work;
        });
    }

    private static void link(Sql sql, long pull, SessionId session) {
        sql.run("INSERT OR IGNORE INTO pull_work VALUES (?, ?)", pull, session);
    }

    /// A pull request's history, oldest first.
    List<PullEntry.Kept> entries(long pull) {
        return database.read(sql -> sql.list(
                "SELECT id, pull, review, kind, author, commit_id, detail, at FROM pull_entry WHERE pull = ?"
                        + " ORDER BY at, id",
                PullRows::entry,
                pull));
    }

    /// What listeners may not have heard of, oldest first.
    List<PullEntry.Kept> untold() {
        return database.read(sql -> sql.list(
                "SELECT id, pull, review, kind, author, commit_id, detail, at FROM pull_entry WHERE told = 0"
                        + " ORDER BY id",
                PullRows::entry));
    }

    void told(long entry) {
        database.write(sql -> sql.run("UPDATE pull_entry SET told = 1 WHERE id = ?", entry));
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

    /// @param how the method, or nothing when it was pushed
    PullEntry.Change merged(Pull pull, Intent intent, Optional<CommitId> mergedFrom, String how, Instant now) {
        PullEntry entry =
                PullEntry.by(intent.by(), Kind.MERGED, now).at(intent.after()).saying(how);
        return change(pull, entry, sql -> {
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
            sql.run(
                    "DELETE FROM pull_comment WHERE review IN (SELECT id FROM pull_review WHERE pull IN"
                            + " (SELECT id FROM pull_request WHERE repository = ?))",
                    repository);
            sql.run(
                    "DELETE FROM pull_review WHERE pull IN (SELECT id FROM pull_request WHERE repository = ?)",
                    repository);
            for (String table : List.of("pull_prompter", "pull_merging", "pull_entry", "pull_work")) {
                sql.run(
                        "DELETE FROM " + table + " WHERE pull IN (SELECT id FROM pull_request WHERE repository = ?)",
                        repository);
            }
            return sql.run("DELETE FROM pull_request WHERE repository = ?", repository);
        });
    }

    private PullEntry.Change change(Pull pull, PullEntry entry, Consumer<Sql> change) {
        return database.write(sql -> {
            change.accept(sql);
            return new PullEntry.Change(require(sql, pull.ref()), enter(sql, pull.id(), entry, Optional.empty()));
        });
    }

    private static long enter(Sql sql, long pull, PullEntry entry, Optional<Long> review) {
        sql.run(
                "INSERT INTO pull_entry (pull, kind, author, commit_id, detail, at, review, told)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
                pull,
                entry.kind(),
                entry.by().map(Json::write),
                entry.commit(),
                entry.detail(),
                entry.at(),
                review);
        return newest(sql);
    }

    private static long newest(Sql sql) {
        return sql.first("SELECT last_insert_rowid()", row -> row.number(1)).orElseThrow();
    }

    private static PullEntry.Kept entry(Row row) {
        return new PullEntry.Kept(
                row.number(1),
                row.number(2),
                row.optionalNumber(3),
                new PullEntry(
                        Kind.valueOf(row.text(4)),
                        row.optionalText(5).map(text -> Json.read(text, Author.class)),
                        row.optionalText(6).map(CommitId::new),
                        row.text(7),
                        row.instant(8)));
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
                        review -> review(sql, review),
                        id));
    }

    private static LineComment comment(Row row) {
        return new LineComment(
                row.text(1),
                Side.valueOf(row.text(2)),
                (int) row.number(3),
                (int) row.number(4),
                row.text(5),
                row.text(6));
    }

    private static Review review(Sql sql, Row row) {
        return new Review(
                row.number(1),
                Json.read(row.text(2), Author.class),
                Review.Verdict.valueOf(row.text(3)),
                row.text(4),
                new CommitId(row.text(5)),
                row.instant(6),
                sql.list(
                        "SELECT path, side, first, last, code, body FROM pull_comment WHERE review = ? ORDER BY id",
                        PullRows::comment,
                        row.number(1)));
    }
}
