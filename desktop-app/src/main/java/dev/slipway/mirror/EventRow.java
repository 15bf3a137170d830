package dev.slipway.mirror;

import dev.slipway.model.event.Envelope;
import dev.slipway.model.wire.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.zip.CRC32;

/// An event as it stands in the store, with a sum by which it is known again: a disk or a crash may change what is
/// kept in a way that SQLite does not notice, and then it must be fetched anew rather than shown.
final class EventRow {
    /// What is asked for, before anything else.
    static final String COLUMNS = "at, sum, json";

    private EventRow() {}

    static long sum(long at, String json) {
        CRC32 sum = new CRC32();
        sum.update(json.getBytes(StandardCharsets.UTF_8));
        return sum.getValue() ^ at;
    }

    /// @param row begins with [#COLUMNS]
    /// @throws SQLException one that has the file made anew, when this is not what was kept
    static Envelope read(ResultSet row) throws SQLException {
        long at = row.getLong(1);
        String json = row.getString(3);
        if (json == null || row.getLong(2) != sum(at, json)) {
            throw Store.damage("event " + at + " is not as it was kept");
        }
        return Json.read(json, Envelope.class);
    }
}
