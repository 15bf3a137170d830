package dev.slipway.llm;

import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import dev.slipway.sqlite.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What admins changed of the providers while the daemon ran, in its database. No key is in there.
final class ProviderRows {
    private static final Migrations TABLES = Migrations.of("llm", """
            CREATE TABLE model_provider (
              name TEXT PRIMARY KEY,
              kind TEXT,
              base_url TEXT,
              models TEXT NOT NULL,
              place INTEGER NOT NULL
            ) WITHOUT ROWID;
            CREATE TABLE standard_model (
              one INTEGER PRIMARY KEY CHECK (one = 1),
              name TEXT NOT NULL
            )
            """);
    private static final String COLUMNS = "name, kind, base_url, models";

    private final Database database;

    ProviderRows(Database database) {
        this.database = database;
        database.migrate(TABLES);
    }

    /// @param kind    of a provider that is only here; empty for a change to one that is configured or known anyway
    /// @param baseUrl an address in place of its own
    /// @param models  more models, names without the provider's
    record Change(String name, Optional<Provider.Kind> kind, Optional<String> baseUrl, List<String> models) {
        static Change none(String name) {
            return new Change(name, Optional.empty(), Optional.empty(), List.of());
        }

        static Change of(Row row) {
            List<String> models = row.text(4).isEmpty()
                    ? List.of()
                    : Arrays.asList(row.text(4).split("\n"));
            return new Change(
                    row.text(1), row.optionalText(2).map(Provider.Kind::valueOf), row.optionalText(3), models);
        }

        boolean saysNothing() {
            return kind.isEmpty() && baseUrl.isEmpty() && models.isEmpty();
        }
    }

    /// In the order in which they were made.
    List<Change> all() {
        return database.read(sql -> sql.list("SELECT " + COLUMNS + " FROM model_provider ORDER BY place", Change::of));
    }

    void keep(Change change) {
        database.write(sql -> {
            long place = sql.first(
                            "SELECT place FROM model_provider WHERE name = ?", row -> row.number(1), change.name())
                    .or(() -> sql.first("SELECT COALESCE(MAX(place), 0) + 1 FROM model_provider", row -> row.number(1)))
                    .orElse(1L);
            sql.run("DELETE FROM model_provider WHERE name = ?", change.name());
            return change.saysNothing()
                    ? 0
                    : sql.run(
                            "INSERT INTO model_provider (" + COLUMNS + ", place) VALUES (?, ?, ?, ?, ?)",
                            change.name(),
                            change.kind().map(Enum::name).orElse(null),
                            change.baseUrl().orElse(null),
                            String.join("\n", change.models()),
                            place);
        });
    }

    void remove(String name) {
        database.write(sql -> sql.run("DELETE FROM model_provider WHERE name = ?", name));
    }

    Optional<String> standard() {
        return database.read(sql -> sql.first("SELECT name FROM standard_model", row -> row.text(1)));
    }

    void standard(Optional<String> name) {
        database.write(sql -> {
            sql.run("DELETE FROM standard_model");
            return name.map(text -> sql.run("INSERT INTO standard_model VALUES (1, ?)", text))
                    .orElse(0);
        });
    }
}
