package dev.slipway.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A row of a result, valid only while it is read. Columns count from 1.
public final class Row {
    private final ResultSet result;
    private final SqliteFile file;

    Row(ResultSet result, SqliteFile file) {
        this.result = result;
        this.file = file;
    }

    /// @throws IllegalStateException if it is NULL
    public String text(int column) {
        return optionalText(column).orElseThrow(() -> new IllegalStateException("Column " + column + " is NULL"));
    }

    public Optional<String> optionalText(int column) {
        return get(() -> Optional.<String>ofNullable(result.getString(column)));
    }

    /// 0 if it is NULL.
    public long number(int column) {
        return get(() -> result.getLong(column));
    }

    public Optional<Long> optionalNumber(int column) {
        return get(() -> {
            long number = result.getLong(column);
            return result.wasNull() ? Optional.empty() : Optional.of(number);
        });
    }

    public boolean flag(int column) {
        return number(column) != 0;
    }

    /// A time as [Sql] writes it: microseconds since 1970.
    public Instant instant(int column) {
        return Instant.EPOCH.plus(number(column), ChronoUnit.MICROS);
    }

    public Optional<Instant> optionalInstant(int column) {
        return optionalNumber(column).map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    /// Empty bytes if it is NULL.
    public byte[] bytes(int column) {
        return get(() -> {
            byte @Nullable [] bytes = result.getBytes(column);
            return bytes == null ? new byte[0] : bytes;
        });
    }

    private interface Getter<T> {
        T get() throws SQLException;
    }

    private <T> T get(Getter<T> getter) {
        try {
            return getter.get();
        } catch (SQLException e) {
            throw file.problemOf(e);
        }
    }
}
