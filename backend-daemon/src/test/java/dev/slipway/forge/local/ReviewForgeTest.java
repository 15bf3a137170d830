package dev.slipway.forge.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.forge.ForgeEvent;
import dev.slipway.forge.OpenPullRequest;
import dev.slipway.forge.Repositories;
import dev.slipway.git.DiffLimits;
import dev.slipway.git.Mirrors;
import dev.slipway.git.RealGit;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.CommitInfo;
import dev.slipway.model.code.FileChange;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.code.Side;
import dev.slipway.model.forge.CommitCheck;
import dev.slipway.model.forge.LineComment;
import dev.slipway.model.forge.MergeGate.Obstacle;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestDetail;
import dev.slipway.model.forge.PullRequestEvent;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.PullRequestCalls;
import dev.slipway.sqlite.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a review page asks of the forge: whole files, comments on lines, checks, commits, history; who is barred by
/// commits; what a push or a crash leaves.
class ReviewForgeTest {
    private static final RepositoryId SHOP = new RepositoryId("shop");
    private static final BranchName MAIN = new BranchName("main");
    private static final SessionId SESSION = SessionId.of(1_790_000_000_000L, 7);
    private static final BranchName WORK = new BranchName("slipway/" + SESSION.value() + "-work");
    private static final BranchName OTHER = new BranchName("by-hand");
    private static final User ADA = user("ada", "Ada Lovelace");
    private static final User BOB = user("bob", "Bob");
    private static final User EVE = user("eve", "Eve");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Path root;
    private final RealGit origin;
    private final Map<SessionId, List<UserId>> prompters = Map.of(SESSION, List.of(ADA.id()));
    private Mirrors mirrors;
    private Database database;
    private Repositories repositories;
    private LocalForge forge;
    private final List<ForgeEvent> events = new ArrayList<>();

    ReviewForgeTest(@TempDir Path root) {
        this.root = root;
        origin = RealGit.init(root.resolve("origin"));
        origin.commit("README.md", "Hello\n");
        start();
        repositories.add(Optional.of(SHOP), Optional.of(origin.directory().toString()), Optional.empty());
    }

    @AfterEach
    void stop() {
        database.close();
        mirrors.close();
    }

    @Test
    void commentsOnLinesAreKeptWithTheirReview() {
        work(WORK, "a.txt", "one\ntwo\nthree\n");
        PullRequest opened = open(WORK, BOB);
        LineComment comment = new LineComment("a.txt", Side.AFTER, 2, 3, "two\nthree", "Why these?");

        PullRequest reviewed = forge.review(opened.ref(), EVE.author(), Review.Verdict.COMMENT, "", List.of(comment));

        assertThat(reviewed.reviews())
                .singleElement()
                .satisfies(review -> assertThat(review.comments()).containsExactly(comment));
        assertThat(forge.get(opened.ref()).reviews()).isEqualTo(reviewed.reviews());
        problem(() -> forge.review(opened.ref(), EVE.author(), Review.Verdict.COMMENT, ""), "empty-review");
        problem(() -> new LineComment("a.txt", Side.AFTER, 3, 2, "", "x"), "malformed-comment");
    }

    @Test
    void wholeFilesAreThereOnBothSides() {
        work(WORK, "README.md", "Hello you\n");
        PullRequest opened = open(WORK, BOB);

        assertThat(forge.file(opened.ref(), "README.md", Side.BEFORE).text()).contains("Hello\n");
        assertThat(forge.file(opened.ref(), "README.md", Side.AFTER).text()).contains("Hello you\n");
        problem(() -> forge.file(opened.ref(), "none.txt", Side.AFTER), "no-such-file");
        problem(() -> forge.file(opened.ref(), "../daemon.db", Side.AFTER), "malformed-path");
    }

    @Test
    void theDetailTellsCommitsWithTheirAuthorsAndTheHistory() {
        work(WORK, "a.txt", "a\n");
        PullRequest opened = open(WORK, BOB);
        forge.review(opened.ref(), EVE.author(), Review.Verdict.REQUEST_CHANGES, "Not yet");
        origin.run(
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                "More\n\nCo-authored-by: Eve <eve@example.org>\nSlipway-Session: " + SESSION.value(),
                "--author=Ada Lovelace <ada@example.org>");
        fetch();
        forge.review(opened.ref(), EVE.author(), Review.Verdict.APPROVE, "");

        PullRequestDetail detail = forge.detail(opened.ref());

        assertThat(detail.commits()).extracting(CommitInfo::subject).containsExactly("More", "Change a.txt");
        CommitInfo newest = detail.commits().getFirst();
        assertThat(newest.author().name()).isEqualTo("Ada Lovelace");
        assertThat(newest.coAuthors()).extracting("email").containsExactly("eve@example.org");
        assertThat(newest.session()).contains(SESSION);
        assertThat(detail.timeline())
                .extracting(PullRequestEvent::kind)
                .containsExactly(
                        PullRequestEvent.Kind.OPENED,
                        PullRequestEvent.Kind.CHANGES_REQUESTED,
                        PullRequestEvent.Kind.PUSHED,
                        PullRequestEvent.Kind.APPROVED);
        assertThat(detail.gate().approvals()).isEqualTo(1);
        assertThat(detail.gate().obstacles()).isEmpty();
        assertThat(detail.gate().mayApprove()).containsExactly(EVE.author());
    }

