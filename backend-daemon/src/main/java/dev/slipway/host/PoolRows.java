package dev.slipway.host;

import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.PoolId;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// The tables of pools, and of the repositories that ask for one.
final class PoolRows {
    static final String TABLES = """
            CREATE TABLE host_pool (
              id TEXT PRIMARY KEY,
              labels TEXT NOT NULL,
              capacity INTEGER NOT NULL,
              reserved INTEGER NOT NULL
            ) WITHOUT ROWID;
            CREATE TABLE pool_choice (
              repository TEXT PRIMARY KEY,
              pool TEXT NOT NULL
            ) WITHOUT ROWID
            """;

    private PoolRows() {}

    static List<PoolSpec> all(Database database) {
        return database.read(sql -> sql.list("SELECT id, labels, capacity, reserved FROM host_pool", PoolRows::spec));
    }

    static Map<String, PoolId> choices(Database database) {
        Map<String, PoolId> choices = new HashMap<>();
        database.read(sql -> sql.list(
                        "SELECT repository, pool FROM pool_choice",
                        row -> Map.entry(row.text(1), new PoolId(row.text(2)))))
                .forEach(choice -> choices.put(choice.getKey(), choice.getValue()));
        return choices;
    }

    static void put(Database database, PoolSpec pool) {
        database.write(sql -> sql.run(
                "INSERT OR REPLACE INTO host_pool VALUES (?, ?, ?, ?)",
                pool.id(),
                String.join(" ", pool.labels()),
                pool.capacity(),
                pool.reserved() ? 1 : 0));
    }

    static void remove(Database database, PoolId id) {
        database.write(sql -> sql.run("DELETE FROM host_pool WHERE id = ?", id));
    }

    static void choose(Database database, RepositoryId repository, Optional<PoolId> pool) {
        database.write(sql -> pool.isPresent()
                ? sql.run("INSERT OR REPLACE INTO pool_choice VALUES (?, ?)", repository, pool.get())
                : sql.run("DELETE FROM pool_choice WHERE repository = ?", repository));
    }

    private static PoolSpec spec(Row row) {
        return new PoolSpec(
                new PoolId(row.text(1)),
                new TreeSet<>(List.of(row.text(2).split(" ", -1))),
                (int) row.number(3),
                row.number(4) == 1);
    }
}
