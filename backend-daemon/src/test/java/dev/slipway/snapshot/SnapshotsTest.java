package dev.slipway.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.host.HostShell;
import dev.slipway.image.Image;
import dev.slipway.image.Images;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Execution;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path root;

    private Sandboxes sandboxes;
    private Snapshots snapshots;
    private Images images;

    @BeforeEach
    void open() {
        Random random = new Random();
        sandboxes = new Sandboxes(
                HostShell.local(root, random), SandboxSettings.standard().withUnisolated(true), random);
        snapshots = new Snapshots(sandboxes, InstantSource.fixed(NOW), random);
        images = new Images(sandboxes, snapshots, root.resolve("images"), random);
    }

    @AfterEach
    void close() {
        sandboxes.list().forEach(Sandbox::destroy);
    }

    @Test
    void forksIntoTwoSandboxesThatGoOnApart() throws Exception {
        Sandbox one = sandbox("one");
        one.files().write("shared", "a".getBytes(UTF_8));

        Sandbox two = snapshots.fork(one, new SandboxId("two"), Snapshots.Running.REFUSE);
        one.files().write("own", "1".getBytes(UTF_8));
        two.files().write("shared", "b".getBytes(UTF_8));

        assertThat(read(one, "shared")).isEqualTo("a");
        assertThat(read(two, "shared")).isEqualTo("b");
        assertThat(two.files().exists("own")).isFalse();
    }

    @Test
    void refusesToEndProgramsUnlessToldTo() throws Exception {
        Sandbox sandbox = sandbox("busy");
        Execution program = sandbox.start(ExecSpec.of("sleep", "1000"));

        assertThatThrownBy(() -> snapshots.seal(sandbox, Snapshots.Running.REFUSE))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("1 programs run");
        assertThat(program.runs()).isTrue();

        Snapshot snapshot = snapshots.seal(sandbox, Snapshots.Running.END);
        assertThat(snapshot.taken()).isEqualTo(NOW);
        assertThat(program.waitFor().ok()).isFalse();
    }

    @Test
    void buildsAnImageOnceAndFindsItAgain() throws Exception {
        RepositoryId repository = new RepositoryId("web-shop");
        CommitId commit = new CommitId("a".repeat(40));
        AtomicInteger builds = new AtomicInteger();

        Image built = images.get(repository, commit, sandbox -> {
            builds.incrementAndGet();
            sandbox.files().write("README", "hello".getBytes(UTF_8));
        });
        Image again = images.get(repository, commit, _ -> builds.incrementAndGet());

        assertThat(builds).hasValue(1);
        assertThat(again).isEqualTo(built);
        assertThat(images.find(repository, new CommitId("b".repeat(40)))).isEmpty();
        assertThat(sandboxes.list()).isEmpty();
        Sandbox sandbox = snapshots.restore(again.snapshot(), SandboxSpec.of(new SandboxId("from-image")));
        assertThat(read(sandbox, "README")).isEqualTo("hello");
    }

    @Test
    void keepsNothingOfAnImageThatFailed() {
        RepositoryId repository = new RepositoryId("web-shop");
        CommitId commit = new CommitId("a".repeat(40));

        assertThatThrownBy(() -> images.get(repository, commit, _ -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(images.find(repository, commit)).isEmpty();
        assertThat(sandboxes.list()).isEmpty();
    }

    private Sandbox sandbox(String id) {
        return sandboxes.create(SandboxSpec.of(new SandboxId(id)));
    }

    private static String read(Sandbox sandbox, String path) throws InterruptedException {
        return new String(sandbox.files().read(path, 0, 1000).bytes(), UTF_8);
    }
}
