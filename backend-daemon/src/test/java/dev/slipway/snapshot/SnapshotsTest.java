package dev.slipway.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.host.HostShell;
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

    @BeforeEach
    void open() {
        Random random = new Random();
        sandboxes = new Sandboxes(
                HostShell.local(root, random), SandboxSettings.standard().withUnisolated(true), random);
        snapshots = new Snapshots(sandboxes, InstantSource.fixed(NOW), random);
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
    void goesOnWithTheFirstWhereTheSecondCanNotBeMade() throws Exception {
        Sandbox one = sandbox("one");
        one.files().write("file", "a".getBytes(UTF_8));

        assertThatThrownBy(() -> snapshots.fork(one, one.id(), Snapshots.Running.REFUSE))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("already");

        assertThat(read(one, "file")).isEqualTo("a");
    }

    private Sandbox sandbox(String id) {
        return sandboxes.create(SandboxSpec.of(new SandboxId(id)));
    }

    private static String read(Sandbox sandbox, String path) throws InterruptedException {
        return new String(sandbox.files().read(path, 0, 1000).bytes(), UTF_8);
    }
}
