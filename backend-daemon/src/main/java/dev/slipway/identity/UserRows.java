package dev.slipway.identity;

import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import dev.slipway.sqlite.Row;
import dev.slipway.sqlite.Sql;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The tables of people and tokens.
final class UserRows {
    static final Migrations TABLES = Migrations.of("identity", """
            CREATE TABLE user (
              id TEXT PRIMARY KEY,
              name TEXT NOT NULL,
              email TEXT NOT NULL,
              role TEXT NOT NULL,
              owner INTEGER NOT NULL,
              created_at INTEGER NOT NULL
            ) WITHOUT ROWID;
            CREATE TABLE user_token (
              hash BLOB PRIMARY KEY,
              user TEXT NOT NULL REFERENCES user,
              created_at INTEGER NOT NULL
            ) WITHOUT ROWID
            """, """
            ALTER TABLE user ADD COLUMN removed_at INTEGER;
            ALTER TABLE user_token ADD COLUMN name TEXT NOT NULL DEFAULT '';
            ALTER TABLE user_token ADD COLUMN expires_at INTEGER;
            ALTER TABLE user_token ADD COLUMN in_file INTEGER NOT NULL DEFAULT 0;
            UPDATE user_token SET in_file = 1 WHERE user IN (SELECT id FROM user WHERE owner)
            """);

    private static final String COLUMNS = "id, name, email, role, created_at";

    private UserRows() {}

    /// A token and whose it is.
    /// @param hash   of the token, in hexadecimal digits
    /// @param inFile whether it is the one in the owner's token file
    record Login(String hash, User user, String name, Instant createdAt, Optional<Instant> expiresAt, boolean inFile) {

        /// Names the token without giving it away: a part of its hash.
        String id() {
            return hash.substring(0, 16);
        }

        boolean holds(Instant now) {
            return expiresAt.isEmpty() || now.isBefore(expiresAt.get());
        }
    }

    /// By id, those too who were removed.
    static List<User> everyone(Database database) {
        return database.read(sql -> sql.list("SELECT " + COLUMNS + " FROM user ORDER BY id", UserRows::user));
    }

    /// By id.
    static List<User> present(Database database) {
        return database.read(sql ->
                sql.list("SELECT " + COLUMNS + " FROM user WHERE removed_at IS NULL ORDER BY id", UserRows::user));
    }

    /// The newest first.
    static List<Login> logins(Database database) {
        return database.read(sql -> sql.list(
                """
                SELECT user.id, user.name, email, role, user.created_at, hash, user_token.name, user_token.created_at,
                       expires_at, in_file
                FROM user_token JOIN user ON user.id = user_token.user
                WHERE removed_at IS NULL ORDER BY user_token.created_at DESC, hash""",
                row -> new Login(
                        HexFormat.of().formatHex(row.bytes(6)),
                        user(row),
                        row.text(7),
                        row.instant(8),
                        row.optionalInstant(9),
                        row.flag(10))));
    }

    static Optional<User> owner(Sql sql) {
        return sql.first("SELECT " + COLUMNS + " FROM user WHERE owner", UserRows::user);
    }

    static boolean isOwner(Sql sql, UserId id) {
        return sql.first("SELECT 1 FROM user WHERE id = ? AND owner", row -> row.number(1), id)
                .isPresent();
    }

    static void insert(Sql sql, User user, boolean owner) {
        sql.run(
                "INSERT INTO user (" + COLUMNS + ", owner) VALUES (?, ?, ?, ?, ?, ?)",
                user.id(),
                user.name(),
                user.email(),
                user.role(),
                user.createdAt(),
                owner);
    }

    static int update(Sql sql, User user) {
        return sql.run(
                "UPDATE user SET name = ?, email = ?, role = ?, removed_at = NULL WHERE id = ?",
                user.name(),
                user.email(),
                user.role(),
                user.id());
    }

    static int insert(Sql sql, Login login) {
        return sql.run(
                "INSERT INTO user_token (hash, user, created_at, name, expires_at, in_file) VALUES (?, ?, ?, ?, ?, ?)",
                HexFormat.of().parseHex(login.hash()),
                login.user().id(),
                login.createdAt(),
                login.name(),
                login.expiresAt().orElse(null),
                login.inFile());
    }

    private static User user(Row row) {
        return new User(new UserId(row.text(1)), row.text(2), row.text(3), Role.valueOf(row.text(4)), row.instant(5));
    }
}
