package dev.slipway.forge.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.forge.Forge;
import dev.slipway.forge.ForgeEvent;
import dev.slipway.forge.OpenPullRequest;
import dev.slipway.forge.PullRequestFilter;
import dev.slipway.forge.Repositories;
import dev.slipway.git.DiffLimits;
import dev.slipway.git.ImportProgress;
import dev.slipway.git.Mirror;
import dev.slipway.git.Mirrors;
import dev.slipway.git.Origin;
import dev.slipway.git.RealGit;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.DiffStat;
import dev.slipway.model.code.FileChange;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.Mergeability;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sqlite.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalForgeTest {
    private static final RepositoryId SHOP = new RepositoryId("shop");
    private static final BranchName MAIN = new BranchName("main");
    private static final BranchName WORK = new BranchName("slipway/work");
    private static final SessionId SESSION = SessionId.of(1_790_000_000_000L, 7);
    private static final User ADA = user("ada", "Ada Lovelace", Role.MEMBER);
    private static final User BOB = user("bob", "Bob", Role.MEMBER);
    private static final User EVE = user("eve", "Eve", Role.ADMIN);
    private static final User VIC = user("vic", "Vic", Role.VIEWER);
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Path root;
    private final RealGit origin;
    private Mirrors mirrors;
    private Database database;
    private Repositories repositories;
    private LocalForge forge;
    private final List<ForgeEvent> events = new ArrayList<>();

    LocalForgeTest(@TempDir Path root) {
        this.root = root;
        origin = RealGit.init(root.resolve("origin"));
        origin.commit("README.md", "Hello\n");
        mirrors = new Mirrors(root.resolve("repos"));
        database = Database.open(root.resolve("daemon.db"), "the daemon's database");
        repositories = new Repositories(mirrors, database, InstantSource.fixed(NOW));
        forge = forge(ForgeRules.DEFAULT);
        forge.onEvent(events::add);
        repositories.add(Optional.of(SHOP), Optional.of(origin.directory().toString()), Optional.empty());
    }

    @AfterEach
    void close() {
        database.close();
        mirrors.close();
    }

    @Test
    void aPullRequestIsOpenedReviewedAndMerged() {
        CommitId head = work("a.txt", "a\n");

        PullRequest opened = open();
        assertThat(opened.ref()).isEqualTo(new PullRequestRef(SHOP, 1));
        assertThat(opened.headCommit()).isEqualTo(head);
        assertThat(opened.mergeability().status()).isEqualTo(Mergeability.Status.CLEAN);
        assertThat(opened.stat()).isEqualTo(new DiffStat(1, 1, 0));
        assertThat(opened.base()).isEqualTo(MAIN);

        PullRequest reviewed = forge.review(opened.ref(), BOB.author(), Review.Verdict.APPROVE, "Fine");
        assertThat(reviewed.reviews()).singleElement().satisfies(review -> {
            assertThat(review.commit()).isEqualTo(head);
            assertThat(review.at()).isEqualTo(NOW);
        });

        PullRequest merged = merge(opened, MergeMethod.MERGE);

        CommitId tip = mirror().tip(MAIN).orElseThrow();
        assertThat(merged.state()).isEqualTo(PullRequestState.MERGED);
        assertThat(merged.mergeCommit()).contains(tip);
        assertThat(merged.mergedBy()).contains(BOB.author());
        assertThat(merged.stat()).isEqualTo(new DiffStat(1, 1, 0));
        assertThat(merged.headCommit()).isEqualTo(head);
        assertThat(show(tip, "%an|%ae|%cn|%s|%b|%P"))
                .isEqualTo("Bob|bob@example.org|Bob|Merge pull request #1 from slipway/work|A change\n|"
                        + origin.run("rev-parse", "main") + " " + head.value());
        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Opened", "Reviewed", "Merged");
        assertThat(events.getLast())
                .isEqualTo(new ForgeEvent.Merged(merged, Optional.of(MergeMethod.MERGE), tip, BOB.author()));
        assertThat(forge.diff(opened.ref(), DiffLimits.REVIEW).files())
                .singleElement()
                .extracting(FileChange::path)
                .isEqualTo("a.txt");
    }

    @Test
    void squashMakesOneCommitByTheAuthorThatNamesTheOthers() {
        work("a.txt", "a\n");
        origin.run(
                "-c",
                "user.name=x",
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                "More\n\nCo-authored-by: Slipway Agent <agent@slipway.invalid>",
                "--author=Bob <bob@example.org>");
        push(WORK);
        PullRequest opened = open();
        approve(opened);

        CommitId tip = merge(opened, MergeMethod.SQUASH).mergeCommit().orElseThrow();

        assertThat(show(tip, "%an|%cn|%P|%B"))
                .isEqualTo("Ada Lovelace|Bob|" + origin.run("rev-parse", "main") + "|A change (#1)\n\nIt changes.\n\n"
                        + "Co-authored-by: Test <test@example.org>\nCo-authored-by: Bob <bob@example.org>\n"
                        + "Co-authored-by: Slipway Agent <agent@slipway.invalid>\nSlipway-Session: "
                        + SESSION.value());
    }

    @Test
    void rebaseKeepsEachCommitsAuthor() {
        work("a.txt", "a\n");
        origin.run("commit", "-q", "--allow-empty", "--author=Bob <bob@example.org>", "-m", "empty");
        origin.commit("b.txt", "b\n");
        push(WORK);
        moveMain("other.txt", "other\n");
        CommitId before = mirror().tip(MAIN).orElseThrow();
        PullRequest opened = open();
        approve(opened);

        CommitId tip = merge(opened, MergeMethod.REBASE).mergeCommit().orElseThrow();

        assertThat(git().run("log", "--format=%an|%cn|%s", before.value() + ".." + tip.value()))
                .isEqualTo("Test|Bob|Change b.txt\nTest|Bob|Change a.txt");
        assertThat(git().run("ls-tree", "--name-only", tip.value())).isEqualTo("README.md\na.txt\nb.txt\nother.txt");
    }

    @Test
    void rebaseOntoAnUnmovedBaseKeepsTheCommits() {
        CommitId head = work("a.txt", "a\n");
        PullRequest opened = open();
        approve(opened);

        assertThat(merge(opened, MergeMethod.REBASE).mergeCommit()).contains(head);
    }

    @Test
    void conflictsAreListedAndMergeNothing() {
        work("README.md", "Mine\n");
        moveMain("README.md", "Theirs\n");
        CommitId before = mirror().tip(MAIN).orElseThrow();
        PullRequest opened = open();
        approve(opened);

        assertThat(opened.mergeability())
                .isEqualTo(new Mergeability(Mergeability.Status.CONFLICTING, List.of("README.md")));
        for (MergeMethod method : MergeMethod.values()) {
            problem(() -> merge(opened, method), "merge-conflict").hasMessageContaining("README.md");
        }
        assertThat(mirror().tip(MAIN)).contains(before);
        assertThat(forge.get(opened.ref()).state()).isEqualTo(PullRequestState.OPEN);
    }

    @Test
    void whoPromptedCanNotApproveAndIsToldWhoCan() {
        work("a.txt", "a\n");
        PullRequest opened = open();

        problem(() -> forge.review(opened.ref(), ADA.author(), Review.Verdict.APPROVE, ""), "own-prompt")
                .hasMessageContaining("It can be approved by Bob, Eve.")
                .hasMessageNotContaining("Vic");
        forge.review(opened.ref(), ADA.author(), Review.Verdict.COMMENT, "A comment is fine");
    }

    @Test
    void anApprovalFallsWhenItsAuthorPromptsLater() {
        work("a.txt", "a\n");
        PullRequest opened = open();
        approve(opened);

        forge.addPrompter(SESSION, BOB.id());

        assertThat(forge.get(opened.ref()).prompters()).containsExactly(ADA.id(), BOB.id());
        problem(() -> merge(opened, MergeMethod.MERGE), "approval-needed").hasMessageContaining("approved by Eve");
        problem(() -> approve(opened), "own-prompt");
    }

    @Test
    void anApprovalOfAnOlderHeadDoesNotCount() {
        work("a.txt", "a\n");
        PullRequest opened = open();
        approve(opened);
        CommitId head = new CommitId(origin.commit("b.txt", "b\n"));
        push(WORK);

        assertThat(events.getLast()).isEqualTo(new ForgeEvent.Pushed(forge.get(opened.ref()), head));
        problem(() -> merge(opened, MergeMethod.MERGE), "approval-needed").hasMessageContaining("older head");
        approve(opened);
        assertThat(merge(opened, MergeMethod.MERGE).headCommit()).isEqualTo(head);
    }

    @Test
    void requestedChangesStandInTheWayUntilTheirAuthorApproves() {
        work("a.txt", "a\n");
        PullRequest opened = open();
        forge.review(opened.ref(), EVE.author(), Review.Verdict.REQUEST_CHANGES, "No");
        approve(opened);

        problem(() -> merge(opened, MergeMethod.MERGE), "changes-requested").hasMessageContaining("Eve");
        forge.review(opened.ref(), EVE.author(), Review.Verdict.APPROVE, "");
        merge(opened, MergeMethod.MERGE);
    }

    @Test
    void withoutTheRuleAnyoneMergesAtOnce() {
        work("a.txt", "a\n");
        forge = forge(new ForgeRules(0, false));

        assertThat(forge.merge(open().ref(), ADA.author(), MergeMethod.MERGE, Optional.empty(), Optional.of("Mine"))
                        .state())
                .isEqualTo(PullRequestState.MERGED);
        assertThat(show(mirror().tip(MAIN).orElseThrow(), "%B")).isEqualTo("Mine");
    }

    @Test
    void aHeadThatMovedSinceThePersonLookedIsNotMerged() {
        CommitId seen = work("a.txt", "a\n");
        PullRequest opened = open();
        origin.commit("b.txt", "b\n");
        push(WORK);
        approve(opened);

        problem(
                () -> forge.merge(opened.ref(), BOB.author(), MergeMethod.MERGE, Optional.of(seen), Optional.empty()),
                "head-moved");
    }

    @Test
    void whatMakesNoPullRequestIsRefused() {
        problem(this::open, "unknown-branch");
        CommitId head = work("a.txt", "a\n");
        PullRequest opened = open();
        problem(this::open, "pull-request-exists").hasMessageContaining("shop#1");
        problem(() -> open(WORK, Optional.of(WORK), "T"), "same-branch");
        problem(() -> open(WORK, Optional.of(new BranchName("nowhere")), "T"), "unknown-branch");
        problem(() -> open(MAIN, Optional.of(WORK), "T"), "nothing-to-merge");
        problem(() -> open(WORK, Optional.empty(), "two\nlines"), "malformed-title");
        problem(() -> forge.get(new PullRequestRef(SHOP, 9)), "unknown-pull-request");
        problem(() -> forge.list(PullRequestFilter.ALL, Optional.of("§"), 10), "malformed-cursor");
        problem(() -> forge.list(PullRequestFilter.ALL, Optional.empty(), 0), "malformed-limit");
        origin.run("checkout", "-q", "--orphan", "alone");
        origin.commit("x.txt", "x\n");
        push(new BranchName("alone"));
        problem(() -> open(new BranchName("alone"), Optional.empty(), "T"), "unrelated-histories");
        assertThat(forge.get(opened.ref()).headCommit()).isEqualTo(head);
    }

    @Test
    void aClosedOneReopensAndAMergedOneDoesNot() {
        work("a.txt", "a\n");
        PullRequest opened = open();

        PullRequest closed = change(opened, Optional.of("New title"), Optional.of(false));
        assertThat(closed.state()).isEqualTo(PullRequestState.CLOSED);
        assertThat(closed.title()).isEqualTo("New title");
        assertThat(closed.mergeability().status()).isEqualTo(Mergeability.Status.NOT_APPLICABLE);
        problem(() -> approve(opened), "pull-request-closed");
        PullRequest second = open();
        problem(() -> change(opened, Optional.empty(), Optional.of(true)), "pull-request-exists");
        change(second, Optional.empty(), Optional.of(false));
        assertThat(change(opened, Optional.empty(), Optional.of(true)).state()).isEqualTo(PullRequestState.OPEN);

        approve(opened);
        merge(opened, MergeMethod.MERGE);
        problem(() -> change(opened, Optional.empty(), Optional.of(false)), "already-merged");
        problem(() -> change(opened, Optional.empty(), Optional.of(true)), "already-merged");
        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Opened", "Closed", "Edited", "Opened", "Closed", "Reopened", "Reviewed", "Merged");
    }

    @Test
    void aListIsPagedAndFiltered() {
        work("a.txt", "a\n");
        for (int i = 0; i < 5; i++) {
            change(open(), Optional.empty(), Optional.of(false));
        }
        open();

        Forge.Listing first = forge.list(PullRequestFilter.ALL, Optional.empty(), 4);
        Forge.Listing second = forge.list(PullRequestFilter.ALL, first.next(), 4);

        assertThat(first.pullRequests()).extracting(pull -> pull.ref().number()).containsExactly(6, 5, 4, 3);
        assertThat(second.pullRequests())
                .extracting(pull -> pull.ref().number())
                .containsExactly(2, 1);
        assertThat(second.next()).isEmpty();
        assertThat(list(Optional.empty(), Optional.of(PullRequestState.OPEN), Optional.empty()))
                .containsExactly(6);
        assertThat(list(Optional.of(SHOP), Optional.empty(), Optional.of(SESSION)))
                .hasSize(6);
        assertThat(list(Optional.of(new RepositoryId("other")), Optional.empty(), Optional.empty()))
                .isEmpty();
        assertThat(list(Optional.empty(), Optional.empty(), Optional.of(SessionId.of(1, 1))))
                .isEmpty();
    }

    @Test
    void theFirstPullRequestOfAnEmptyRepositoryGivesItsDefaultBranchACommit() {
        repositories.add(Optional.of(new RepositoryId("fresh")), Optional.empty(), Optional.empty());
        CommitId head = work("a.txt", "a\n");
        Mirror fresh = repositories.mirror(new RepositoryId("fresh"));
        fresh.fetch(Origin.parse(origin.directory().toString()), ImportProgress.SILENT);
        fresh.move(MAIN, fresh.tip(MAIN), Optional.empty(), "make it unborn");
        PullRequest opened = forge.open(new OpenPullRequest(
                fresh.id(),
                WORK,
                Optional.empty(),
                new OpenPullRequest.Text("First", ""),
                ADA.author(),
                Optional.empty(),
                List.of()));
        approve(opened);

        assertThat(opened.mergeability().status()).isEqualTo(Mergeability.Status.CLEAN);
        assertThat(merge(opened, MergeMethod.SQUASH).mergeCommit()).contains(head);
        assertThat(fresh.tip(MAIN)).contains(head);
        assertThat(forge.diff(opened.ref(), DiffLimits.NAMES).stat().files()).isEqualTo(2);
    }

    @Test
    void ofMergesThatRaceEachKeepsItsCommits() throws InterruptedException {
        forge = forge(new ForgeRules(0, false));
        List<PullRequest> pulls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            BranchName branch = new BranchName("slipway/w" + i);
            origin.run("checkout", "-q", "-B", branch.value(), "main");
            origin.commit("f" + i + ".txt", "x\n");
            push(branch);
            pulls.add(open(branch, Optional.empty(), "T" + i));
        }
        CountDownLatch start = new CountDownLatch(1);
        Set<Throwable> failures = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (PullRequest pull : pulls) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    start.await();
                    merge(pull, List.of(MergeMethod.values()).get(pull.ref().number() % 3));
                } catch (Throwable e) {
                    failures.add(e);
                }
            }));
        }
        threads.add(Thread.ofVirtual().start(() -> {
            try {
                start.await();
                Mirror mirror = mirror();
                for (int i = 0; i < 3; i++) {
                    Optional<CommitId> before = mirror.tip(MAIN);
                    Optional<CommitId> after = Optional.of(new CommitId(git().run(
                                    "commit-tree",
                                    "-p",
                                    before.orElseThrow().value(),
                                    "-m",
                                    "push " + i,
                                    before.orElseThrow().value() + "^{tree}")));
                    if (!mirror.move(MAIN, before, after, "push")) {
                        i--;
                    }
                }
            } catch (Throwable e) {
                failures.add(e);
            }
        }));
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        String tip = mirror().tip(MAIN).orElseThrow().value();
        assertThat(git().run("ls-tree", "--name-only", tip).lines())
                .contains("f0.txt", "f1.txt", "f2.txt", "f3.txt", "f4.txt", "f5.txt");
        assertThat(git().run("log", "--format=%s", tip).lines()).contains("push 0", "push 1", "push 2");
    }

    @Test
    void aCrashAfterTheBranchMovedIsFinishedAtTheNextStart() {
        CommitId head = work("a.txt", "a\n");
        PullRequest opened = open();
        CommitId before = mirror().tip(MAIN).orElseThrow();
        PullRows rows = new PullRows(database);
        Pull pull = rows.find(opened.ref()).orElseThrow();
        rows.intend(new PullRows.Intent(pull.id(), MergeMethod.REBASE, head, Optional.of(before), head, BOB.author()));
        assertThat(mirror().move(MAIN, Optional.of(before), Optional.of(head), "merge"))
                .isTrue();

        restart();

        PullRequest merged = forge.get(opened.ref());
        assertThat(merged.state()).isEqualTo(PullRequestState.MERGED);
        assertThat(merged.mergeCommit()).contains(head);
        assertThat(merged.mergedBy()).contains(BOB.author());
        assertThat(merged.stat()).isEqualTo(new DiffStat(1, 1, 0));
        assertThat(events.getLast()).isInstanceOf(ForgeEvent.Merged.class);
        assertThat(new PullRows(database).intents()).isEmpty();
    }

    @Test
    void aCrashBeforeTheBranchMovedLeavesThePullRequestOpen() {
        CommitId head = work("a.txt", "a\n");
        PullRequest opened = open();
        PullRows rows = new PullRows(database);
        Pull pull = rows.find(opened.ref()).orElseThrow();
        rows.intend(new PullRows.Intent(pull.id(), MergeMethod.MERGE, head, mirror().tip(MAIN), head, BOB.author()));

        restart();

        assertThat(forge.get(opened.ref()).state()).isEqualTo(PullRequestState.OPEN);
        assertThat(new PullRows(database).intents()).isEmpty();
        approve(opened);
        merge(opened, MergeMethod.MERGE);
    }

    @Test
    void aBranchThatIsGoneLeavesItsPullRequestReadable() {
        CommitId head = work("a.txt", "a\n");
        PullRequest opened = open();
        mirror().move(WORK, Optional.of(head), Optional.empty(), "gone");

        PullRequest now = forge.get(opened.ref());
        assertThat(now.mergeability().status()).isEqualTo(Mergeability.Status.NOT_APPLICABLE);
        assertThat(now.headCommit()).isEqualTo(head);
        assertThat(forge.diff(opened.ref(), DiffLimits.REVIEW).files()).hasSize(1);
        problem(() -> merge(opened, MergeMethod.MERGE), "unknown-branch");
    }

    @Test
    void removingARepositoryTakesItsPullRequestsAlong() {
        work("a.txt", "a\n");
        open();
        var pin = repositories.objectToRemoval(id -> Optional.of("A session works on it."));
        problem(() -> repositories.remove(SHOP), "repository-in-use").hasMessageContaining("A session works on it.");
        pin.close();

        repositories.remove(SHOP);

        assertThat(forge.list(PullRequestFilter.ALL, Optional.empty(), 10).pullRequests())
                .isEmpty();
        assertThat(repositories.list()).isEmpty();
        problem(() -> repositories.get(SHOP), "unknown-repository");
    }

    private List<Integer> list(
            Optional<RepositoryId> repository, Optional<PullRequestState> state, Optional<SessionId> session) {
        return forge
                .list(new PullRequestFilter(repository, state, session), Optional.empty(), 100)
                .pullRequests()
                .stream()
                .map(pull -> pull.ref().number())
                .toList();
    }

    private LocalForge forge(ForgeRules rules) {
        return new LocalForge(
                repositories, database, () -> List.of(ADA, BOB, EVE, VIC), rules, InstantSource.fixed(NOW));
    }

    private void restart() {
        database.close();
        mirrors.close();
        mirrors = new Mirrors(root.resolve("repos"));
        database = Database.open(root.resolve("daemon.db"), "the daemon's database");
        repositories = new Repositories(mirrors, database, InstantSource.fixed(NOW));
        forge = forge(ForgeRules.DEFAULT);
        forge.onEvent(events::add);
        forge.recover();
    }

    private Mirror mirror() {
        return repositories.mirror(SHOP);
    }

    private RealGit git() {
        return new RealGit(root.resolve("repos/shop.git"));
    }

    private String show(CommitId commit, String format) {
        return git().run("show", "-s", "--format=format:" + format, commit.value());
    }

    private CommitId work(String file, String content) {
        origin.run("checkout", "-q", "-B", WORK.value(), "main");
        CommitId commit = new CommitId(origin.commit(file, content));
        push(WORK);
        return commit;
    }

    private void moveMain(String file, String content) {
        origin.run("checkout", "-q", "main");
        origin.commit(file, content);
        push(MAIN);
        origin.run("checkout", "-q", WORK.value());
    }

    private void push(BranchName branch) {
        repositories.fetch(SHOP);
        assertThat(mirror().tip(branch)).contains(new CommitId(origin.run("rev-parse", branch.value())));
    }

    private PullRequest open() {
        return open(WORK, Optional.empty(), "A change");
    }

    private PullRequest open(BranchName head, Optional<BranchName> base, String title) {
        return forge.open(new OpenPullRequest(
                SHOP,
                head,
                base,
                new OpenPullRequest.Text(title, "It changes."),
                ADA.author(),
                Optional.of(SESSION),
                List.of(ADA.id())));
    }

    private void approve(PullRequest pull) {
        forge.review(pull.ref(), BOB.author(), Review.Verdict.APPROVE, "");
    }

    private PullRequest merge(PullRequest pull, MergeMethod method) {
        return forge.merge(pull.ref(), BOB.author(), method, Optional.empty(), Optional.empty());
    }

    private PullRequest change(PullRequest pull, Optional<String> title, Optional<Boolean> open) {
        return forge.change(pull.ref(), ADA.author(), title, Optional.empty(), open);
    }

    private static AbstractThrowableAssert<?, ?> problem(ThrowingCallable call, String code) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    private static User user(String id, String name, Role role) {
        return new User(new UserId(id), name, id + "@example.org", role, Instant.EPOCH);
    }
}
