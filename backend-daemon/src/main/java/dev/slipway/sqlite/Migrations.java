package dev.slipway.sqlite;

import dev.slipway.model.problem.Problem;
import java.util.List;

/// The tables of one owner in a file, as the steps that lead to them. A step that was ever released is never
/// changed: a change is a new step at the end. Several owners may share a file; each counts its own steps, in table
/// `migration`.
/// @param owner whose tables these are, such as `identity`
/// @param steps SQL, each may have several statements; the number of steps is the version
public record Migrations(String owner, List<String> steps) {
    public Migrations {
        steps = List.copyOf(steps);
    }

    public static Migrations of(String owner, String... steps) {
        return new Migrations(owner, List.of(steps));
    }

    /// Takes the steps that the file lacks, all of them or none.
    /// @throws dev.slipway.model.problem.ProblemException if a newer Slipway wrote the file
    void apply(SqliteFile file) {
        if (version(file.sql()) == steps.size()) {
            return;
        }
        file.transaction(sql -> {
            sql.script("CREATE TABLE IF NOT EXISTS migration (owner TEXT PRIMARY KEY, version INTEGER NOT NULL)"
                    + " WITHOUT ROWID");
            int version = version(sql);
            if (version > steps.size()) {
                throw newer(file, version);
            }
            steps.subList(version, steps.size()).forEach(sql::script);
            sql.run("INSERT OR REPLACE INTO migration VALUES (?, ?)", owner, steps.size());
            return steps.size();
        });
    }

    private int version(Sql sql) {
        boolean fresh = sql.first("SELECT 1 FROM sqlite_schema WHERE name = 'migration'", row -> row.number(1))
                .isEmpty();
        return fresh
                ? 0
                : sql.first("SELECT version FROM migration WHERE owner = ?", row -> (int) row.number(1), owner)
                        .orElse(0);
    }

    private RuntimeException newer(SqliteFile file, int version) {
        return Problem.unavailable(
                        "file-newer",
                        "A newer Slipway wrote " + file.what(),
                        file.path() + " has version " + version + " of the " + owner
                                + " tables; this Slipway knows them up to version " + steps.size() + ".")
                .withRemedy("Run the newer Slipway again, or restore a backup from before the upgrade.")
                .toException();
    }
}
