package dev.slipway.pool;

import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.WarmDay;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import dev.slipway.sqlite.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What warm sandboxes won and wasted, by repository and day; and how much they were asked for of late.
final class Ledger {
    static final Migrations TABLES = Migrations.of("warm-ledger", """
            CREATE TABLE warm_figure (
              repository TEXT NOT NULL,
              day TEXT NOT NULL,
              name TEXT NOT NULL,
              value INTEGER NOT NULL,
              PRIMARY KEY (repository, day, name)
            ) WITHOUT ROWID;
            CREATE TABLE warm_demand (
              repository TEXT PRIMARY KEY,
              micro_weight INTEGER NOT NULL,
              at INTEGER NOT NULL
            ) WITHOUT ROWID
            """);

    /// What is counted. Times are in microseconds.
    enum Figure {
        HITS,
        MISSES,
        HIT_TIME,
        MISS_TIME,
        DRAFTS,
        DRAFTS_USED,
        DRAFTS_ABANDONED,
        WON_TIME,
        EXPIRED,
        USED_TIME,
        WASTED_TIME
    }

    private final Database database;

    Ledger(Database database) {
        this.database = database;
        database.migrate(TABLES);
    }

    /// Adds to a figure of the day on which that is.
    static void add(Sql sql, RepositoryId repository, Instant at, Figure figure, long more) {
        sql.run(
                "INSERT INTO warm_figure VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (repository, day, name) DO UPDATE SET value = value + excluded.value",
                repository,
                day(at).toString(),
                figure,
                more);
    }

    static void add(Sql sql, RepositoryId repository, Instant at, Figure figure, Duration more) {
        add(sql, repository, at, figure, more.toNanos() / 1_000);
    }

    static void saveDemand(Sql sql, RepositoryId repository, Demand demand) {
        sql.run(
                "INSERT OR REPLACE INTO warm_demand VALUES (?, ?, ?)",
                repository,
                Math.round(demand.weight() * 1e6),
                demand.at());
    }

    static Map<RepositoryId, Demand> demands(Sql sql) {
        Map<RepositoryId, Demand> demands = new HashMap<>();
        sql.forEach(
                "SELECT repository, micro_weight, at FROM warm_demand",
                row -> demands.put(new RepositoryId(row.text(1)), new Demand(row.number(2) / 1e6, row.instant(3))));
        return demands;
    }

    static void forget(Sql sql, RepositoryId repository) {
        sql.run("DELETE FROM warm_demand WHERE repository = ?", repository);
    }

    /// @param repository of all, unless given
    /// @return the newest day first, then by name of the repository
    List<WarmDay> days(Optional<RepositoryId> repository, LocalDate from) {
        record Key(LocalDate day, String repository) {}
        Map<Key, Map<Figure, Long>> found =
                new TreeMap<>(Comparator.comparing(Key::day).reversed().thenComparing(Key::repository));
        database.read(sql -> {
            sql.forEach(
                    "SELECT repository, day, name, value FROM warm_figure WHERE day >= ? AND (? IS NULL OR repository = ?)",
                    row -> found.computeIfAbsent(
                                    new Key(LocalDate.parse(row.text(2)), row.text(1)),
                                    _ -> new EnumMap<>(Figure.class))
                            .put(Figure.valueOf(row.text(3)), row.number(4)),
                    from.toString(),
                    repository,
                    repository);
            return found.size();
        });
        List<WarmDay> days = new ArrayList<>();
        found.forEach((key, values) -> days.add(day(new RepositoryId(key.repository()), key.day(), values)));
        return days;
    }

    private static WarmDay day(RepositoryId repository, LocalDate day, Map<Figure, Long> values) {
        return new WarmDay(
                repository,
                day,
                values.getOrDefault(Figure.HITS, 0L),
                values.getOrDefault(Figure.MISSES, 0L),
                values.getOrDefault(Figure.HIT_TIME, 0L) / 1_000,
                values.getOrDefault(Figure.MISS_TIME, 0L) / 1_000,
                values.getOrDefault(Figure.DRAFTS, 0L),
                values.getOrDefault(Figure.DRAFTS_USED, 0L),
                values.getOrDefault(Figure.DRAFTS_ABANDONED, 0L),
                values.getOrDefault(Figure.WON_TIME, 0L) / 1_000,
                values.getOrDefault(Figure.EXPIRED, 0L),
                values.getOrDefault(Figure.USED_TIME, 0L) / 60e6,
                values.getOrDefault(Figure.WASTED_TIME, 0L) / 60e6);
    }

    /// Over all days.
    Map<Figure, Long> totals() {
        Map<Figure, Long> totals = new EnumMap<>(Figure.class);
        database.read(sql -> {
            sql.forEach(
                    "SELECT name, sum(value) FROM warm_figure GROUP BY name",
                    row -> totals.put(Figure.valueOf(row.text(1)), row.number(2)));
            return totals.size();
        });
        return totals;
    }

    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
