package dev.slipway.forge.local;

import dev.slipway.model.account.Author;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.CommitCheck;
import dev.slipway.model.wire.Json;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Row;
import java.util.List;

/// Checks of commits, and which of them a repository requires. Their tables are made by [PullRows].
final class CheckRows {
    private final Database database;

    CheckRows(Database database) {
        this.database = database;
    }

    /// Keeps it instead of the check of that name.
    void keep(RepositoryId repository, CommitCheck check) {
        database.write(sql -> sql.run(
                "INSERT OR REPLACE INTO check_report (repository, commit_id, name, state, url, summary, author, at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                repository,
                check.commit(),
                check.name(),
                check.state(),
                check.url(),
                check.summary(),
                Json.write(check.by()),
                check.at()));
    }

    /// By name.
    List<CommitCheck> of(RepositoryId repository, CommitId commit) {
        return database.read(sql -> sql.list(
                "SELECT name, state, url, summary, commit_id, author, at FROM check_report"
                        + " WHERE repository = ? AND commit_id = ? ORDER BY name",
                CheckRows::check,
                repository,
                commit));
    }

    /// By name.
    List<String> required(RepositoryId repository) {
        return database.read(sql -> sql.list(
                "SELECT name FROM required_check WHERE repository = ? ORDER BY name", row -> row.text(1), repository));
    }

    void require(RepositoryId repository, List<String> names) {
        database.write(sql -> {
            sql.run("DELETE FROM required_check WHERE repository = ?", repository);
            names.forEach(name -> sql.run("INSERT OR IGNORE INTO required_check VALUES (?, ?)", repository, name));
            return names;
        });
    }

    void removeAll(RepositoryId repository) {
        database.write(sql -> sql.run("DELETE FROM check_report WHERE repository = ?", repository)
                + sql.run("DELETE FROM required_check WHERE repository = ?", repository));
    }

    private static CommitCheck check(Row row) {
        return new CommitCheck(
                row.text(1),
                CommitCheck.State.valueOf(row.text(2)),
                row.optionalText(3),
                row.text(4),
                new CommitId(row.text(5)),
                Json.read(row.text(6), Author.class),
                row.instant(7));
    }
}
