package dev.slipway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.model.account.Author;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.AccountCalls.AccessToken;
import dev.slipway.model.wire.AccountCalls.IssuedToken;
import dev.slipway.model.wire.AccountCalls.NewToken;
import dev.slipway.model.wire.AccountCalls.UserChange;
import dev.slipway.sqlite.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UsersTest {
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    private static final Author ADA = new Author(new UserId("ada"), "Ada Lovelace", "ada@example.org");

    @TempDir
    Path home;

    private Database database;
    private Path tokenFile;

    @BeforeEach
    void open() {
        database = Database.open(home.resolve("daemon.db"), "the daemon's database");
        tokenFile = home.resolve("token");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Users users() {
        return Users.open(database, tokenFile, () -> ADA, NOON, new SecureRandom());
    }

    private String token() throws IOException {
        return Files.readString(tokenFile).strip();
    }

    @Test
    void theFirstStartMakesTheOwnerAnAdminWhoseTokenOnlyTheOwnerCanRead() throws IOException {
        Users users = users();

        assertThat(users.byToken(token()))
                .contains(new User(ADA.user(), ADA.name(), ADA.email(), Role.ADMIN, NOON.instant()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile)))
                .isEqualTo("rw-------");
    }

    @Test
    void aLaterStartKeepsTheOwnerAndTheToken() throws IOException {
        users();
        String first = token();

        Users again = Users.open(
                database,
                tokenFile,
                () -> {
                    throw new AssertionError("The owner is known already");
                },
                NOON,
                new SecureRandom());

        assertThat(token()).isEqualTo(first);
        assertThat(again.byToken(first)).map(User::id).contains(ADA.user());
    }

    @Test
    void aDeletedTokenFileIsMadeAgainAndTheOldTokenEnds() throws IOException {
        users();
        String old = token();
        Files.delete(tokenFile);

        Users again = users();

        assertThat(token()).isNotEqualTo(old);
        assertThat(again.byToken(old)).isEmpty();
        assertThat(again.byToken(token())).map(User::id).contains(ADA.user());
        assertThat(again.list()).hasSize(1);
    }

    @Test
    void aTokenFileThatOthersCanReadIsRefusedWithTheCommandThatMendsIt() throws IOException {
        users();
        Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(this::users)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("token-file-open"))
                .withMessageContaining("chmod 600");
    }

    @Test
    void aTokenFileOfOtherDataIsRefused() throws IOException {
        users();
        Files.writeString(tokenFile, Token.PREFIX + "of-another-daemon");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(this::users)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("token-file-foreign"));
    }

    @Test
    void aTokenFileThatIsADirectoryIsRefused() throws IOException {
        Files.createDirectory(
                tokenFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(this::users)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("token-file-unreadable"));
    }

    @Test
    void anAddedUserIsKnownByTheTokenAtOnceAndAfterARestart() {
        var bob = users().add(new UserId("bob"), "Bob", "bob@example.org", Role.VIEWER);

        assertThat(users().byToken(bob.token())).contains(bob.user());
        assertThat(users().get(new UserId("bob"))).isEqualTo(bob.user());
    }

    @Test
    void theDatabaseHoldsNoToken() throws IOException {
        String token = users().add(new UserId("bob"), "Bob", "bob@example.org", Role.MEMBER)
                .token();
        database.close();

        try (var files = Files.list(home)) {
            assertThat(files.filter(file -> !file.equals(tokenFile)))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain(token)
                            .doesNotContain(token()));
        }
        open();
    }

    @Test
    void aTakenIdIsAConflict() {
        Users users = users();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> users.add(ADA.user(), "Another", "a@example.org", Role.MEMBER))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("user-exists"));
        assertThat(users.get(ADA.user()).name()).isEqualTo(ADA.name());
    }

    @Test
    void aNameThatCantBeInACommitIsRefusedBeforeAnythingIsKept() {
        Users users = users();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> users.add(new UserId("eve"), "Eve\n<eve>", "e@example.org", Role.MEMBER));
        assertThat(users.list()).hasSize(1);
    }

    @Test
    void unknownTokensAndIdsAreUnknown() {
        Users users = users();

        assertThat(users.byToken("")).isEmpty();
        assertThat(users.byToken(Token.PREFIX)).isEmpty();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> users.get(new UserId("nobody")))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("unknown-user"));
    }

    @Test
    void aNamedTokenLetsInUntilItExpiresOrIsRevoked() {
        Instant[] now = {NOON.instant()};
        Users users = Users.open(database, tokenFile, () -> ADA, () -> now[0], new SecureRandom());
        IssuedToken laptop = users.issue(ADA.user(), new NewToken(" Laptop ", Optional.of(30)));
        IssuedToken script = users.issue(ADA.user(), new NewToken("Script", Optional.empty()));

        assertThat(users.tokens(ADA.user(), script.token().id()))
                .extracting(AccessToken::name, AccessToken::current, AccessToken::fixed)
                .containsExactlyInAnyOrder(
                        tuple("Laptop", false, false), tuple("Script", true, false), tuple("", false, true));
        now[0] = now[0].plus(Duration.ofDays(29));
        assertThat(users.byToken(laptop.secret())).isPresent();
        now[0] = now[0].plus(Duration.ofDays(1));
        assertThat(users.byToken(laptop.secret())).isEmpty();

        users.revoke(ADA.user(), script.token().id());
        assertThat(users.byToken(script.secret())).isEmpty();
        assertThat(users().byToken(script.secret())).isEmpty();
    }

    @Test
    void theTokenOfTheFileIsNotRevokedAndNobodyRevokesAnothersToken() throws IOException {
        Users users = users();
        var bob = users.add(new UserId("bob"), "Bob", "bob@example.org", Role.MEMBER);
        String bobs = users.tokens(bob.user().id(), "").getFirst().id();
        String file = users.tokens(ADA.user(), "").getFirst().id();

        assertThat(code(() -> users.revoke(ADA.user(), file))).isEqualTo("token-is-in-file");
        assertThat(code(() -> users.revoke(ADA.user(), bobs))).isEqualTo("unknown-token");
        assertThat(users.byToken(bob.token())).isPresent();
        assertThat(users.byToken(token())).isPresent();
    }

    @Test
    void tokensWithoutASensibleNameOrEndAreRefused() {
        Users users = users();

        assertThat(code(() -> users.issue(ADA.user(), new NewToken("  ", Optional.empty()))))
                .isEqualTo("malformed-token-name");
        assertThat(code(() -> users.issue(ADA.user(), new NewToken("x", Optional.of(0)))))
                .isEqualTo("malformed-days");
        assertThat(code(() -> users.issue(ADA.user(), new NewToken("x", Optional.of(3_651)))))
                .isEqualTo("malformed-days");
    }

    @Test
    void aRemovedPersonsTokensEndAtOnceAndTheirNameStays() {
        Users users = users();
        var bob = users.add(new UserId("bob"), "Bob", "bob@example.org", Role.MEMBER);
        Users.Pass pass = users.pass(bob.token()).orElseThrow();
        int[] told = {0};
        users.onChange(() -> told[0]++);

        users.remove(bob.user().id());

        assertThat(told[0]).isOne();
        assertThat(users.holds(pass)).isFalse();
        assertThat(users.byToken(bob.token())).isEmpty();
        assertThat(users.list()).extracting(User::id).containsExactly(ADA.user());
        assertThat(users.everyone()).contains(bob.user());
    }

    @Test
    void aRemovedPersonComesBackUnderTheirIdWithANewToken() {
        Users users = users();
        var bob = users.add(new UserId("bob"), "Bob", "bob@example.org", Role.ADMIN);
        users.remove(bob.user().id());

        var back = users.add(new UserId("bob"), "Robert", "bob@example.org", Role.VIEWER);

        assertThat(users.byToken(bob.token())).isEmpty();
        assertThat(users.byToken(back.token()).orElseThrow().role()).isEqualTo(Role.VIEWER);
        assertThat(users.get(new UserId("bob")).name()).isEqualTo("Robert");
    }

    @Test
    void aNewRoleEndsPassesOfTheOldOneThoughNotTheToken() {
        Users users = users();
        var bob = users.add(new UserId("bob"), "Bob", "bob@example.org", Role.MEMBER);
        Users.Pass pass = users.pass(bob.token()).orElseThrow();

        users.change(bob.user().id(), new UserChange(Optional.of(Role.ADMIN), Optional.empty(), Optional.empty()));

        assertThat(users.holds(pass)).isFalse();
        assertThat(users.byToken(bob.token()).orElseThrow().role()).isEqualTo(Role.ADMIN);
    }

    @Test
    void theOwnerStaysAnAdmin() {
        Users users = users();

        assertThat(code(() -> users.remove(ADA.user()))).isEqualTo("owner-stays");
        assertThat(code(() -> users.change(
                        ADA.user(), new UserChange(Optional.of(Role.MEMBER), Optional.empty(), Optional.empty()))))
                .isEqualTo("owner-is-admin");
        assertThat(users.get(ADA.user()).role()).isEqualTo(Role.ADMIN);
    }

    private static String code(ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).problem().code();
    }

    @Test
    void thePersonAtThisComputerIsWhoGitSays() throws IOException {
        Files.writeString(home.resolve(".gitconfig"), "[user]\n  name = Grace Hopper\n  email = grace@example.org\n");

        assertThat(LocalPerson.of("Grace.H", home))
                .isEqualTo(new Author(new UserId("grace.h"), "Grace Hopper", "grace@example.org"));
    }

    @Test
    void withoutGitsWordThePersonIsTheAccount() {
        assertThat(LocalPerson.of("Köchin", home))
                .isEqualTo(new Author(new UserId("k-chin"), "k-chin", "k-chin@localhost"));
    }
}
