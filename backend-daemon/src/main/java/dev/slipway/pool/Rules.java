package dev.slipway.pool;

import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.WarmRule;
import dev.slipway.model.wire.WarmCalls.RuleChange;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// How many sandboxes of each repository may wait: what admins have said of it, else the usual.
final class Rules {
    private static final Migrations TABLES = Migrations.of("warm-rule", """
            CREATE TABLE warm_rule (
              repository TEXT PRIMARY KEY,
              is_on INTEGER NOT NULL,
              least INTEGER NOT NULL,
              most INTEGER NOT NULL
            ) WITHOUT ROWID
            """);

    private final Database database;
    private final WarmRule usual;
    private final Map<RepositoryId, WarmRule> own = new ConcurrentHashMap<>();

    Rules(Database database, WarmSettings settings) {
        this.database = database;
        usual = new WarmRule(true, 0, settings.each());
        database.migrate(TABLES);
        database.read(sql -> {
            sql.forEach(
                    "SELECT repository, is_on, least, most FROM warm_rule",
                    row -> own.put(new RepositoryId(row.text(1)), new WarmRule(row.flag(2), (int) row.number(3), (int)
                            row.number(4))));
            return own.size();
        });
    }

    WarmRule of(RepositoryId repository) {
        return own.getOrDefault(repository, usual);
    }

    Set<RepositoryId> own() {
        return Set.copyOf(own.keySet());
    }

    synchronized void change(RepositoryId repository, RuleChange change) {
        WarmRule before = change.usual().orElse(false) ? usual : of(repository);
        WarmRule after = new WarmRule(
                change.on().orElse(before.on()),
                change.least().orElse(before.least()),
                change.most().orElse(before.most()));
        if (after.equals(usual)) {
            forget(repository);
            return;
        }
        database.write(sql -> sql.run(
                "INSERT OR REPLACE INTO warm_rule VALUES (?, ?, ?, ?)",
                repository,
                after.on(),
                after.least(),
                after.most()));
        own.put(repository, after);
    }

    synchronized void forget(RepositoryId repository) {
        database.write(sql -> sql.run("DELETE FROM warm_rule WHERE repository = ?", repository));
        own.remove(repository);
    }
}
