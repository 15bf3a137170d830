package dev.slipway.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.DiffStat;
import dev.slipway.model.code.FileChange;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspacesTest {
    private static final SessionId SESSION = SessionId.of(1_790_000_000_000L, 7);
    private static final Author ADA = new Author(new UserId("ada"), "Ada Lovelace", "ada@example.org");
    private static final Author BOB = new Author(new UserId("bob"), "Bob", "bob@example.org");
    private static final BranchName MAIN = new BranchName("main");
    private static final BranchName WORK = Workspaces.branchFor(SESSION, "Fix the crème brûlée!");

    @TempDir
    private Path temp;

    private final Workspaces workspaces = new Workspaces(GitIdentity.AGENT);
    private Mirrors mirrors;
    private RealGit origin;
    private PlainPlace place;
    private RealGit inside;

    WorkspacesTest(@TempDir Path root) {
        mirrors = new Mirrors(root.resolve("repos"));
        origin = RealGit.init(root.resolve("origin"));
        place = PlainPlace.in(root.resolve("place"));
        inside = new RealGit(place.tree());
    }

    @BeforeEach
    void seed() {
        origin.commit("README.md", "Hello\n");
    }

    @AfterEach
    void close() {
        mirrors.close();
    }

    @Test
    void theBranchNameIsMadeOfIdAndTitle() {
        assertThat(WORK.value()).isEqualTo("slipway/" + SESSION.value() + "-fix-the-creme-brulee");
        assertThat(Workspaces.branchFor(SESSION, "…").value()).isEqualTo("slipway/" + SESSION.value());
        assertThat(Workspaces.branchFor(SESSION, "a".repeat(39) + " b").value())
                .isEqualTo("slipway/" + SESSION.value() + "-" + "a".repeat(39));
    }

    @Test
    void aFreshTreeHoldsTheBaseOnTheSessionsBranch() {
        origin.commit("src/a.txt", "a\n");
        Mirror mirror = imported();

        SyncResult result = prepare(mirror);

        CommitId tip = mirror.tip(MAIN).orElseThrow();
        assertThat(result)
                .isEqualTo(new SyncResult(
                        Optional.of(tip), Optional.empty(), Optional.of(tip), SyncResult.State.FORWARDED, 0));
        assertThat(place.tree().resolve("src/a.txt")).hasContent("a\n");
        assertThat(inside.run("symbolic-ref", "--short", "HEAD")).isEqualTo(WORK.value());
        assertThat(inside.run("status", "--porcelain")).isEmpty();
        assertThat(inside.run("rev-list", "--count", "HEAD")).isEqualTo("2");
        assertThat(inside.run("fsck", "--strict")).isEmpty();
    }

    @Test
    void onlyWhatTheBaseReachesGoesIn() {
        origin.run("checkout", "-q", "-b", "other");
        String hidden = origin.commit("hidden.txt", "not yours\n");
        origin.run("checkout", "-q", "main");

        prepare(imported());

        assertThat(inside.attempt("cat-file", "-t", hidden).status()).isNotZero();
    }

    @Test
    void originInsideTakesAFetchAndAPush() {
        prepare(imported());
        inside.commit("b.txt", "b\n");

        assertThat(inside.attempt("fetch", "origin").status()).isZero();
        assertThat(inside.attempt("push", "origin", "HEAD").status()).isZero();
        assertThat(inside.run("rev-parse", "origin/main")).isEqualTo(origin.run("rev-parse", "HEAD"));
    }

    @Test
    void aCleanTreeFollowsItsBase() {
        Mirror mirror = imported();
        prepare(mirror);
        String newest = origin.commit("later.txt", "later\n");
        fetch(mirror);

        SyncResult result = workspaces.sync(place, mirror, MAIN, WORK);

        assertThat(result.state()).isEqualTo(SyncResult.State.FORWARDED);
        assertThat(inside.run("rev-parse", "HEAD")).isEqualTo(newest);
        assertThat(place.tree().resolve("later.txt")).exists();
        assertThat(workspaces.sync(place, mirror, MAIN, WORK).state()).isEqualTo(SyncResult.State.UP_TO_DATE);
    }

    @Test
    void aTreeWithWorkOfItsOwnIsLeftAndToldHowFarBehindItIs() {
        Mirror mirror = imported();
        prepare(mirror);
        String own = inside.commit("own.txt", "own\n");
        origin.commit("1.txt", "1\n");
        String newest = origin.commit("2.txt", "2\n");
        fetch(mirror);

        SyncResult result = workspaces.sync(place, mirror, MAIN, WORK);

        assertThat(result.state()).isEqualTo(SyncResult.State.LEFT_AS_IS);
        assertThat(result.behind()).isEqualTo(2);
        assertThat(inside.run("rev-parse", "HEAD")).isEqualTo(own);
        assertThat(inside.run("rev-parse", "origin/main")).isEqualTo(newest);
        assertThat(inside.attempt("merge", "-q", "--no-edit", "origin/main").status())
                .isZero();
    }

    @Test
    void uncommittedChangesAreLeft() throws IOException {
        Mirror mirror = imported();
        prepare(mirror);
        inside.write("README.md", "Changed\n");
        origin.commit("1.txt", "1\n");
        fetch(mirror);

        assertThat(workspaces.sync(place, mirror, MAIN, WORK).state()).isEqualTo(SyncResult.State.LEFT_AS_IS);
        assertThat(place.tree().resolve("README.md")).hasContent("Changed\n");
    }

    @Test
    void everythingIsCommittedAsThePersonWhoPrompted() throws IOException {
        Mirror mirror = imported();
        prepare(mirror);
        inside.write("new/file.txt", "1\n2\n");
        Files.delete(place.tree().resolve("README.md"));

        Committed made =
                commit("Rewrite it\n\n# not a comment", List.of(BOB, ADA)).orElseThrow();

        assertThat(made.subject()).isEqualTo("Rewrite it");
        assertThat(made.stat()).isEqualTo(new DiffStat(2, 2, 1));
        assertThat(made.warnings()).isEmpty();
        assertThat(inside.run("log", "-1", "--format=%an <%ae> %cn <%ce>"))
                .isEqualTo("Ada Lovelace <ada@example.org> Slipway Agent <agent@slipway.invalid>");
        assertThat(inside.run("log", "-1", "--format=%B"))
                .isEqualTo("Rewrite it\n\n# not a comment\n\nCo-authored-by: Bob <bob@example.org>\n"
                        + "Co-authored-by: Slipway Agent <agent@slipway.invalid>\nSlipway-Session: "
                        + SESSION.value());
        assertThat(inside.run("status", "--porcelain")).isEmpty();
        assertThat(commit("Again", List.of())).isEmpty();
    }

    @Test
    void hooksSignaturesAndLocksDoNotStandInTheWay() throws IOException {
        prepare(imported());
        Path hooks = Files.createDirectories(place.tree().resolve(".git/hooks"));
        for (String hook : List.of("pre-commit", "commit-msg", "post-commit", "reference-transaction")) {
            Files.writeString(hooks.resolve(hook), "#!/bin/sh\ntouch " + temp + "/ran\nexit 1\n");
            assertThat(hooks.resolve(hook).toFile().setExecutable(true)).isTrue();
        }
        inside.run("config", "commit.gpgsign", "true");
        inside.run("config", "user.name", "");
        Files.createFile(place.tree().resolve(".git/index.lock"));
        inside.write("a.txt", "a\n");

        assertThat(commit("Through", List.of())).isPresent();
        assertThat(temp.resolve("ran")).doesNotExist();
    }

    @Test
    void ignoredFilesStayOutAndOddOnesComeAlong() throws IOException {
        prepare(imported());
        inside.write(".gitignore", "*.log\n");
        inside.write("x.log", "noise\n");
        inside.write("new\nline \"quoted\".txt", "odd\n");
        Files.write(place.tree().resolve("binary"), new byte[] {0, 1, 2, 3});
        RealGit.init(place.tree().resolve("nested")).commit("n.txt", "n\n");

        Committed made = commit("Odd", List.of()).orElseThrow();

        assertThat(inside.run("ls-files")).doesNotContain("x.log").contains("binary");
        assertThat(made.stat().files()).isEqualTo(4);
        assertThat(made.warnings()).singleElement().asString().contains("`nested` is a repository of its own");
    }

    @Test
    void aVeryLargeFileIsWarnedOf() throws IOException {
        prepare(imported());
        try (var file = new java.io.RandomAccessFile(
                place.tree().resolve("big data.bin").toFile(), "rw")) {
            file.setLength(51L * 1024 * 1024);
        }

        Committed made = commit("Big", List.of()).orElseThrow();

        assertThat(made.warnings()).singleElement().asString().startsWith("`big data.bin` has 51 MB");
    }

    @Test
    void unresolvedConflictsAreNotCommitted() {
        Mirror mirror = imported();
        prepare(mirror);
        inside.commit("README.md", "Ours\n");
        origin.commit("README.md", "Theirs\n");
        fetch(mirror);
        workspaces.sync(place, mirror, MAIN, WORK);
        assertThat(inside.attempt("merge", "origin/main").status()).isNotZero();

        assertThatThrownBy(() -> commit("Broken", List.of()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("README.md");

        inside.write("README.md", "Both\n");
        Committed made = commit("Merge", List.of()).orElseThrow();
        assertThat(inside.run("rev-list", "--parents", "-1", made.commit().value())
                        .split(" "))
                .hasSize(3);
        assertThat(inside.run("status")).doesNotContain("merg");
    }

    @Test
    void aBranchOfTheAgentsOwnThatGoesOnFromTheSessionsIsTakenBack() {
        Mirror mirror = imported();
        prepare(mirror);
        inside.run("checkout", "-q", "-b", "feature");
        inside.commit("a.txt", "a\n");
        inside.write("b.txt", "b\n");

        CommitId made = commit("B", List.of()).orElseThrow().commit();

        assertThat(inside.run("symbolic-ref", "--short", "HEAD")).isEqualTo(WORK.value());
        assertThat(workspaces.publish(place, mirror, WORK)).contains(made);
    }

    @Test
    void aDetachedOldCommitIsNotCommittedOn() {
        prepare(imported());
        inside.commit("a.txt", "a\n");
        inside.run("checkout", "-q", "HEAD~1");
        inside.write("b.txt", "b\n");

        assertThatThrownBy(() -> commit("B", List.of())).hasMessageContaining("another branch");
    }

    @Test
    void theSessionsBranchComesOut() {
        Mirror mirror = imported();
        prepare(mirror);
        inside.write("a.txt", "a\n");
        CommitId made = commit("A", List.of()).orElseThrow().commit();
        java.util.ArrayList<BranchMoved> moves = new java.util.ArrayList<>();
        mirrors.onBranchMoved(moves::add);

        assertThat(workspaces.publish(place, mirror, WORK)).contains(made);

        assertThat(mirror.tip(WORK)).contains(made);
        assertThat(moves)
                .containsExactly(
                        new BranchMoved(mirror.id(), WORK, Optional.empty(), Optional.of(made), Optional.empty()));
        assertThat(workspaces.publish(place, mirror, WORK)).contains(made);
        assertThat(moves).hasSize(1);
    }

    @Test
    void anAmendedCommitReplacesWhatTheSessionPushedButNotWhatOthersDid() {
        Mirror mirror = imported();
        prepare(mirror);
        inside.commit("a.txt", "a\n");
        workspaces.publish(place, mirror, WORK);
        inside.run("commit", "-q", "--amend", "-m", "Better");

        CommitId amended = workspaces.publish(place, mirror, WORK).orElseThrow();
        assertThat(mirror.tip(WORK)).contains(amended);

        CommitId others = new CommitId(origin.commit("fix.txt", "fix\n"));
        fetch(mirror);
        assertThat(mirror.move(WORK, Optional.of(amended), Optional.of(others), "someone's push"))
                .isTrue();
        inside.commit("c.txt", "c\n");
        assertThatThrownBy(() -> workspaces.publish(place, mirror, WORK)).hasMessageContaining("Someone else pushed");
        assertThat(mirror.tip(WORK)).contains(others);

        workspaces.sync(place, mirror, MAIN, WORK);
        inside.run("merge", "-q", "--no-edit", "origin/" + WORK.value());
        assertThat(workspaces.publish(place, mirror, WORK)).isPresent().isNotEqualTo(Optional.of(others));
    }

    @Test
    void aTreeWithNothingOfItsOwnBringsNoBranchOut() {
        Mirror mirror = imported();
        prepare(mirror);

        assertThat(workspaces.publish(place, mirror, WORK)).isEmpty();
        assertThat(mirror.tip(WORK)).isEmpty();
    }

    @Test
    void aCommitThatAnotherBranchHasTooStillComesOut() {
        Mirror mirror = imported();
        prepare(mirror);
        CommitId made = new CommitId(inside.commit("a.txt", "a\n"));
        workspaces.publish(place, mirror, WORK);
        mirror.move(new BranchName("slipway/twin"), Optional.empty(), Optional.of(made), "the same work elsewhere");
        mirror.move(WORK, Optional.of(made), Optional.empty(), "gone");

        assertThat(workspaces.publish(place, mirror, WORK)).contains(made);
        assertThat(mirror.tip(WORK)).contains(made);
    }

    @Test
    void whatIsTooLargeStaysInside() throws IOException {
        mirrors.close();
        mirrors = new Mirrors(temp.resolve("small"), new ReceiveLimits(100_000, 150_000));
        Mirror mirror = imported();
        prepare(mirror);
        byte[] noise = new byte[90_000];
        for (int i = 1; i <= 2; i++) {
            new java.util.Random(i).nextBytes(noise);
            Files.write(place.tree().resolve("noise" + i), noise);
        }
        String small = inside.run("rev-parse", "HEAD");
        inside.run("add", "-A");
        inside.run("commit", "-q", "-m", "a large pack");
        problem(() -> workspaces.publish(place, mirror, WORK), "change-too-large");

        inside.run("reset", "-q", "--hard", small);
        inside.commit("zeros", "0".repeat(10_000_000));
        problem(() -> workspaces.publish(place, mirror, WORK), "change-too-large");
        assertThat(mirror.tip(WORK)).isEmpty();
    }

    @Test
    void whatGitCanNotAddIsSaidAndTheRestIsCommitted() {
        prepare(imported());
        RealGit.init(place.tree().resolve("empty-nested"));
        problem(() -> commit("Nothing else", List.of()), "unreadable-files");

        inside.write("a.txt", "a\n");
        Committed made = commit("A", List.of()).orElseThrow();

        assertThat(made.stat().files()).isEqualTo(1);
        assertThat(made.warnings()).isNotEmpty().allSatisfy(w -> assertThat(w).contains("empty-nested"));
    }

    @Test
    void aFullDiskInTheSandboxIsSaid() throws IOException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "mounting needs root");
        Path small = Files.createDirectories(temp.resolve("small"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", small.toString()) == 0, "can't mount here");
        try {
            Mirror mirror = imported();
            PlainPlace full = PlainPlace.in(small);
            workspaces.prepare(full, mirror, MAIN, mirror.tip(MAIN), WORK);
            byte[] noise = new byte[1_200_000];
            new java.util.Random(1).nextBytes(noise);
            Files.write(full.tree().resolve("noise"), noise);

            problem(
                    () -> workspaces.commitAll(full, WORK, new CommitRequest(SESSION, ADA, List.of(), "Noise")),
                    "sandbox-disk-full");
            Files.delete(full.tree().resolve("noise"));
            Files.writeString(full.tree().resolve("a.txt"), "a");
            assertThat(workspaces.commitAll(full, WORK, new CommitRequest(SESSION, ADA, List.of(), "A")))
                    .isPresent();
        } finally {
            run("umount", "-l", small.toString());
        }
    }

    private static int run(String... command) throws IOException {
        return new ProcessBuilder(command).start().onExit().join().exitValue();
    }

    private static void problem(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    @Test
    void nothingButASessionsBranchComesOut() {
        Mirror mirror = imported();
        prepare(mirror);

        assertThatThrownBy(() -> workspaces.publish(place, mirror, MAIN)).hasMessageContaining("own branch");
    }

    @Test
    void aHostileTreeIsRefused() throws IOException {
        Mirror mirror = imported();
        prepare(mirror);
        String blob = inside.run("hash-object", "-w", "README.md");
        Path entry = temp.resolve("tree");
        Files.writeString(entry, "100644 blob " + blob + "\t.GIT\n");
        Process mktree = new ProcessBuilder("git", "mktree")
                .directory(place.tree().toFile())
                .redirectInput(entry.toFile())
                .start();
        String tree = new String(mktree.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String commit = inside.run("commit-tree", "-p", "HEAD", "-m", "hostile", tree);
        inside.run("update-ref", "refs/heads/" + WORK.value(), commit);

        assertThatThrownBy(() -> workspaces.publish(place, mirror, WORK))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(".GIT");
        assertThat(mirror.tip(WORK)).isEmpty();
    }

    @Test
    void aTreeWithoutItsRepositoryIsSaidSo() throws IOException {
        prepare(imported());
        Files.move(place.tree().resolve(".git"), temp.resolve("gone"));

        assertThatThrownBy(() -> commit("A", List.of())).hasMessageContaining("no git repository any more");
    }

    @Test
    void anEmptyRepositoryGetsItsFirstCommitFromASession() {
        Mirror mirror = mirrors.create(new RepositoryId("fresh"), MAIN);

        SyncResult result = workspaces.prepare(place, mirror, MAIN, Optional.empty(), WORK);
        inside.write("first.txt", "1\n");
        Diff diff = workspaces.diff(place, Optional.empty(), DiffLimits.REVIEW);
        Committed made = commit("First", List.of()).orElseThrow();

        assertThat(result.head()).isEmpty();
        assertThat(diff.stat()).isEqualTo(new DiffStat(1, 1, 0));
        assertThat(made.stat()).isEqualTo(new DiffStat(1, 1, 0));
        assertThat(workspaces.publish(place, mirror, WORK)).contains(made.commit());
    }

    @Test
    void aBranchYetToBeBornHasNothingToBringOut() {
        Mirror mirror = mirrors.create(new RepositoryId("fresh"), MAIN);
        workspaces.prepare(place, mirror, MAIN, Optional.empty(), WORK);

        assertThat(commit("Nothing", List.of())).isEmpty();
        assertThat(workspaces.publish(place, mirror, WORK)).isEmpty();
        assertThat(mirror.branches()).isEmpty();
    }

    @Test
    void theDiffShowsWhatIsCommittedAndWhatIsNot() throws IOException {
        origin.commit("old.txt", "1\n2\n3\n4\n5\n6\n");
        origin.commit("link", "was a file\n");
        Files.write(origin.directory().resolve("bin"), new byte[] {0, 1});
        origin.commit("gone.txt", "gone\n");
        Mirror mirror = imported();
        CommitId base = prepare(mirror).base().orElseThrow();
        inside.run("mv", "old.txt", "new.txt");
        inside.commit("README.md", "Hello\nthere\n");
        Files.delete(place.tree().resolve("gone.txt"));
        Files.delete(place.tree().resolve("link"));
        Files.createSymbolicLink(place.tree().resolve("link"), Path.of("README.md"));
        Files.write(place.tree().resolve("bin"), new byte[] {0, 2, 3});
        inside.write("untracked.txt", "u\n");
        Process odd = new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'b\\377d')\"")
                .directory(place.tree().toFile())
                .start();
        assertThat(odd.onExit().join().exitValue()).isZero();

        Diff diff = workspaces.diff(place, Optional.of(base), DiffLimits.REVIEW);

        assertThat(diff.files())
                .extracting(FileChange::path, FileChange::kind, FileChange::additions, FileChange::deletions)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("README.md", FileChange.Kind.MODIFIED, 1, 0),
                        org.assertj.core.groups.Tuple.tuple("new.txt", FileChange.Kind.RENAMED, 0, 0),
                        org.assertj.core.groups.Tuple.tuple("gone.txt", FileChange.Kind.DELETED, 0, 1),
                        org.assertj.core.groups.Tuple.tuple("link", FileChange.Kind.MODIFIED, 1, 1),
                        org.assertj.core.groups.Tuple.tuple("bin", FileChange.Kind.MODIFIED, 0, 0),
                        org.assertj.core.groups.Tuple.tuple("untracked.txt", FileChange.Kind.ADDED, 1, 0),
                        org.assertj.core.groups.Tuple.tuple("b\ufffdd", FileChange.Kind.ADDED, 1, 0));
        assertThat(diff.truncated()).isFalse();
        assertThat(diff.stat()).isEqualTo(new DiffStat(7, 4, 2));
        assertThat(diff.files()).allSatisfy(file -> {
            String patch = file.patch().orElseThrow();
            assertThat(patch).startsWith("diff --git ");
            assertThat(patch.lines().filter(line -> line.startsWith("diff --git ")))
                    .hasSize(file.path().equals("link") ? 2 : 1);
            if (!file.path().contains("\ufffd")) {
                assertThat(patch).contains("b/" + file.path());
            }
        });
        assertThat(diff.files().stream().filter(FileChange::binary).map(FileChange::path))
                .containsExactly("bin");
        assertThat(inside.run("status", "--porcelain", "untracked.txt")).isEqualTo("?? untracked.txt");
    }

    @Test
    void theDiffIsBoundedWhateverIsInTheTree() throws IOException {
        Mirror mirror = imported();
        CommitId base = prepare(mirror).base().orElseThrow();
        inside.write("a.txt", "a\n");
        inside.write("b.txt", "long line ".repeat(10_000) + "\n");
        inside.write("c.txt", "diff --git a/x b/x\n".repeat(10));
        Files.write(place.tree().resolve("d.txt"), "huge\n".repeat(3_000_000).getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 20; i++) {
            inside.write("e" + i + ".txt", "e\n");
        }

        Diff diff = workspaces.diff(place, Optional.of(base), new DiffLimits(10, 4_096, 8_192));

        assertThat(diff.truncated()).isTrue();
        assertThat(diff.files()).hasSize(10);
        assertThat(diff.stat().files()).isEqualTo(24);
        assertThat(diff.files().get(0).patch()).isPresent();
        assertThat(diff.files().get(1).patch()).isEmpty();
        assertThat(diff.files().get(2).patch().orElseThrow()).contains("+diff --git a/x b/x\n");
        assertThat(diff.files().get(3).binary()).isTrue();
        assertThat(diff.files().get(4).patch().orElseThrow()).contains("b/e0.txt");
    }

    @Test
    void namesAloneCostNoPatches() {
        Mirror mirror = imported();
        CommitId base = prepare(mirror).base().orElseThrow();
        inside.write("a.txt", "a\n");

        Diff diff = workspaces.diff(place, Optional.of(base), DiffLimits.NAMES);

        assertThat(diff.truncated()).isFalse();
        assertThat(diff.files())
                .singleElement()
                .satisfies(file -> assertThat(file.patch()).isEmpty());
        assertThat(diff.stat()).isEqualTo(new DiffStat(1, 1, 0));
    }

    @Test
    void aStopEndsWhatRunsInTheTree() throws Exception {
        Mirror mirror = imported();
        prepare(mirror);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        GitExec stuck = new GitExec() {
            @Override
            public Running start(List<String> command, Map<String, String> environment) throws IOException {
                Running running = place.start(List.of("sleep", "1000"), environment);
                started.countDown();
                Thread.ofVirtual().start(() -> {
                    try {
                        running.waitFor();
                        ended.countDown();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                return running;
            }

            @Override
            public String workspace() {
                return place.workspace();
            }

            @Override
            public String origin() {
                return place.origin();
            }
        };
        FutureTask<String> turn = new FutureTask<>(() -> {
            try {
                workspaces.publish(stuck, mirror, WORK);
                return "published";
            } catch (ProblemException e) {
                return e.problem().code();
            }
        });
        Thread thread = Thread.ofVirtual().start(turn);
        started.await();

        thread.interrupt();

        assertThat(turn.get(5, TimeUnit.SECONDS)).isEqualTo("stopped");
        assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
    }

    private Mirror imported() {
        return mirrors.importFrom(
                        new RepositoryId("shop"),
                        Origin.parse(origin.directory().toString()),
                        Optional.empty(),
                        ImportProgress.SILENT)
                .mirror();
    }

    private void fetch(Mirror mirror) {
        mirror.fetch(Origin.parse(origin.directory().toString()), ImportProgress.SILENT);
    }

    private SyncResult prepare(Mirror mirror) {
        return workspaces.prepare(place, mirror, MAIN, mirror.tip(MAIN), WORK);
    }

    private Optional<Committed> commit(String message, List<Author> coAuthors) {
        return workspaces.commitAll(place, WORK, new CommitRequest(SESSION, ADA, coAuthors, message));
    }
}
