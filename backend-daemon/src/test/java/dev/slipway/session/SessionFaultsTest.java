package dev.slipway.session;

import static dev.slipway.session.House.ADA;
import static dev.slipway.session.House.SHOP;
import static dev.slipway.session.Script.openPullRequest;
import static dev.slipway.session.Script.says;
import static dev.slipway.session.Script.shell;
import static dev.slipway.session.Script.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.slipway.git.RealGit;
import dev.slipway.llm.stub.StubReply;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.PromptAccepted;
import dev.slipway.model.event.SessionEvent.SandboxFailed;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.TurnCompleted;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.wire.SessionCalls.NewAttachment;
import dev.slipway.model.wire.SessionCalls.NewSession;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Bad input and faults: each has a clear answer, and nothing that was acknowledged is lost.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class SessionFaultsTest {
    private final Script model = new Script();
    private House house;

    @BeforeAll
    void open() throws IOException {
        house = new House(Files.createTempDirectory("slipway-faults"), model.stub.baseUrl());
        house.importShop();
    }

    @AfterAll
    void close() throws InterruptedException, IOException {
        house.tearDown();
        model.close();
    }

    @AfterEach
    void forget() {
        model.forget();
    }

    @Test
    void whatDoesNotExistIsNamedAndNothingIsCreated() {
        int before = house.journals.all().size();
        assertProblem("unknown-repository", () -> house.session(new RepositoryId("nowhere"), ADA));
        assertProblem("unknown-branch", () -> create(Optional.of(new BranchName("nope")), Optional.empty(), List.of()));
        assertProblem(
                "model-unknown", () -> create(Optional.empty(), Optional.of(new ModelName("nobody/knows")), List.of()));
        assertProblem("unknown-session", () -> house.sessions.summary(SessionId.of(1, 1)));
        assertProblem(
                "malformed-attachment", () -> create(Optional.empty(), Optional.empty(), List.of(attached("%%"))));
        assertThat(house.journals.all()).hasSize(before);
    }

    @Test
    void aModelThatNeverEndsAndOneThatIsDownEachEndTheirTurnWithAReason() {
        SessionId session = house.session(ADA);
        model.then(StubReply.error(400, "{\"error\":{\"message\":\"no\"}}", Map.of()));
        house.turn(session, ADA, "Hello");
        assertThat(house.sessions.summary(session).state()).isEqualTo(SessionState.FAILED);
        assertThat(house.sessions.summary(session).trouble()).isPresent();

        model.then(says("word ").after(4, StubReply.Ending.ENDLESS));
        house.turn(session, ADA, "Go on");
        assertThat(house.rows(session, SessionEvent.ModelCallCompleted.class)
                        .getFirst()
                        .stopReason())
                .as("it was cut")
                .isEqualTo("max_tokens");
        assertThat(model.lastRequest()).contains("word word word");

        house.turn(session, ADA, "And now?");
        assertThat(house.sessions.summary(session).state()).isEqualTo(SessionState.IDLE);
    }

    @Test
    void anEmptyRepositoryTakesItsFirstCommitFromASession() {
        RepositoryId empty = new RepositoryId("empty");
        house.repositories.add(Optional.of(empty), Optional.empty(), Optional.empty());
        SessionId session = house.session(empty, ADA);
        model.then(write("first.txt", "first\n"), openPullRequest("The first"), says("Begun."));
        house.turn(session, ADA, "Begin");

        assertThat(house.sessions.summary(session).trouble()).isEmpty();
        BranchName branch = house.sessions.summary(session).branch();
        assertThat(house.mirror(empty).run("log", "--format=%an", branch.value()))
                .isEqualTo("Ada Lovelace");
        assertThat(house.sessions.summary(session).pullRequest()).isPresent();
    }

    @Test
    void submodulesPointersBinaryAndHugeFilesPassThrough() throws IOException {
        RealGit origin = RealGit.init(house.home.resolve("odd"));
        String commit = origin.commit(
                "large.bin",
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a".repeat(64) + "\nsize 12345\n");
        origin.write(".gitmodules", "[submodule \"lib\"]\n\tpath = lib\n\turl = https://example.invalid/lib.git\n");
        Files.write(origin.directory().resolve("noise.bin"), new byte[] {0, 1, 2, (byte) 0xff, 0});
        origin.run("add", "-A");
        origin.run("update-index", "--add", "--cacheinfo", "160000," + commit + ",lib");
        origin.run("commit", "-q", "-m", "Odd things");
        RepositoryId odd = new RepositoryId("odd");
        house.repositories.add(Optional.of(odd), Optional.of(origin.directory().toString()), Optional.empty());
        SessionId session = house.session(odd, ADA);
        model.then(
                shell("cat large.bin; ls -d lib; truncate -s 51M huge.bin; printf '\\000' >> noise.bin"),
                says("Done."));
        house.turn(session, ADA, "Look around");

        assertThat(model.lastRequest()).contains("git-lfs.github.com", "lib");
        assertThat(house.sessions.summary(session).trouble()).isEmpty();
        assertThat(house.rows(session, SessionEvent.NoticeGiven.class))
                .anySatisfy(notice -> assertThat(notice.problem().detail()).contains("huge.bin", "51 MB"));
        assertThat(house.rows(session, SessionEvent.BranchPushed.class)).hasSize(1);
    }

    @Test
    void aForkBombEndsInItsSandboxAndTheSessionGoesOn() {
        SessionId session = house.session(ADA);
        SessionId other = house.session(ADA);
        model.then(Script.call("shell", "command", "bomb() { bomb | bomb & }; bomb; sleep 1"));
        house.turn(session, ADA, "Burst");
        assertThat(house.rows(session, ToolCallCompleted.class)).hasSize(1);

        model.then(shell("echo alive"), says("Yes."));
        house.turn(other, ADA, "Do others live?");
        assertThat(model.lastRequest()).contains("\"text\":\"alive\"");
        model.then(shell("echo again"), says("Yes."));
        house.turn(session, ADA, "And you?");
        assertThat(model.lastRequest()).contains("\"text\":\"again\"");
    }

    @Test
    void aHostThatCannotIsolateSaysWhatToDoAndTheTurnAnswersAllTheSame() throws Exception {
        House bare = new House(Files.createTempDirectory("slipway-bare"), model.stub.baseUrl(), shell -> {
            throw Problem.unavailable("no-isolation", "This host can't isolate sandboxes", "It lacks bwrap.")
                    .withRemedy("Install bubblewrap.")
                    .toException();
        });
        try {
            bare.importShop();
            SessionId session = bare.session(ADA);
            SandboxFailed failed = bare.await(session, SandboxFailed.class, 1);
            assertThat(failed.problem().remedy()).contains("Install bubblewrap.");
            for (int key = 0; key < 20; key++) {
                bare.sessions.typing(session);
            }

            model.then(shell("ls"), says("I can't run anything here."));
            bare.turn(session, ADA, "List the files");

            assertThat(model.lastRequest()).contains("Install bubblewrap");
            assertThat(bare.sessions.summary(session).state()).isEqualTo(SessionState.IDLE);
            assertThat(bare.rows(session, TurnCompleted.class)).hasSize(1);
            assertThat(bare.rows(session, SandboxFailed.class))
                    .as("one for the session, perhaps one for the tool that asked again, and not one a key")
                    .hasSizeBetween(1, 2);
        } finally {
            bare.tearDown();
        }
    }

    @Test
    void aFullDiskLosesNothingThatWasAcknowledgedAndAllWorksAgainOnceThereIsRoom() throws Exception {
        Path disk = Files.createTempDirectory("slipway-full");
        int mounted = run("mount", "-t", "tmpfs", "-o", "size=24m,mode=755", "tmpfs", disk.toString());
        try {
            assumeThat(mounted).as("may mount").isZero();
            fillAndFree(disk);
        } finally {
            if (mounted == 0) {
                assertThat(run("umount", "-l", disk.toString())).isZero();
            }
            Files.delete(disk);
        }
    }

    private void fillAndFree(Path disk) throws Exception {
        Path home = Files.createDirectory(disk.resolve("home"));
        SessionId session;
        List<String> acknowledged = new ArrayList<>(List.of("before"));
        SessionProjection.Snapshot remembered;
        try (House full = new House(home, model.stub.baseUrl())) {
            full.importShop();
            session = full.session(ADA);
            model.then(says("Before."));
            full.turn(session, ADA, "before");

            Path ballast = disk.resolve("ballast");
            fill(ballast);
            int refused = 0;
            for (int i = 0; i < 40; i++) {
                try {
                    full.prompt(session, ADA, "full " + i + " " + "x".repeat(20_000));
                    acknowledged.add("full " + i);
                } catch (ProblemException e) {
                    refused++;
                    assertThat(e.problem().remedy()).as(e.getMessage()).isPresent();
                }
            }
            assertThat(refused).isPositive();
            assertThatExceptionOfType(ProblemException.class)
                    .as("no session can begin")
                    .isThrownBy(() -> {
                        for (int i = 0; i < 40; i++) {
                            full.session(ADA);
                        }
                    });
            try {
                assertThat(full.sessions.summary(session).id())
                        .as("it can be read")
                        .isEqualTo(session);
            } catch (ProblemException e) {
                // SQLite can't open a journal anew without room for its shared memory.
                assertThat(e.problem().remedy()).as(e.getMessage()).isPresent();
            }

            Files.delete(ballast);
            House.eventually(() -> accepts(full, session));
            acknowledged.add("room again");
            House.eventually(() -> goesOn(full, session));
            assertThat(prompts(full, session)).containsAll(acknowledged);
            assertThat(model.stub.requests())
                    .anySatisfy(request -> assertThat(request.body()).contains("room again"));
            SessionActor actor = full.sessions.actor(session);
            // Its sandbox may become ready meanwhile.
            full.sessions.close();
            remembered = actor.read(SessionProjection::snapshot);
        }
        House again = new House(home, model.stub.baseUrl());
        try {
            again.database.write(sql -> sql.run("DELETE FROM session WHERE id = ?", session));
            assertThat(again.sessions.actor(session).read(SessionProjection::snapshot))
                    .as("what is remembered is what the journal says")
                    .isEqualTo(remembered);
            assertThat(prompts(again, session)).containsAll(acknowledged);
            assertThat(again.sessions
                            .list(Optional.empty(), Optional.empty(), Optional.empty(), 100)
                            .sessions())
                    .as("no session shows that never began")
                    .allSatisfy(summary -> assertThat(
                                    again.sessions.summary(summary.id()).id())
                            .isEqualTo(summary.id()));
        } finally {
            again.tearDown();
        }
    }

    /// What waits was perhaps held, as its turn failed: a person lets it go on.
    private static boolean goesOn(House house, SessionId session) {
        try {
            return !house.sessions.resume(session)
                    && house.sessions.detail(session).queue().isEmpty()
                    && house.sessions.summary(session).state() == SessionState.IDLE;
        } catch (ProblemException e) {
            return false;
        }
    }

    private static boolean accepts(House house, SessionId session) {
        try {
            house.prompt(session, ADA, "room again", PromptMode.QUEUE, Optional.empty());
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private static List<String> prompts(House house, SessionId session) {
        return house.rows(session, PromptAccepted.class).stream()
                .map(accepted -> accepted.prompt().text().replaceAll(" x+$", ""))
                .toList();
    }

    private static void fill(Path file) throws IOException {
        byte[] some = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("space");
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static NewAttachment attached(String content) {
        return new NewAttachment("a.png", "image/png", content);
    }

    private void create(Optional<BranchName> branch, Optional<ModelName> model, List<NewAttachment> attachments) {
        house.sessions.create(
                new NewSession(SHOP, branch, model, Optional.of("Do it"), attachments, Optional.empty()), ADA);
    }

    private static void assertProblem(String code, ThrowingCallable call) {
        assertThatExceptionOfType(ProblemException.class)
                .as(code)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo(code));
    }
}