    @Test
    void aRequiredCheckHoldsTheMergeUntilItPassedOnThePresentHead() {
        CommitId head = work(WORK, "a.txt", "a\n");
        PullRequest opened = open(WORK, BOB);
        forge.review(opened.ref(), EVE.author(), Review.Verdict.APPROVE, "");
        assertThat(forge.requireChecks(SHOP, List.of("build")).requiredChecks()).containsExactly("build");

        problem(() -> merge(opened), "checks-missing").hasMessageContaining("build");
        report(head, CommitCheck.State.PENDING);
        problem(() -> merge(opened), "checks-missing");
        report(head, CommitCheck.State.FAILED);
        assertThat(forge.detail(opened.ref()).gate().obstacles())
                .containsExactly(new Obstacle(Obstacle.Kind.CHECKS_FAILED, List.of("build")));
        problem(() -> merge(opened), "checks-failed").hasMessageContaining("build");
        report(head, CommitCheck.State.PASSED);

        assertThat(forge.checks(SHOP, head)).singleElement().satisfies(check -> {
            assertThat(check.state()).isEqualTo(CommitCheck.State.PASSED);
            assertThat(check.by()).isEqualTo(EVE.author());
        });
        assertThat(merge(opened).state()).isEqualTo(PullRequestState.MERGED);
    }

    @Test
    void aCheckThatMakesNoSenseIsRefused() {
        CommitId head = work(WORK, "a.txt", "a\n");
        problem(
                () -> forge.report(
                        SHOP,
                        head,
                        new PullRequestCalls.NewCheck(
                                "build",
                                CommitCheck.State.PASSED,
                                Optional.of("javascript:alert(1)"),
                                Optional.empty()),
                        EVE.author()),
                "malformed-url");
        problem(() -> report(new CommitId("0".repeat(40)), CommitCheck.State.PASSED), "unknown-commit");
        problem(() -> forge.requireChecks(SHOP, List.of("a\nb")), "malformed-check-name");
    }

    @Test
    void whoPromptedASessionIsBarredFromItsCommitsOnWhateverBranch() {
        work(WORK, "a.txt", "a\n");
        origin.run("branch", OTHER.value(), WORK.value());
        fetch();

        PullRequest opened = open(OTHER, BOB);

        assertThat(opened.prompters()).containsExactly(ADA.id());
        problem(() -> forge.review(opened.ref(), ADA.author(), Review.Verdict.APPROVE, ""), "own-prompt");
        forge.addPrompter(SESSION, EVE.id());
        problem(() -> forge.review(opened.ref(), EVE.author(), Review.Verdict.APPROVE, ""), "own-prompt");
    }

    @Test
    void aCopyOfASessionsCommitBarsByItsTrailer() {
        origin.run("checkout", "-q", "-B", OTHER.value(), "main");
        origin.commit("c.txt", "c\n");
        fetch();
        PullRequest opened = open(OTHER, BOB);
        assertThat(opened.prompters()).isEmpty();

        origin.run("commit", "-q", "--allow-empty", "-m", "Picked\n\nSlipway-Session: " + SESSION.value());
        fetch();

        assertThat(forge.get(opened.ref()).prompters()).containsExactly(ADA.id());
    }

    @Test
    void commitsThatTheDefaultBranchHasBarNobody() {
        work(WORK, "a.txt", "a\n");
        origin.run("branch", "release", "main");
        origin.run("checkout", "-q", "main");
        origin.run("merge", "-q", "--ff-only", WORK.value());
        fetch();

        PullRequest release = forge.open(new OpenPullRequest(
                SHOP,
                MAIN,
                Optional.of(new BranchName("release")),
                new OpenPullRequest.Text("Release", ""),
                BOB.author(),
                Optional.empty(),
                List.of()));

        assertThat(release.prompters()).isEmpty();
    }

