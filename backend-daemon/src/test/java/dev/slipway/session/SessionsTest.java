package dev.slipway.session;

import static dev.slipway.session.House.ADA;
import static dev.slipway.session.House.BOB;
import static dev.slipway.session.House.EVE;
import static dev.slipway.session.House.SHOP;
import static dev.slipway.session.Script.endless;
import static dev.slipway.session.Script.openPullRequest;
import static dev.slipway.session.Script.says;
import static dev.slipway.session.Script.shell;
import static dev.slipway.session.Script.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.forge.local.ForgeRules;
import dev.slipway.forge.local.LocalForge;
import dev.slipway.git.RealGit;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.User;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.CommitCreated;
import dev.slipway.model.event.SessionEvent.ToolCallStarted;
import dev.slipway.model.event.SessionEvent.TurnCompleted;
import dev.slipway.model.event.SessionEvent.TurnStopped;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.statistics.Statistics;
import dev.slipway.model.wire.SessionCalls.Stopped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Sessions with all real parts: databases, git, sandboxes, the forge; only the model plays by script.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class SessionsTest {
    private static final long PROMPT_ENOUGH_MILLIS = 100;

    private final Script model = new Script();
    private House house;

    @BeforeAll
    void open() throws IOException {
        house = new House(Files.createTempDirectory("slipway-sessions"), model.stub.baseUrl());
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
    void aPromptBecomesACommitOfThePrompterAPullRequestAndAMergeThatCountsOnce() throws Exception {
        Instant start = Instant.now();
        Statistics before = statistics(start);
        SessionId session = house.session(ADA);
        model.then(write("cart.txt", "a cart\n"), openPullRequest("Add a cart"), says("There it is."));
        house.turn(session, ADA, "Add a cart");

        PullRequest opened = pullRequest(session);
        assertThat(opened.author()).isEqualTo(ADA.author());
        assertThat(opened.stat().files()).isEqualTo(1);
        assertThat(log(opened.head())).containsExactly("Ada Lovelace/Slipway Agent/Add a cart");
        assertThat(message(opened.head())).contains("Co-authored-by: Slipway Agent <agent@slipway.invalid>");
        assertBarred(opened, ADA);

        house.turn(session, BOB, "Why a cart?");
        assertBarred(opened, BOB);

        house.forge.review(opened.ref(), EVE.author(), Review.Verdict.APPROVE, "");
        house.forge.merge(opened.ref(), EVE.author(), MergeMethod.MERGE, Optional.empty(), Optional.empty());

        assertThat(house.rows(session, SessionEvent.PullRequestMerged.class))
                .singleElement()
                .satisfies(merged -> assertThat(merged.by()).isEqualTo(EVE.author()));
        assertThat(house.sessions.summary(session).pullRequestState()).contains(PullRequestState.MERGED);
        assertThat(statistics(start).sessionsWithMergedPullRequest())
                .isEqualTo(before.sessionsWithMergedPullRequest() + 1);

        restart();
        assertThat(house.rows(session, SessionEvent.PullRequestMerged.class)).hasSize(1);
        assertThat(statistics(start).sessionsWithMergedPullRequest())
                .isEqualTo(before.sessionsWithMergedPullRequest() + 1);
        assertThat(house.sessions
                        .list(Optional.of(SHOP), Optional.empty(), Optional.empty(), 500)
                        .sessions())
                .filteredOn(summary -> summary.id().equals(session))
                .singleElement()
                .satisfies(summary -> assertThat(summary.pullRequestState()).contains(PullRequestState.MERGED));
    }

    @Test
    void aMergeThatASleepingSessionHearsOfIsWrittenOnce() throws Exception {
        SessionId session = house.session(ADA);
        model.then(write("sleep.txt", "zzz\n"), openPullRequest("Sleep"), says("Opened."));
        house.turn(session, ADA, "Sleep");
        PullRequestRef ref = pullRequest(session).ref();
        restart();

        house.forge.review(ref, EVE.author(), Review.Verdict.APPROVE, "");
        house.forge.merge(ref, EVE.author(), MergeMethod.SQUASH, Optional.empty(), Optional.empty());

        assertThat(house.rows(session, SessionEvent.PullRequestMerged.class)).hasSize(1);
    }

    @Test
    void aReviewAndAClosingThatACrashKeptFromTheJournalAreWrittenAtTheNextStartOnce() throws Exception {
        SessionId session = house.session(ADA);
        model.then(write("crash.txt", "boom\n"), openPullRequest("Crash"), says("Opened."));
        house.turn(session, ADA, "Crash");
        PullRequestRef ref = pullRequest(session).ref();
        // A forge whose listeners never hear of what it does, as if the daemon ended right after its row was written.
        LocalForge silent = new LocalForge(
                house.repositories,
                house.database,
                () -> List.of(House.ADA, House.EVE),
                ForgeRules.DEFAULT,
                InstantSource.system());
        silent.review(ref, EVE.author(), Review.Verdict.REQUEST_CHANGES, "Not yet");
        silent.change(ref, ADA.author(), Optional.empty(), Optional.empty(), Optional.of(false));
        house.database.write(sql -> sql.run("UPDATE pull_entry SET told = 0"));
        assertThat(house.rows(session, SessionEvent.PullRequestReviewed.class)).isEmpty();

        restart();

        assertThat(house.rows(session, SessionEvent.PullRequestReviewed.class))
                .singleElement()
                .satisfies(review -> assertThat(review.body()).isEqualTo("Not yet"));
        assertThat(house.rows(session, SessionEvent.PullRequestClosed.class)).hasSize(1);
        assertThat(house.rows(session, SessionEvent.PullRequestOpened.class)).hasSize(1);
        house.database.write(sql -> sql.run("UPDATE pull_entry SET told = 0"));
        restart();
        assertThat(house.rows(session, SessionEvent.PullRequestReviewed.class)).hasSize(1);
        assertThat(house.rows(session, SessionEvent.PullRequestClosed.class)).hasSize(1);
    }

    @Test
    void eachTurnIsCommittedInTheNameOfItsPrompter() {
        SessionId session = house.session(ADA);
        CountDownLatch queued = new CountDownLatch(1);
        model.after(queued, write("a.txt", "a\n")).then(says("A."), write("b.txt", "b\n"));
        house.prompt(session, ADA, "Write a");
        house.prompt(session, BOB, "Write b");
        queued.countDown();
        House.eventually(() -> house.rows(session, TurnCompleted.class).size() == 2);

        assertThat(log(branch(session)))
                .containsExactly("Bob Moran/Slipway Agent/Write b", "Ada Lovelace/Slipway Agent/Write a");
    }

    @Test
    void whoeverSpeaksInMidTurnGetsOnlyWhatComesAfter() {
        SessionId session = house.session(ADA);
        CountDownLatch inserted = new CountDownLatch(1);
        model.then(write("a.txt", "a\n")).after(inserted, shell("true")).then(write("b.txt", "b\n"), says("Both."));
        house.prompt(session, ADA, "Write a");
        House.eventually(() -> !house.rows(session, ToolCallStarted.class).isEmpty());
        house.prompt(session, BOB, "Write b too", PromptMode.INSERT, Optional.empty());
        inserted.countDown();
        house.rest(session);

        assertThat(log(branch(session)))
                .containsExactly("Bob Moran/Slipway Agent/Write b too", "Ada Lovelace/Slipway Agent/Write a");
        assertThat(house.rows(session, TurnCompleted.class)).hasSize(1);
    }

    @Test
    void whatAStoppedTurnLeftIsCommittedForWhoPromptedItEvenAfterATurnWithoutToolsAndARestart() throws Exception {
        SessionId session = house.session(ADA);
        model.then(write("half.txt", "half\n"), endless());
        house.prompt(session, ADA, "Write half");
        house.awaitLive(session, "word-3");
        house.sessions.stop(session, EVE);

        restart();
        model.then(says("Nothing to do."));
        house.turn(session, BOB, "Is it done?");
        model.then(write("other.txt", "other\n"), says("Done."));
        house.turn(session, BOB, "Write the other");

        assertThat(log(branch(session)))
                .containsExactly(
                        "Bob Moran/Slipway Agent/Write the other", "Ada Lovelace/Slipway Agent/Work that was stopped");
    }

    @Test
    void aStoppedTurnThatChangedNothingTakesNoCredit() throws Exception {
        SessionId session = house.session(ADA);
        model.then(endless());
        house.prompt(session, ADA, "Think");
        house.awaitLive(session, "word-3");
        house.sessions.stop(session, ADA);
        model.then(write("b.txt", "b\n"), endless());
        house.prompt(session, BOB, "Write b");
        House.eventually(
                () -> !house.rows(session, SessionEvent.ToolCallCompleted.class).isEmpty());
        house.awaitLive(session, "word-3");
        house.sessions.stop(session, BOB);
        model.then(shell("true"), says("Yes."));
        house.turn(session, EVE, "Is it well?");

        assertThat(house.rows(session, CommitCreated.class)).singleElement().satisfies(commit -> {
            assertThat(commit.author()).isEqualTo(BOB.author());
            assertThat(commit.coAuthors()).isEmpty();
        });
    }

    @Test
    void anotherPersonsPromptDoesNotEndATurnThatIsInTheMidstOfAMerge() {
        SessionId session = house.session(ADA);
        CountDownLatch inserted = new CountDownLatch(1);
        model.then(shell("git checkout -q -b side && echo side > README.md && git commit -qam side && git checkout -q -"
                        + " && echo main > README.md && git commit -qam main && ! git merge side"))
                .after(inserted, shell("git status --short"))
                .then(shell("echo both > README.md && git commit -qam both"), says("Merged."));
        house.prompt(session, ADA, "Merge");
        House.eventually(() -> !house.rows(session, ToolCallStarted.class).isEmpty());
        house.prompt(session, BOB, "Go on", PromptMode.INSERT, Optional.empty());
        inserted.countDown();
        house.rest(session);

        assertThat(house.sessions.summary(session).trouble()).isEmpty();
        assertThat(house.rows(session, TurnCompleted.class)).hasSize(1);
    }

    @Test
    void aStopIsPromptWhileTheModelSpeaksAndTheNextPromptGoesOn() throws Exception {
        SessionId session = house.session(ADA);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            model.then(endless());
            house.prompt(session, ADA, "Talk");
            house.awaitLive(session, "word-3");
            best = Math.min(best, millisToStop(session));
        }
        assertThat(best).isLessThan(PROMPT_ENOUGH_MILLIS);
        assertThat(house.rows(session, TurnStopped.class)).hasSize(3);
        assertThat(house.rows(session, SessionEvent.TextWritten.class))
                .allSatisfy(text -> assertThat(text.complete()).isFalse());

        house.turn(session, ADA, "Say more");
        assertThat(model.lastRequest()).contains("word-3", "Say more");
    }

    @Test
    void aStopEndsAToolWithAllThatItStarted() throws Exception {
        SessionId session = house.session(ADA);
        long best = Long.MAX_VALUE;
        for (int i = 1; i <= 3; i++) {
            String number = Long.toString(700_000_000L + ProcessHandle.current().pid() * 10 + i);
            model.then(shell("sleep " + number + " & setsid sleep " + number));
            house.prompt(session, ADA, "Sleep");
            House.eventually(() -> running(number) == 2);
            best = Math.min(best, millisToStop(session));
            assertThat(running(number)).as("processes left").isZero();
        }
        assertThat(best).isLessThan(PROMPT_ENOUGH_MILLIS);
    }

    @Test
    void aLostSandboxComesBackWithItsFiles() throws Exception {
        SessionId session = house.session(ADA);
        model.then(write("kept.txt", "kept\n"), endless());
        house.prompt(session, ADA, "Write");
        house.awaitLive(session, "word-3");
        house.sessions.stop(session, ADA);
        killKeeper(session);

        model.then(shell("true"), shell("cat kept.txt"), says("Here."));
        house.turn(session, ADA, "Show it");

        assertThat(model.lastRequest()).contains("kept");
        assertThat(house.rows(session, SessionEvent.SandboxReady.class)).hasSize(2);
        assertThat(log(branch(session))).hasSize(1);
    }

    @Test
    void aSandboxThatIsGoneIsMadeAgainFromTheBranchAndItIsSaidWhatIsLost() throws Exception {
        SessionId session = house.session(ADA);
        model.then(write("kept.txt", "kept\n"), says("Written."));
        house.turn(session, ADA, "Write");
        house.sandbox(session).destroy();

        model.then(shell("cat kept.txt; git log -1 --format=base:%s origin/main"), says("Here."));
        house.turn(session, ADA, "Show it");

        assertThat(model.lastRequest())
                .contains("kept\\nbase:" + house.mirror(SHOP).run("log", "-1", "--format=%s", "main"));
        assertThat(house.rows(session, SessionEvent.NoticeGiven.class))
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.problem().code()).isEqualTo("sandbox-lost");
                    assertThat(notice.problem().detail()).contains("uncommitted", "is there");
                });
    }

    @Test
    void uncommittedFilesAndTheConversationOutliveADaemonThatIsAbandoned() throws Exception {
        SessionId session = house.session(ADA);
        model.then(write("draft.txt", "a draft\n"), endless());
        house.prompt(session, ADA, "Draft it");
        house.awaitLive(session, "word-3");
        house.sessions.stop(session, ADA);
        int calls = model.calls();

        // Nothing is closed: as after a crash, new objects find what is on disk.
        House abandoned = house;
        house = new House(abandoned.home, model.stub.baseUrl());
        assertThat(house.sessions.summary(session).state()).isEqualTo(SessionState.IDLE);
        assertThat(model.calls()).isEqualTo(calls);
        model.then(shell("cat draft.txt"), says("Here."));
        house.turn(session, ADA, "Show it");
        abandoned.close();

        assertThat(model.lastRequest()).contains("Draft it", "word-3", "Show it", "a draft");
        assertThat(log(branch(session))).hasSize(1);
    }

    @Test
    void aRetriedPromptIsAcceptedOnceAcrossARestart() throws Exception {
        SessionId session = house.session(ADA);
        Optional<PromptId> id = Optional.of(new PromptId("retry-1"));
        house.prompt(session, ADA, "Once", PromptMode.QUEUE, id);
        house.rest(session);
        restart();
        house.prompt(session, ADA, "Once", PromptMode.QUEUE, id);

        assertThat(house.rows(session, SessionEvent.PromptAccepted.class)).hasSize(1);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> house.prompt(session, BOB, "Once", PromptMode.QUEUE, id))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("prompt-id-taken"));
    }

    @Test
    void aNewSessionIsInTheNextList() {
        for (int i = 0; i < 5; i++) {
            SessionId session = house.session(ADA);
            assertThat(house.sessions
                            .list(Optional.empty(), Optional.empty(), Optional.empty(), 1)
                            .sessions())
                    .extracting(summary -> summary.id())
                    .containsExactly(session);
        }
    }

    private void restart() throws InterruptedException {
        house.close();
        house = new House(house.home, model.stub.baseUrl());
    }

    private long millisToStop(SessionId session) throws InterruptedException {
        long start = System.nanoTime();
        Stopped stopped = house.sessions.stop(session, ADA);
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertThat(stopped.stopped()).isTrue();
        return millis;
    }

    private PullRequest pullRequest(SessionId session) {
        return house.forge.get(house.sessions
                .summary(session)
                .pullRequest()
                .orElseThrow(() -> new AssertionError("no pull request: " + house.rows(session))));
    }

    private void assertBarred(PullRequest pullRequest, User user) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() ->
                        house.forge.review(pullRequest.ref(), user.author(), Review.Verdict.APPROVE, "Mine is good"))
                .satisfies(e -> assertThat(e.problem().remedy()).isPresent());
    }

    private Statistics statistics(Instant from) throws InterruptedException {
        return house.statistics.read(from, Instant.now().plusSeconds(60));
    }

    private BranchName branch(SessionId session) {
        return house.sessions.summary(session).branch();
    }

    /// Commits of a session's branch: author, committer, subject.
    private List<String> log(BranchName branch) {
        RealGit mirror = house.mirror(SHOP);
        return mirror.run("log", "--format=%an/%cn/%s", "refs/slipway/in/" + branch.value() + ".." + branch.value())
                .lines()
                .toList();
    }

    private String message(BranchName branch) {
        return house.mirror(SHOP).run("log", "-1", "--format=%B", branch.value());
    }

    private static long running(String argument) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .forEach(process -> {
                        try {
                            String line = Files.readString(process.resolve("cmdline"));
                            if (line.startsWith("sleep\0" + argument)) {
                                found.add(line);
                            }
                        } catch (IOException e) {
                            // It has ended meanwhile.
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.size();
    }

    /// Ends the process that holds the sandbox's namespaces, as the machine's end would.
    private void killKeeper(SessionId session) throws IOException {
        String line = Files.readString(house.home.resolve("sandboxes/sandboxes/" + session.value() + "/keeper"));
        ProcessHandle keeper =
                ProcessHandle.of(Long.parseLong(line.split(" ", -1)[0])).orElseThrow();
        assertThat(keeper.destroyForcibly()).isTrue();
        House.eventually(() -> !keeper.isAlive());
    }
}
