package dev.slipway.sqlite;

import dev.slipway.model.TextValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Statements on one connection. Arguments may be texts, numbers, booleans (0 and 1), instants (microseconds since
/// 1970), bytes, enums (their names), [TextValue]s, optionals of these, and null. Each distinct SQL text is prepared
/// once and kept, so put values in arguments, never in the text. Every error is a `ProblemException`.
public final class Sql {
    private final Connection connection;
    private final SqliteFile file;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Sql(Connection connection, SqliteFile file) {
        this.connection = connection;
        this.file = file;
    }

    /// Runs a statement that gives no rows.
    /// @return the number of rows that it changed
    public int run(String sql, @Nullable Object... arguments) {
        try {
            return bound(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            throw file.problemOf(e);
        }
    }

    /// Runs one statement for each of many lists of arguments.
    public void runEach(String sql, Iterable<@Nullable Object[]> argumentLists) {
        try {
            PreparedStatement statement = prepare(sql);
            try {
                for (@Nullable Object[] arguments : argumentLists) {
                    bind(statement, arguments);
                    statement.addBatch();
                }
                statement.executeBatch();
            } finally {
                statement.clearBatch();
            }
        } catch (SQLException e) {
            throw file.problemOf(e);
        }
    }

    /// All rows of a query.
    public <T> List<T> list(String sql, Function<Row, T> each, @Nullable Object... arguments) {
        List<T> all = new ArrayList<>();
        forEach(sql, row -> all.add(each.apply(row)), arguments);
        return all;
    }

    /// The first row of a query.
    public <T> Optional<T> first(String sql, Function<Row, T> each, @Nullable Object... arguments) {
        try (ResultSet result = bound(sql, arguments).executeQuery()) {
            return result.next() ? Optional.of(each.apply(new Row(result, file))) : Optional.empty();
        } catch (SQLException e) {
            throw file.problemOf(e);
        }
    }

    /// Hands over each row of a query as it is read. The same SQL text can't be run again meanwhile.
    public void forEach(String sql, Consumer<Row> each, @Nullable Object... arguments) {
        forEachWhile(
                sql,
                row -> {
                    each.accept(row);
                    return true;
                },
                arguments);
    }

    /// Hands over each row of a query as it is read, until the reader has enough.
    /// @param each returns whether it wants more
    public void forEachWhile(String sql, Predicate<Row> each, @Nullable Object... arguments) {
        try (ResultSet result = bound(sql, arguments).executeQuery()) {
            Row row = new Row(result, file);
            boolean more = true;
            while (more && result.next()) {
                more = each.test(row);
            }
        } catch (SQLException e) {
            throw file.problemOf(e);
        }
    }

    /// Runs several statements, separated by semicolons.
    public void script(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw file.problemOf(e);
        }
    }

    private PreparedStatement bound(String sql, @Nullable Object... arguments) throws SQLException {
        PreparedStatement statement = prepare(sql);
        bind(statement, arguments);
        return statement;
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = prepared.get(sql);
        if (known != null) {
            return known;
        }
        PreparedStatement statement = connection.prepareStatement(sql);
        prepared.put(sql, statement);
        return statement;
    }

    private static void bind(PreparedStatement statement, @Nullable Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, asColumn(arguments[i]));
        }
    }

    private static @Nullable Object asColumn(@Nullable Object argument) {
        return switch (argument) {
            case null -> null;
            case Optional<?> optional -> asColumn(optional.orElse(null));
            case TextValue text -> text.value();
            case Enum<?> constant -> constant.name();
            case Boolean flag -> flag ? 1 : 0;
            case Instant instant -> ChronoUnit.MICROS.between(Instant.EPOCH, instant);
            case String text -> text;
            case Number number -> number;
            case byte[] bytes -> bytes;
            default -> throw new IllegalArgumentException("No column holds a " + argument.getClass());
        };
    }
}
