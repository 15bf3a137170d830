package dev.slipway.identity;

import dev.slipway.model.account.Author;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.ServerCalls.UserWithToken;
import dev.slipway.sqlite.Database;
import dev.slipway.sqlite.Migrations;
import dev.slipway.sqlite.Row;
import dev.slipway.sqlite.Sql;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The people who have an account here, and their tokens. Only hashes of tokens are kept, so a copy of the database
/// opens no door. All users are in memory: every request asks.
public final class Users {
    private static final Migrations TABLES = Migrations.of("identity", """
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
            """);
    private static final String COLUMNS = "id, name, email, role, created_at";

    private final Database database;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile List<Login> logins = List.of();
    private volatile List<User> users = List.of();

    /// @param hash of the token, in hexadecimal digits
    private record Login(String hash, User user) {
        boolean has(byte[] other) {
            return MessageDigest.isEqual(HexFormat.of().parseHex(hash), other);
        }
    }

    private Users(Database database, InstantSource clock, RandomGenerator random) {
        this.database = database;
        this.clock = clock;
        this.random = random;
        database.migrate(TABLES);
        refresh();
    }

    /// Opens the accounts of this daemon. The first start makes the owner, an admin, whose token is in the token file;
    /// if that file is gone later, it is made again with a new token and the old one ends.
    /// @param tokenFile readable by its owner only
    /// @param owner     asked once, at the first start
    /// @param random    a secure source
    /// @throws dev.slipway.model.problem.ProblemException if others can read the token file, we can't, or it holds
    ///         something else
    public static Users open(
            Database database, Path tokenFile, Supplier<Author> owner, InstantSource clock, RandomGenerator random) {
        Users users = new Users(database, clock, random);
        TokenFile file = new TokenFile(tokenFile);
        Optional<String> token = file.read();
        if (token.isEmpty()) {
            file.write(users.newOwnerToken(owner));
        } else if (users.byToken(token.get()).isEmpty()) {
            throw file.foreign();
        }
        return users;
    }

    /// Whose token this is.
    public Optional<User> byToken(String token) {
        byte[] hash = Token.hash(token);
        Optional<User> found = Optional.empty();
        for (Login login : logins) { // through all of them, so that time tells nothing
            if (login.has(hash)) {
                found = Optional.of(login.user());
            }
        }
        return found;
    }

    /// Makes an account. The token is nowhere else.
    /// @throws dev.slipway.model.problem.ProblemException `user-exists`, or if name or email can't be in a commit
    public UserWithToken add(UserId id, String name, String email, Role role) {
        User user = new User(id, name, email, role, clock.instant());
        checkAuthor(user);
        String token = Token.next(random);
        database.write(sql -> {
            if (sql.first("SELECT 1 FROM user WHERE id = ?", row -> row.number(1), id)
                    .isPresent()) {
                throw Problem.conflict("user-exists", "There is such a user", "The id " + id.value() + " is taken.")
                        .withRemedy("Choose another id.")
                        .toException();
            }
            insert(sql, user, false);
            return insertToken(sql, user, token);
        });
        refresh();
        return new UserWithToken(user, token);
    }

    /// All users, by id.
    public List<User> list() {
        return users;
    }

    /// @throws dev.slipway.model.problem.ProblemException `unknown-user`
    public User get(UserId id) {
        return users.stream()
                .filter(user -> user.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.unknown(
                                "unknown-user", "There is no such user", "No user has the id " + id.value() + ".")
                        .toException());
    }

    private String newOwnerToken(Supplier<Author> owner) {
        String token = Token.next(random);
        boolean first = users.isEmpty();
        Optional<Author> author = first ? Optional.of(owner.get()) : Optional.empty();
        database.write(sql -> {
            User user = author.map(a -> {
                        User made = new User(a.user(), a.name(), a.email(), Role.ADMIN, clock.instant());
                        insert(sql, made, true);
                        return made;
                    })
                    .orElseGet(() -> sql.first("SELECT " + COLUMNS + " FROM user WHERE owner", Users::user)
                            .orElseThrow(() -> new IllegalStateException("There are users and none is the owner")));
            sql.run("DELETE FROM user_token WHERE user = ?", user.id());
            return insertToken(sql, user, token);
        });
        refresh();
        return token;
    }

    private static void insert(Sql sql, User user, boolean owner) {
        sql.run(
                "INSERT INTO user (" + COLUMNS + ", owner) VALUES (?, ?, ?, ?, ?, ?)",
                user.id(),
                user.name(),
                user.email(),
                user.role(),
                user.createdAt(),
                owner);
    }

    private static int insertToken(Sql sql, User user, String token) {
        return sql.run("INSERT INTO user_token VALUES (?, ?, ?)", Token.hash(token), user.id(), user.createdAt());
    }

    private void refresh() {
        users = database.read(sql -> sql.list("SELECT " + COLUMNS + " FROM user ORDER BY id", Users::user));
        logins = database.read(sql -> sql.list(
                "SELECT id, name, email, role, user.created_at, hash"
                        + " FROM user_token JOIN user ON user.id = user_token.user",
                row -> new Login(HexFormat.of().formatHex(row.bytes(6)), user(row))));
    }

    private static User user(Row row) {
        return new User(new UserId(row.text(1)), row.text(2), row.text(3), Role.valueOf(row.text(4)), row.instant(5));
    }

    private static void checkAuthor(User user) {
        Author checked = user.author();
        assert checked.user().equals(user.id());
    }
}
