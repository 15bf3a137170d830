package dev.slipway.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.code.Branch;
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
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorsTest {
    private static final RepositoryId SHOP = new RepositoryId("shop");
    private static final BranchName MAIN = new BranchName("main");

    private final Path root;
    private final Path repos;
    private final RealGit origin;
    private Mirrors mirrors;

    MirrorsTest(@TempDir Path root) {
        this.root = root;
        repos = root.resolve("repos");
        origin = RealGit.init(root.resolve("origin"));
        mirrors = new Mirrors(repos);
    }

    @AfterEach
    void close() {
        mirrors.close();
    }

    @Test
    void allBranchesAndTagsAreImported() {
        String first = origin.commit("a.txt", "a\n");
        origin.run("tag", "-a", "v1", "-m", "one");
        origin.run("checkout", "-q", "-b", "topic/x");
        String second = origin.commit("b.txt", "b\n");
        origin.run("checkout", "-q", "main");

        Mirrors.Imported imported = imported();

        assertThat(imported.notices()).isEmpty();
        assertThat(imported.mirror().branches())
                .containsExactly(
                        new Branch(MAIN, new CommitId(first)),
                        new Branch(new BranchName("topic/x"), new CommitId(second)));
        assertThat(imported.mirror().defaultBranch()).isEqualTo(MAIN);
        assertThat(mirror().run("cat-file", "-t", "v1")).isEqualTo("tag");
        assertThat(mirror().run("fsck", "--strict")).isEmpty();
        assertThat(mirrors.all()).containsExactly(SHOP);
    }

    @Test
    void aRepositoryIsFoundByPathLinkAndFileUrl() throws IOException {
        origin.commit("a.txt", "a\n");
        Path link = Files.createSymbolicLink(root.resolve("link to it"), origin.directory());
        Path bare = root.resolve("bare.git");
        new RealGit(root).run("clone", "-q", "--bare", origin.directory().toString(), bare.toString());

        for (String place : List.of(
                link.toString(), "file://" + origin.directory(), bare.toString(), origin.directory() + "/.git")) {
            mirrors.importFrom(SHOP, Origin.parse(place), Optional.empty(), ImportProgress.SILENT);
            mirrors.delete(SHOP);
        }
        assertThat(Origin.parse(link.toString()).shown())
                .isEqualTo(origin.directory().toRealPath().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "--upload-pack=touch /tmp/x",
                "-oProxyCommand=x",
                "ext::sh -c touch% /tmp/x",
                "fd::3",
                "relative/path",
                "../up",
                "~/home",
                "/with\nnewline",
                "/with\0nul",
                "ftp://example.org/x.git",
                "git://example.org/x.git",
                "ssh://-oProxyCommand=x/y",
                "ssh://-l@example.org/y",
                "https://",
                "https://example.org/a?b=c",
                "-x@example.org:y",
                "example.org:-x",
                "/nowhere/at/all",
                "file:///nowhere/at/all"
            })
    void whatIsNoPlaceToImportFromIsRefused(String place) {
        assertThatThrownBy(() -> Origin.parse(place)).isInstanceOf(ProblemException.class);
    }

    @Test
    void credentialsAreNotShown() {
        Origin https = Origin.parse("https://ada:s3cret@example.org/team/shop.git");
        assertThat(https.shown()).isEqualTo("https://example.org/team/shop.git");
        assertThat(https.toString()).doesNotContain("s3cret");
        assertThat(https.hasCredentials()).isTrue();
        assertThat(Origin.parse("https://t0ken@example.org/shop.git").shown())
                .isEqualTo("https://example.org/shop.git");
        assertThat(Origin.parse("ssh://git:s3cret@example.org/shop.git").shown())
                .isEqualTo("ssh://git@example.org/shop.git");
        assertThat(Origin.parse("git@example.org:team/shop.git").shown()).isEqualTo("git@example.org:team/shop.git");
        assertThatThrownBy(() -> Origin.parse("ftp://ada:s3cret@example.org/x")).hasMessageNotContaining("s3cret");
    }

    @Test
    void aFailedImportLeavesNothing() throws IOException {
        Path plain = Files.createDirectories(root.resolve("plain"));
        problem(() -> imported(plain), "no-repository");
        problem(
                        () -> mirrors.importFrom(
                                SHOP,
                                Origin.parse("http://ada:s3cret@127.0.0.1:9/x.git"),
                                Optional.empty(),
                                ImportProgress.SILENT),
                        "unreachable-origin")
                .hasMessageNotContaining("s3cret");
        origin.commit("a.txt", "a\n");
        problem(
                () -> mirrors.importFrom(
                        SHOP,
                        Origin.parse(origin.directory().toString()),
                        Optional.of(new BranchName("nope")),
                        ImportProgress.SILENT),
                "unknown-branch");

        assertThat(repos).isEmptyDirectory();
    }

    @Test
    void aCancelledImportLeavesNothing() {
        for (int i = 0; i < 20; i++) {
            origin.commit("f" + i, "x" + i);
        }
        problem(
                () -> mirrors.importFrom(
                        SHOP,
                        Origin.parse(origin.directory().toString()),
                        Optional.empty(),
                        (step, done, total) -> false),
                "import-cancelled");
        Thread.currentThread().interrupt();
        problem(this::imported, "stopped");
        assertThat(Thread.interrupted()).isTrue();

        assertThat(repos).isEmptyDirectory();
    }

    @Test
    void anImportTellsHowItGetsOn() {
        origin.commit("a.txt", "a\n");
        List<String> steps = new java.util.concurrent.CopyOnWriteArrayList<>();

        mirrors.importFrom(SHOP, Origin.parse(origin.directory().toString()), Optional.empty(), (step, done, total) -> {
            steps.add(step);
            return true;
        });

        assertThat(steps).contains("Receiving objects");
    }

    @Test
    void aSecondOneOfTheSameNameIsRefused() {
        mirrors.create(SHOP, MAIN);
        problem(() -> mirrors.create(SHOP, MAIN), "repository-exists");
        problem(this::imported, "repository-exists");
    }

    @Test
    void anEmptyRepositoryCanBeImported() {
        Mirrors.Imported imported = imported();

        assertThat(imported.notices()).singleElement().asString().contains("no commits yet");
        assertThat(imported.mirror().defaultBranch()).isEqualTo(MAIN);
        assertThat(imported.mirror().branches()).isEmpty();
        assertThat(imported.mirror().notices()).isEmpty();
    }

    @Test
    void aSha256RepositoryIsRefused() {
        RealGit sha256 = RealGit.init(root.resolve("sha256"), "--object-format=sha256");
        sha256.commit("a.txt", "a\n");

        problem(() -> imported(sha256.directory()), "sha256-repository");
        assertThat(repos).isEmptyDirectory();
    }

    @Test
    void theDefaultBranchIsTheOriginsWhateverItsName() {
        origin.commit("a.txt", "a\n");
        origin.run("branch", "-m", "trünk/1");

        assertThat(imported().mirror().defaultBranch()).isEqualTo(new BranchName("trünk/1"));
    }

    @Test
    void aDetachedHeadIsSaid() {
        origin.commit("a.txt", "a\n");
        origin.commit("b.txt", "b\n");
        origin.run("checkout", "-q", "--detach", "HEAD~1");

        Mirrors.Imported imported = imported();

        assertThat(imported.mirror().defaultBranch()).isEqualTo(MAIN);
        assertThat(imported.notices()).singleElement().asString().contains("`main` is taken");
    }

    @Test
    void uncommittedChangesAreCountedAndLookingRunsNoProgram() throws IOException {
        origin.commit(".gitattributes", "*.txt filter=evil\n");
        origin.commit("a.txt", "a\n");
        origin.run("config", "filter.evil.clean", "touch " + root + "/ran; cat");
        origin.write("a.txt", "changed, and longer\n");
        origin.write("new.txt", "new\n");
        origin.write("c.txt", "staged\n");
        Files.delete(root.resolve("origin/.gitattributes"));

        Mirrors.Imported imported = imported();

        assertThat(imported.notices()).singleElement().asString().startsWith("4 files at the origin are changed");
        assertThat(root.resolve("ran")).doesNotExist();
        assertThat(imported.mirror().read(tip(imported.mirror()), "a.txt", 100).orElseThrow())
                .isEqualTo("a\n".getBytes(StandardCharsets.UTF_8));
        try (Stream<Path> files = Files.list(root.resolve("origin/.git"))) {
            assertThat(files.map(f -> f.getFileName().toString())).noneMatch(name -> name.startsWith(".probe"));
        }
    }

    @Test
    void submodulesAndLfsPointersAreSaid() {
        RealGit library = RealGit.init(root.resolve("library"));
        library.commit("l.txt", "l\n");
        origin.run(
                "-c",
                "protocol.file.allow=always",
                "submodule",
                "--quiet",
                "add",
                library.directory().toString(),
                "lib");
        origin.commit("assets/.gitattributes", "*.png filter=lfs diff=lfs merge=lfs -text\n");

        assertThat(imported().mirror().notices())
                .satisfiesExactlyInAnyOrder(
                        notice -> assertThat(notice).contains("a submodule, which is not fetched"),
                        notice -> assertThat(notice).contains("Git LFS"));
    }

    @Test
    void aHostileTreeIsNotImported() throws IOException {
        String blob;
        origin.commit("a.txt", "a\n");
        blob = origin.run("rev-parse", "HEAD:a.txt");
        Path entry = Files.writeString(root.resolve("tree"), "100644 blob " + blob + "\t.git\n");
        Process mktree = new ProcessBuilder("git", "mktree")
                .directory(origin.directory().toFile())
                .redirectInput(entry.toFile())
                .start();
        String tree = new String(mktree.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        origin.run("update-ref", "refs/heads/main", origin.run("commit-tree", "-m", "hostile", tree));

        problem(this::imported, "unreachable-origin").hasMessageContaining(".git");
        assertThat(repos).isEmptyDirectory();
    }

    @Test
    void aFetchMovesBranchesForwardAndNeverLosesCommits() {
        origin.commit("a.txt", "a\n");
        Mirror mirror = imported().mirror();
        String theirs = origin.commit("b.txt", "b\n");
        assertThat(fetch(mirror)).isEmpty();
        assertThat(tip(mirror).value()).isEqualTo(theirs);

        CommitId ours = new CommitId(mirror().run("commit-tree", "-p", theirs, "-m", "ours", theirs + "^{tree}"));
        assertThat(mirror.move(MAIN, Optional.of(new CommitId(theirs)), Optional.of(ours), "ours"))
                .isTrue();
        assertThat(fetch(mirror)).isEmpty();
        origin.commit("c.txt", "c\n");
        assertThat(fetch(mirror)).singleElement().asString().contains("1 commits here, 1 there");
        assertThat(tip(mirror)).isEqualTo(ours);
    }

    @Test
    void ofTwoWhoMoveABranchOneIsTold() {
        origin.commit("a.txt", "a\n");
        Mirror mirror = imported().mirror();
        CommitId one = tip(mirror);
        CommitId two = new CommitId(origin.commit("b.txt", "b\n"));
        fetch(mirror);

        assertThat(mirror.move(MAIN, Optional.of(one), Optional.of(one), "late"))
                .isFalse();
        assertThat(mirror.move(MAIN, Optional.empty(), Optional.of(one), "as new"))
                .isFalse();
        assertThat(tip(mirror)).isEqualTo(two);
        assertThat(mirror.move(new BranchName("x"), Optional.empty(), Optional.of(one), "new"))
                .isTrue();
        problem(
                () -> mirror.move(new BranchName("x/y"), Optional.empty(), Optional.of(one), "beside"),
                "branch-name-taken");
        assertThat(mirror.move(new BranchName("x"), Optional.of(one), Optional.empty(), "gone"))
                .isTrue();
        assertThat(mirror.tip(new BranchName("x"))).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftIsClearedAway() throws IOException {
        origin.commit("a.txt", "a\n");
        imported();
        mirrors.close();
        Files.createFile(repos.resolve("shop.git/refs/heads/main.lock"));
        Files.createFile(repos.resolve("shop.git/packed-refs.lock"));
        Files.createDirectories(repos.resolve(".unfinished-1/new.git/objects"));

        mirrors = new Mirrors(repos);
        Mirror mirror = mirrors.open(SHOP);

        assertThat(mirror.move(MAIN, Optional.of(tip(mirror)), Optional.empty(), "gone"))
                .isTrue();
        assertThat(repos).isDirectoryNotContaining(path -> path.toString().contains("unfinished"));
    }

    @Test
    void aRemovedRepositoryIsGone() {
        mirrors.create(SHOP, MAIN);
        mirrors.delete(SHOP);
        mirrors.delete(SHOP);

        assertThat(repos).isEmptyDirectory();
        problem(() -> mirrors.open(SHOP), "unknown-repository");
    }

    @Test
    void theDiffOfTwoCommitsTellsRenamesAndBinaries() throws IOException {
        origin.commit("old.txt", "1\n2\n3\n4\n5\n");
        Files.write(root.resolve("origin/bin"), new byte[] {0, 1});
        String base = origin.commit("a.txt", "a\nb\n");
        origin.run("mv", "old.txt", "new.txt");
        Files.write(root.resolve("origin/bin"), new byte[] {0, 2});
        String head = origin.commit("a.txt", "a\nc\nd\n");
        Mirror mirror = imported().mirror();

        Diff diff = mirror.diff(Optional.of(new CommitId(base)), new CommitId(head), DiffLimits.REVIEW);

        assertThat(diff.stat()).isEqualTo(new DiffStat(3, 2, 1));
        assertThat(diff.files())
                .extracting(FileChange::path, FileChange::oldPath, FileChange::kind, FileChange::binary)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("a.txt", Optional.empty(), FileChange.Kind.MODIFIED, false),
                        org.assertj.core.groups.Tuple.tuple("bin", Optional.empty(), FileChange.Kind.MODIFIED, true),
                        org.assertj.core.groups.Tuple.tuple(
                                "new.txt", Optional.of("old.txt"), FileChange.Kind.RENAMED, false));
        assertThat(diff.files().getFirst().patch().orElseThrow()).contains("-b\n+c\n+d\n");
        Diff cut = mirror.diff(Optional.empty(), new CommitId(head), new DiffLimits(1, 10, 100));
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.files()).hasSize(1);
        assertThat(cut.stat().files()).isEqualTo(3);
    }

    @Test
    void aFileIsReadInBounds() {
        String head = origin.commit("docs/a.txt", "0123456789");
        Mirror mirror = imported().mirror();
        CommitId commit = new CommitId(head);

        assertThat(mirror.read(commit, "docs/a.txt", 4).orElseThrow()).hasSize(4);
        assertThat(mirror.read(commit, "docs", 4)).isEmpty();
        assertThat(mirror.read(commit, "../docs/a.txt", 4)).isEmpty();
        assertThat(mirror.read(commit, "", 4)).isEmpty();
        problem(() -> mirror.read(new CommitId("0".repeat(39) + "1"), "a", 4), "unknown-commit");
    }

    @Test
    void anSshOriginIsReachedByTheComputersOwnSsh() throws Exception {
        String head = origin.commit("a.txt", "a\n");
        Path ssh = Files.writeString(
                root.resolve("ssh"),
                "#!/bin/sh\necho \"$@\" >" + root
                        + "/said\nwhile [ \"$1\" != -- ]; do shift; done\nexec sh -c \"$3\"\n");
        assertThat(ssh.toFile().setExecutable(true)).isTrue();
        mirrors.create(SHOP, MAIN);
        Origin place = Origin.parse("ssh://git@example.org:2222" + origin.directory());
        try (SshTransport transport =
                (SshTransport) Transport.open(mirrors.open(SHOP).repository(), place.address())) {
            transport.setSshSessionFactory(new OpenSsh(ssh.toString()));
            transport.fetch(NullProgressMonitor.INSTANCE, Importing.ALL);
        }

        assertThat(tip(mirrors.open(SHOP)).value()).isEqualTo(head);
        assertThat(root.resolve("said"))
                .content()
                .contains(
                        "-o BatchMode=yes",
                        "-p 2222 -l git -- example.org git-upload-pack '" + origin.directory() + "'");
    }

    @Test
    void aFullDiskIsSaidAndLeavesNothing() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "mounting needs root");
        Path small = Files.createDirectories(root.resolve("small"));
        int mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", small.toString())
                .start()
                .onExit()
                .join()
                .exitValue();
        Assumptions.assumeTrue(mounted == 0, "mounting is not possible here");
        byte[] noise = new byte[2 * 1024 * 1024];
        new java.util.Random(1).nextBytes(noise);
        Files.write(root.resolve("origin/noise"), noise);
        origin.commit("a.txt", "a\n");
        try (Mirrors full = new Mirrors(small.resolve("repos"))) {
            problem(
                    () -> full.importFrom(
                            SHOP, Origin.parse(origin.directory().toString()), Optional.empty(), ImportProgress.SILENT),
                    "disk-full");
            assertThat(small.resolve("repos")).isEmptyDirectory();
        } finally {
            new ProcessBuilder("umount", "-l", small.toString())
                    .start()
                    .onExit()
                    .join();
        }
    }

    private Mirrors.Imported imported() {
        return imported(origin.directory());
    }

    private Mirrors.Imported imported(Path path) {
        return mirrors.importFrom(SHOP, Origin.parse(path.toString()), Optional.empty(), ImportProgress.SILENT);
    }

    private List<String> fetch(Mirror mirror) {
        return mirror.fetch(Origin.parse(origin.directory().toString()), ImportProgress.SILENT);
    }

    private static CommitId tip(Mirror mirror) {
        return mirror.tip(MAIN).orElseThrow();
    }

    private RealGit mirror() {
        return new RealGit(repos.resolve("shop.git"));
    }

    private static AbstractThrowableAssert<?, ?> problem(ThrowingCallable call, String code) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }
}
