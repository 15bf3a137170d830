package dev.slipway.identity;

import dev.slipway.identity.UserRows.Login;
import dev.slipway.model.Pin;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.AccountCalls.AccessToken;
import dev.slipway.model.wire.AccountCalls.IssuedToken;
import dev.slipway.model.wire.AccountCalls.NewToken;
import dev.slipway.model.wire.AccountCalls.UserChange;
import dev.slipway.model.wire.ServerCalls.UserWithToken;
import dev.slipway.sqlite.Database;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The people who have an account here, and their tokens. Only hashes of tokens are kept, so a copy of the database
/// opens no door. All users are in memory: every request asks.
public final class Users {
    private static final int LONGEST_NAME = 100;
    private static final int MOST_DAYS = 3_650;
    private static final int MOST_TOKENS = 100;

    private final Database database;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<Login> logins = List.of();
    private volatile List<User> users = List.of();

    /// A person as a token lets them in.
    /// @param token names it without giving it away
    public record Pass(User user, String token) {}

    private Users(Database database, InstantSource clock, RandomGenerator random) {
        this.database = database;
        this.clock = clock;
        this.random = random;
        database.migrate(UserRows.TABLES);
        refresh();
    }

    /// Opens the accounts of this daemon. The first start makes the owner, an admin, whose token is in the token
    /// file;
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
        return pass(token).map(Pass::user);
    }

    /// Whom a token lets in.
    public Optional<Pass> pass(String token) {
        byte[] hash = Token.hash(token);
        Instant now = clock.instant();
        Optional<Pass> found = Optional.empty();
        for (Login login : logins) { // through all of them, so that time tells nothing
            if (MessageDigest.isEqual(HexFormat.of().parseHex(login.hash()), hash) && login.holds(now)) {
                found = Optional.of(new Pass(login.user(), login.id()));
            }
        }
        return found;
    }

    /// Whether a pass still lets the same person in, with the same role.
    public boolean holds(Pass pass) {
        Instant now = clock.instant();
        return logins.stream()
                .anyMatch(login ->
                        login.id().equals(pass.token()) && login.user().equals(pass.user()) && login.holds(now));
    }

    /// Calls the listener after each change of a person or token, in the thread that made it.
    public Pin onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Makes an account, or brings back a person who was removed. The token is nowhere else.
    /// @throws dev.slipway.model.problem.ProblemException `user-exists`, or if name or email can't be in a commit
    public UserWithToken add(UserId id, String name, String email, Role role) {
        User user = new User(id, name, email, role, clock.instant());
        checkAuthor(user);
        String token = Token.next(random);
        boolean back = everyone().stream().anyMatch(known -> known.id().equals(id));
        database.write(sql -> {
            if (sql.first("SELECT 1 FROM user WHERE id = ? AND removed_at IS NULL", row -> row.number(1), id)
                    .isPresent()) {
                throw Problem.conflict("user-exists", "There is such a user", "The id " + id.value() + " is taken.")
                        .withRemedy("Choose another id.")
                        .toException();
            }
            if (back) {
                UserRows.update(sql, user);
            } else {
                UserRows.insert(sql, user, false);
            }
            return UserRows.insert(sql, login(user, token, "", Optional.empty()));
        });
        refresh();
        return new UserWithToken(get(id), token);
    }

    /// Changes a person, for what they do from now on.
    /// @throws dev.slipway.model.problem.ProblemException `unknown-user`, `owner-is-admin`
    public User change(UserId id, UserChange change) {
        User old = get(id);
        User now = new User(
                id,
                change.name().orElse(old.name()),
                change.email().orElse(old.email()),
                change.role().orElse(old.role()),
                old.createdAt());
        checkAuthor(now);
        database.write(sql -> {
            if (now.role() != Role.ADMIN && UserRows.isOwner(sql, id)) {
                throw owner("owner-is-admin", "The owner stays an admin", id);
            }
            return UserRows.update(sql, now);
        });
        refresh();
        return now;
    }

    /// Removes a person: all tokens end at once. What they wrote keeps their name, and their id is theirs: adding it
    /// again brings them back.
    /// @throws dev.slipway.model.problem.ProblemException `unknown-user`, `owner-stays`
    public void remove(UserId id) {
        get(id);
        database.write(sql -> {
            if (UserRows.isOwner(sql, id)) {
                throw owner("owner-stays", "The owner can't be removed", id);
            }
            sql.run("DELETE FROM user_token WHERE user = ?", id);
            return sql.run("UPDATE user SET removed_at = ? WHERE id = ?", clock.instant(), id);
        });
        refresh();
    }

    /// A person's tokens, the newest first; those that have expired too.
    /// @param asking the one with which they ask
    public List<AccessToken> tokens(UserId id, String asking) {
        return logins.stream()
                .filter(login -> login.user().id().equals(id))
                .map(login -> shown(login, asking))
                .toList();
    }

    /// One more token for a person.
    /// @throws dev.slipway.model.problem.ProblemException `unknown-user`, `malformed-token-name`, `malformed-days`,
    ///         `too-many-tokens`
    public IssuedToken issue(UserId id, NewToken wanted) {
        User user = get(id);
        String name = wanted.name().strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalid(
                            "malformed-token-name",
                            "A token needs a name",
                            "It is one line of 1 to " + LONGEST_NAME + " characters that say what the token is for.")
                    .toException();
        }
        if (wanted.days().filter(days -> days < 1 || days > MOST_DAYS).isPresent()) {
            throw Problem.invalid(
                            "malformed-days", "A token can't hold that long", "It holds 1 to " + MOST_DAYS + " days.")
                    .toException();
        }
        if (tokens(id, "").size() >= MOST_TOKENS) {
            throw Problem.conflict("too-many-tokens", "There are too many tokens", "At most " + MOST_TOKENS + " each.")
                    .withRemedy("Revoke one that is not used any more.")
                    .toException();
        }
        String token = Token.next(random);
        Login login = login(
                user, token, name, wanted.days().map(days -> clock.instant().plus(Duration.ofDays(days))));
        database.write(sql -> UserRows.insert(sql, login));
        refresh();
        return new IssuedToken(shown(login, ""), token);
    }

    /// Ends a token.
    /// @throws dev.slipway.model.problem.ProblemException `unknown-token`, `token-is-in-file`
    public void revoke(UserId id, String token) {
        Login login = logins.stream()
                .filter(known -> known.user().id().equals(id) && known.id().equals(token))
                .findFirst()
                .orElseThrow(
                        () -> Problem.unknown("unknown-token", "There is no such token", "None of yours has this id.")
                                .toException());
        if (login.inFile()) {
            throw Problem.conflict(
                            "token-is-in-file",
                            "This token can't be revoked here",
                            "It stands in the daemon's token file, by which whoever owns its computer gets in.")
                    .withRemedy("Delete the file `token` in the daemon's home and start it again: a new one is made.")
                    .toException();
        }
        database.write(sql -> sql.run(
                "DELETE FROM user_token WHERE hash = ?", (Object) HexFormat.of().parseHex(login.hash())));
        refresh();
    }

    /// All users who are not removed, by id.
    public List<User> list() {
        return users;
    }

    /// All users there ever were, by id: what somebody did stays theirs.
    public List<User> everyone() {
        return UserRows.everyone(database);
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
        Optional<Author> author = everyone().isEmpty() ? Optional.of(owner.get()) : Optional.empty();
        database.write(sql -> {
            User user = author.map(a -> {
                        User made = new User(a.user(), a.name(), a.email(), Role.ADMIN, clock.instant());
                        UserRows.insert(sql, made, true);
                        return made;
                    })
                    .orElseGet(() -> UserRows.owner(sql)
                            .orElseThrow(() -> new IllegalStateException("There are users and none is the owner")));
            sql.run("DELETE FROM user_token WHERE in_file");
            Login plain = login(user, token, "", Optional.empty());
            return UserRows.insert(sql, new Login(plain.hash(), user, "", plain.createdAt(), Optional.empty(), true));
        });
        refresh();
        return token;
    }

    private Login login(User user, String token, String name, Optional<Instant> expiresAt) {
        return new Login(HexFormat.of().formatHex(Token.hash(token)), user, name, clock.instant(), expiresAt, false);
    }

    private static AccessToken shown(Login login, String asking) {
        return new AccessToken(
                login.id(),
                login.name(),
                login.createdAt(),
                login.expiresAt(),
                login.id().equals(asking),
                login.inFile());
    }

    private static RuntimeException owner(String code, String title, UserId id) {
        return Problem.conflict(code, title, id.value() + " owns this daemon: the token in its home folder is theirs.")
                .toException();
    }

    private void refresh() {
        users = UserRows.present(database);
        logins = UserRows.logins(database);
        listeners.forEach(Runnable::run);
    }

    private static void checkAuthor(User user) {
        Author checked = user.author();
        assert checked.user().equals(user.id());
    }
}
