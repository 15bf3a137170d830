package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.FakeDaemon.Request;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.PullRequestCalls.PullRequestPage;
import dev.slipway.model.wire.RepositoryCalls.RepositoryList;
import dev.slipway.model.wire.ServerCalls.UserWithToken;
import dev.slipway.model.wire.SessionCalls.NewSession;
import dev.slipway.model.wire.SessionCalls.SessionDetail;
import dev.slipway.model.wire.SessionCalls.SessionPage;
import dev.slipway.model.wire.SessionCalls.Stopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandsTest {
    @TempDir
    Path directory;

    private FakeDaemon daemon;

    CommandsTest() throws IOException {
        daemon = new FakeDaemon();
    }

    @BeforeEach
    void twoSessions() {
        daemon.on(
                "GET /sessions",
                200,
                new SessionPage(
                        List.of(
                                Samples.session(Samples.SECOND, "Add a search field", SessionState.WORKING),
                                Samples.session(Samples.FIRST, "Fix \u001b]0;owned\u0007it", SessionState.IDLE)),
                        Optional.empty()));
        daemon.on("POST /sessions/" + Samples.SECOND.value() + "/stop", 200, new Stopped(true, List.of()));
        daemon.on(
                "GET /sessions/" + Samples.SECOND.value(),
                200,
                new SessionDetail(Samples.session(Samples.SECOND, "Add a search field", SessionState.IDLE), List.of()));
    }

    @AfterEach
    void close() {
        daemon.close();
    }

    @Test
    void sessionsAreListedWithNothingThatDrivesTheTerminal() {
        CommandLineRun run = daemon.run(directory, "sessions");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("01h000000bbbb  working", "Fix it").doesNotContain("\u001b");
        assertThat(daemon.requests.getFirst().authorization()).isEqualTo("Bearer secret-of-ada");
    }

    @Test
    void jsonIsWhatTheServerSaid() {
        daemon.on("GET /sessions", 200, "{\"sessions\":[],\"surprise\":1}");

        CommandLineRun run = daemon.run(directory, "sessions", "--json");

        assertThat(run.out()).isEqualTo("{\"sessions\":[],\"surprise\":1}\n");
    }

    @Test
    void optionsOfAllCommandsMayStandBeforeTheCommand() {
        CommandLineRun run = daemon.run(directory, "--json", "sessions", "--limit", "5");

        assertThat(run.out()).startsWith("{\"sessions\":");
        assertThat(daemon.targets()).containsExactly("GET /sessions?limit=5");
    }

    @Test
    void aSessionIsFoundByTheEndOfItsId() {
        CommandLineRun run = daemon.run(directory, "stop", "bbb");

        assertThat(run.out()).isEqualTo("Stopped. Nothing had left the sandbox.\n");
        assertThat(daemon.targets()).contains("POST /sessions/01h000000bbbb/stop");
    }

    @Test
    void resumingSaysWhetherThereWasSomethingToStart() {
        daemon.on("POST /sessions/01h000000bbbb/resume", 200, "{\"resumed\":true}");
        daemon.on("POST /sessions/01h000000aaaa/resume", 200, "{\"resumed\":false}");

        assertThat(daemon.run(directory, "resume", "bbb").out()).isEqualTo("Resumed.\n");
        assertThat(daemon.run(directory, "resume", "aaa").out()).startsWith("Nothing to resume");
    }

    @Test
    void anAbbreviationThatFitsSeveralIsRefusedWithAll() {
        CommandLineRun run = daemon.run(directory, "stop", "01h");

        assertThat(run.exitCode()).isEqualTo(ExitCode.PROBLEM);
        assertThat(run.err())
                .contains("Several sessions fit", "01h000000aaaa", "01h000000bbbb", "Give more of the id.");
        assertThat(daemon.targets()).noneMatch(target -> target.startsWith("POST"));
    }

    @Test
    void anIdThatNoneHasIsAProblemWithARemedy() {
        CommandLineRun run = daemon.run(directory, "stop", "zzz");

        assertThat(run.exitCode()).isEqualTo(ExitCode.PROBLEM);
        assertThat(run.err()).contains("There is no such session", "slipway sessions");
    }

    @Test
    void aProblemOfTheServerShowsTitleDetailAndRemedyAndNoStackTrace() {
        Problem problem = Problem.forbidden("own-prompt", "You prompted this session", "ada prompted it.")
                .withRemedy("Ask someone else to approve.");
        daemon.on("POST /repositories/shop/pulls/3/reviews", 403, ProblemDetails.of(problem));

        CommandLineRun run = daemon.run(directory, "pr", "approve", "shop#3");

        assertThat(run.exitCode()).isEqualTo(ExitCode.PROBLEM);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo(
                        "You prompted this session\n  ada prompted it.\n  What to do: Ask someone else to approve.\n");
    }

    @Test
    void debugShowsWhereAnErrorArose() {
        daemon.on("GET /sessions", 500, "nonsense");

        assertThat(daemon.run(directory, "sessions", "--debug").err())
                .contains("ProblemException", "at dev.slipway.cli");
        assertThat(daemon.run(directory, "sessions").err())
                .contains("status 500")
                .doesNotContain("at dev.slipway");
    }

    @Test
    void aDaemonThatIsNotThereIsSaidWithWhatToDo() {
        daemon.close();

        CommandLineRun run = daemon.run(directory, "sessions");

        assertThat(run.exitCode()).isEqualTo(ExitCode.PROBLEM);
        assertThat(run.err()).contains("No daemon answers", daemon.url(), "slipway up");
    }

    @Test
    void anUnknownOptionIsAUsageProblem() {
        CommandLineRun run = daemon.run(directory, "sessions", "--limt", "5");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--limt");
    }

    @Test
    void anUnknownCommandSuggestsOnesThatAreNear() {
        CommandLineRun run = daemon.run(directory, "sesions");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("sesions", "slipway sessions");
    }

    @Test
    void helpOfWhatIsNoCommandSaysSo() {
        CommandLineRun run = daemon.run(directory, "sesions", "--help");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("slipway sessions");
    }

    @Test
    void aCommandOfCommandsAloneShowsThem() {
        CommandLineRun run = daemon.run(directory, "pr");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("approve", "merge");
    }

    @Test
    void aNumberThatIsNoneIsRefusedInWords() {
        CommandLineRun run = daemon.run(directory, "sessions", "--limit", "many");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("\"many\" is not a whole number").doesNotContain(" int");
    }

    @Test
    void aFileThatIsNotThereIsSaidInWords() {
        CommandLineRun run = daemon.run(directory, "prompt", "bbbb", "Fix it", "--attach", "none.png");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("none.png: there is no such file.").doesNotContain("Exception");
    }

    @Test
    void aRepositoryOfNeitherPlaceNorNameIsRefusedBeforeAnythingIsSent() {
        CommandLineRun run = daemon.run(directory, "repo", "add");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("--name NAME");
    }

    @Test
    void aMalformedIdIsRefusedBeforeAnythingIsSent() {
        CommandLineRun run = daemon.run(directory, "stop", "../etc");

        assertThat(run.exitCode()).isEqualTo(ExitCode.PROBLEM);
        assertThat(daemon.requests).isEmpty();
    }

    @Test
    void aTokenFromThisComputerIsNotSentToAnother() throws IOException {
        Files.createDirectories(directory.resolve("home"));
        Files.writeString(directory.resolve("home/token"), "secret\n");

        CommandLineRun run =
                CommandLineRun.in(directory, Map.of(), "", "sessions", "--server", "https://slipway.example.org");

        assertThat(run.exitCode()).isEqualTo(ExitCode.PROBLEM);
        assertThat(run.err()).contains("A token is needed", "SLIPWAY_TOKEN").doesNotContain("secret");
    }

    @Test
    void theHomeTellsAddressAndToken() throws IOException {
        Files.createDirectories(directory.resolve("home"));
        Files.writeString(directory.resolve("home/daemon.url"), daemon.url() + "\n");
        Files.writeString(directory.resolve("home/token"), "from-the-home\n");

        assertThat(CommandLineRun.in(directory, Map.of(), "", "sessions").exitCode())
                .isZero();
        assertThat(daemon.requests.getFirst().authorization()).isEqualTo("Bearer from-the-home");
    }

    @Test
    void aSavedTokenIsForThisAccountAloneAndServesAs() throws IOException {
        User grace = new User(new UserId("grace"), "Grace Hopper", "grace@example.org", Role.MEMBER, Samples.NOON);
        daemon.on("POST /users", 201, new UserWithToken(grace, "token-of-grace"));

        CommandLineRun add = daemon.run(
                directory, "user", "add", "grace", "--name", "Grace Hopper", "--email", "grace@example.org", "--save");
        CommandLineRun list = daemon.run(directory, "sessions", "--as", "grace");

        assertThat(add.exitCode()).isZero();
        assertThat(add.out() + add.err()).doesNotContain("token-of-grace");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("home/tokens/grace"))))
                .isEqualTo("rw-------");
        assertThat(list.exitCode()).isZero();
        assertThat(daemon.requests.getLast().authorization()).isEqualTo("Bearer token-of-grace");
    }

    @Test
    void runUsesTheRepositoryThatIsKnownByItsOrigin() throws IOException {
        Path repository = directory.resolve("shop");
        Files.createDirectories(repository.resolve(".git"));
        String real = repository.toRealPath().toString();
        daemon.on("GET /repositories", 200, new RepositoryList(List.of(Samples.repository("shop", real))));
        daemon.on("POST /repositories/shop/fetch", 200, Samples.repository("shop", real));
        daemon.on("POST /sessions", 201, Samples.session(Samples.FIRST, "Fix it", SessionState.WORKING));

        CommandLineRun run = daemon.run(directory, "run", "--repo", "shop/", "--detach", "-");

        assertThat(run.err()).contains("slipway show 01h000000aaaa --follow");
        assertThat(run.out()).isEqualTo("01h000000aaaa\n");
        Request created = daemon.requests.getLast();
        NewSession asked = Json.readRequest(created.body(), NewSession.class);
        assertThat(asked.prompt()).contains("from standard input");
        assertThat(asked.repository().value()).isEqualTo("shop");
        assertThat(created.idempotencyKey()).hasSizeGreaterThan(20);
    }

    @Test
    void runAddsARepositoryThatIsNotKnown() {
        daemon.on("GET /repositories", 200, new RepositoryList(List.of()));
        daemon.on("POST /repositories", 201, Samples.repository("x", "https://example.org/x.git"));
        daemon.on("POST /sessions", 201, Samples.session(Samples.FIRST, "Fix it", SessionState.WORKING));

        CommandLineRun run = daemon.run(directory, "run", "--repo", "https://example.org/x.git", "-d", "Fix", "it");

        assertThat(run.exitCode()).isZero();
        assertThat(daemon.targets()).containsExactly("GET /repositories", "POST /repositories", "POST /sessions");
    }

    @Test
    void runSaysWhichPathDoesNotExist() {
        daemon.on("GET /repositories", 200, new RepositoryList(List.of()));

        CommandLineRun run = daemon.run(directory, "run", "--repo", "nowhere", "Fix it");

        assertThat(run.exitCode()).isEqualTo(ExitCode.PROBLEM);
        assertThat(run.err()).contains(directory.resolve("nowhere").toString());
    }

    @Test
    void anEmptyPromptIsRefused() {
        CommandLineRun run = daemon.run(directory, "prompt", "bbbb", "  ");

        assertThat(run.exitCode()).isEqualTo(ExitCode.PROBLEM);
        assertThat(run.err()).contains("The prompt is empty");
        assertThat(daemon.requests).isEmpty();
    }

    @Test
    void aWaitingPromptIsNamedByItsPlace() {
        String path = "/sessions/" + Samples.SECOND.value();
        daemon.on(
                "GET " + path,
                200,
                new SessionDetail(
                        Samples.session(Samples.SECOND, "x", SessionState.WORKING),
                        List.of(Samples.prompt("p1", "one"), Samples.prompt("p2", "two"))));
        daemon.on("PATCH " + path + "/prompts/p2", 200, Samples.prompt("p2", "two"));
        daemon.on("DELETE " + path + "/prompts/p1", 204, "");

        CommandLineRun move = daemon.run(directory, "queue", "move", "bbbb", "2", "1");
        CommandLineRun withdraw = daemon.run(directory, "queue", "withdraw", "bbbb", "1");
        CommandLineRun missing = daemon.run(directory, "queue", "withdraw", "bbbb", "3");

        assertThat(move.exitCode()).isZero();
        assertThat(daemon.requests)
                .anySatisfy(request -> assertThat(request.body()).isEqualTo("{\"position\":0}"));
        assertThat(withdraw.out()).isEqualTo("Withdrawn: one\n");
        assertThat(missing.err()).contains("No such prompt waits");
    }

    @Test
    void aPullRequestIsFoundByItsNumberAlone() {
        daemon.on("GET /pulls", 200, new PullRequestPage(List.of(Samples.pull("shop", 3)), Optional.empty()));
        daemon.on("GET /repositories/shop/pulls/3", 200, Samples.pull("shop", 3));

        CommandLineRun run = daemon.run(directory, "pr", "show", "3");

        assertThat(run.out()).contains("Add a search field", "shop/3 open", "prompted by ada, who can't approve it");
    }

    @Test
    void completionNamesEveryCommand() {
        assertThat(daemon.run(directory, "completion").out()).contains("sessions", "queue", "approve", "--until-rest");
    }

    @Test
    void helpOfACommandComesWithoutADaemon() {
        daemon.close();

        CommandLineRun run = daemon.run(directory, "pr", "merge", "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("--expected", "--method");
    }
}
