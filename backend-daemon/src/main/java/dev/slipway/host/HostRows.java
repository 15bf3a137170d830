package dev.slipway.host;

import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostId;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import dev.slipway.sqlite.Row;
import dev.slipway.ssh.HostKey;
import dev.slipway.ssh.SshAddress;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The table of hosts.
final class HostRows {
    static final Migrations TABLES =
            Migrations.of("host", """
            CREATE TABLE host (
              id TEXT PRIMARY KEY,
              address TEXT,
              key_type TEXT,
              key TEXT,
              way TEXT,
              way_key_type TEXT,
              way_key TEXT,
              root TEXT NOT NULL,
              labels TEXT NOT NULL,
              capacity INTEGER NOT NULL,
              admission TEXT NOT NULL
            ) WITHOUT ROWID
            """, PoolRows.TABLES, "ALTER TABLE host ADD COLUMN key_file TEXT");

    private HostRows() {}

    static List<HostSpec> all(Database database) {
        return database.read(sql -> sql.list(
                "SELECT id, address, key_type, key, way, way_key_type, way_key, root, labels, capacity, admission, key_file FROM host ORDER BY id",
                HostRows::spec));
    }

    static void put(Database database, HostSpec spec) {
        database.write(sql -> sql.run(
                "INSERT OR REPLACE INTO host VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                spec.id(),
                spec.address().map(SshAddress::toString).orElse(null),
                spec.key().map(HostKey::type).orElse(null),
                spec.key().map(HostKey::encoded).orElse(null),
                spec.way().map(way -> way.address().toString()).orElse(null),
                spec.way().map(way -> way.key().type()).orElse(null),
                spec.way().map(way -> way.key().encoded()).orElse(null),
                spec.root(),
                String.join(" ", spec.labels()),
                spec.capacity(),
                spec.admission().name(),
                spec.keyFile().orElse(null)));
    }

    static void remove(Database database, HostId id) {
        database.write(sql -> sql.run("DELETE FROM host WHERE id = ?", id));
    }

    private static HostSpec spec(Row row) {
        SortedSet<String> labels = new TreeSet<>(List.of(row.text(9).split(" ", -1)));
        labels.remove("");
        return new HostSpec(
                new HostId(row.text(1)),
                row.optionalText(2).map(SshAddress::parse),
                row.optionalText(3).map(type -> new HostKey(type, row.text(4))),
                row.optionalText(5)
                        .map(way -> new HostSpec.Way(SshAddress.parse(way), new HostKey(row.text(6), row.text(7)))),
                row.optionalText(12),
                row.text(8),
                labels,
                (int) row.number(10),
                Admission.valueOf(row.text(11)));
    }
}