    @Test
    void aPushThatBringsItsCommitsToTheBaseMergesIt() {
        CommitId head = work(WORK, "a.txt", "a\n");
        PullRequest opened = open(WORK, BOB);
        origin.run("checkout", "-q", "main");
        origin.commit("b.txt", "b\n");
        origin.run(
                "-c",
                "user.email=eve@example.org",
                "-c",
                "user.name=Eve",
                "merge",
                "-q",
                "--no-ff",
                "-m",
                "By hand",
                WORK.value());
        origin.run("commit", "-q", "--amend", "--no-edit", "--author=Eve <eve@example.org>");
        fetch();

        PullRequest merged = forge.get(opened.ref());
        assertThat(merged.state()).isEqualTo(PullRequestState.MERGED);
        assertThat(merged.mergedBy()).contains(EVE.author());
        assertThat(merged.mergeCommit()).isEqualTo(repositories.mirror(SHOP).tip(MAIN));
        assertThat(merged.headCommit()).isEqualTo(head);
        assertThat(forge.diff(opened.ref(), DiffLimits.REVIEW).files())
                .extracting(FileChange::path)
                .containsExactly("a.txt");
        assertThat(events.getLast()).isInstanceOfSatisfying(ForgeEvent.Merged.class, event -> {
            assertThat(event.method()).isEmpty();
            assertThat(event.by()).isEqualTo(EVE.author());
        });
    }

    @Test
    void aMergeByTheForgeIsTheMethodsAndNotAPushs() {
        work(WORK, "a.txt", "a\n");
        PullRequest opened = open(WORK, BOB);
        forge.review(opened.ref(), EVE.author(), Review.Verdict.APPROVE, "");

        merge(opened);

        assertThat(events.stream().filter(ForgeEvent.Merged.class::isInstance))
                .singleElement()
                .satisfies(event ->
                        assertThat(((ForgeEvent.Merged) event).method()).contains(MergeMethod.MERGE));
    }

    @Test
    void whatACrashKeptFromBeingToldIsToldAtTheNextStart() {
        work(WORK, "a.txt", "a\n");
        PullRequest opened = open(WORK, BOB);
        forge.review(opened.ref(), EVE.author(), Review.Verdict.REQUEST_CHANGES, "Not yet");
        forge.change(opened.ref(), BOB.author(), Optional.empty(), Optional.empty(), Optional.of(false));
        // As if the daemon had ended before listeners heard of the last two.
        database.write(sql -> sql.run("UPDATE pull_entry SET told = 0 WHERE kind IN ('CHANGES_REQUESTED', 'CLOSED')"));
        events.clear();

        stop();
        start();
        forge.recover();

        assertThat(events).hasSize(2).allSatisfy(event -> assertThat(event).isInstanceOf(ForgeEvent.Recovered.class));
        assertThat(((ForgeEvent.Recovered) events.getFirst()).event())
                .isInstanceOfSatisfying(
                        ForgeEvent.Reviewed.class,
                        reviewed -> assertThat(reviewed.review().body()).isEqualTo("Not yet"));
        events.clear();
        forge.recover();
        assertThat(events).isEmpty();
    }

    private void start() {
        mirrors = new Mirrors(root.resolve("repos"));
        database = Database.open(root.resolve("daemon.db"), "the daemon's database");
        repositories = new Repositories(mirrors, database, InstantSource.fixed(NOW));
        forge = new LocalForge(
                repositories, database, () -> List.of(ADA, BOB, EVE), ForgeRules.DEFAULT, InstantSource.fixed(NOW));
        forge.askPrompters(session -> prompters.getOrDefault(session, List.of()));
        forge.onEvent(events::add);
    }

    private CommitId work(BranchName branch, String file, String content) {
        origin.run("checkout", "-q", "-B", branch.value(), "main");
        CommitId commit = new CommitId(origin.commit(file, content));
        fetch();
        return commit;
    }

    private void fetch() {
        repositories.fetch(SHOP);
    }

    private PullRequest open(BranchName head, User by) {
        boolean own = head.equals(WORK);
        return forge.open(new OpenPullRequest(
                SHOP,
                head,
                Optional.empty(),
                new OpenPullRequest.Text("A change", "It changes."),
                by.author(),
                own ? Optional.of(SESSION) : Optional.empty(),
                own ? List.of(ADA.id()) : List.of()));
    }

    private CommitCheck report(CommitId commit, CommitCheck.State state) {
        return forge.report(
                SHOP,
                commit,
                new PullRequestCalls.NewCheck(
                        "build", state, Optional.of("https://ci.example.org/7"), Optional.of("Seven tests.")),
                EVE.author());
    }

    private PullRequest merge(PullRequest pull) {
        return forge.merge(pull.ref(), EVE.author(), MergeMethod.MERGE, Optional.empty(), Optional.empty());
    }

    private static AbstractThrowableAssert<?, ?> problem(ThrowingCallable call, String code) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    private static User user(String id, String name) {
        return new User(new UserId(id), name, id + "@example.org", Role.MEMBER, Instant.EPOCH);
    }
}
