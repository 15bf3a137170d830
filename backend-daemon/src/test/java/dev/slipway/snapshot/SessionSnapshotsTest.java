package dev.slipway.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.host.HostShell;
import dev.slipway.model.fleet.HostId;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Execution;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.snapshot.SessionSnapshots.Restored;
import dev.slipway.snapshot.SnapshotBook.Entry;
import dev.slipway.snapshot.SnapshotBook.Kind;
import dev.slipway.sqlite.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two hosts, as directories of this machine, and the daemon's own.
class SessionSnapshotsTest {
    private static final HostId ONE = new HostId("one");
    private static final HostId TWO = new HostId("two");

    @TempDir
    Path home;

    private final Random random = new Random();
    private final Map<HostId, Sandboxes> reachable = new HashMap<>();
    private Sandboxes one;
    private Sandboxes two;
    private Path oneRoot;
    private Path twoRoot;
    private Database database;
    private SessionSnapshots snapshots;

    @BeforeEach
    void open() throws Exception {
        oneRoot = Files.createTempDirectory("slipway-test");
        twoRoot = Files.createTempDirectory("slipway-test");
        one = host(ONE, oneRoot);
        two = host(TWO, twoRoot);
        database = Database.open(home.resolve("daemon.db"), "the test's database");
        snapshots = SessionSnapshots.open(
                new SnapshotBook(database, InstantSource.system(), random),
                new Shipping(),
                host -> Optional.ofNullable(reachable.get(host)),
                Optional.of(new CopySettings(home.resolve("layers"), 1 << 30)));
    }

    private Sandboxes host(HostId id, Path root) {
        HostShell shell = new OtherName(HostShell.local(root, random), id);
        Sandboxes sandboxes = new Sandboxes(shell, SandboxSettings.standard(), random);
        reachable.put(id, sandboxes);
        return sandboxes;
    }

    @AfterEach
    void close() throws Exception {
        snapshots.close();
        database.close();
        one.destroyAll();
        two.destroyAll();
        for (Path root : List.of(oneRoot, twoRoot)) {
            new ProcessBuilder("sh", "-c", "rm -rf \"$0\" 2>/dev/null || unshare -U -r rm -rf \"$0\"", root.toString())
                    .start()
                    .waitFor();
        }
    }

    @Test
    void restoresASessionOnAnotherHostThanItsOwn() throws Exception {
        Sandbox sandbox = furnished();
        Execution program = sandbox.start(ExecSpec.of("cat"));
        Entry taken = snapshots.take("s", Kind.SESSION, ONE, one, sandbox);

        Restored restored = snapshots.restore("s", two, spec("there")).orElseThrow();

        assertThat(restored.from()).isEqualTo(taken);
        assertThat(read(restored.sandbox())).isEqualTo("content");
        assertThat(program.runs()).isTrue();
    }

    @Test
    void restoresASessionWhoseHostIsLost() throws Exception {
        Entry taken = snapshots.take("s", Kind.SESSION, ONE, one, furnished());
        awaitCopy(taken);
        reachable.remove(ONE);

        Restored restored = snapshots.restore("s", two, spec("there")).orElseThrow();

        assertThat(restored.from()).isEqualTo(taken);
        assertThat(read(restored.sandbox())).isEqualTo("content");
    }

    @Test
    void goesOnFromTheSnapshotBeforeWhereTheLastOneHasNoCopy() throws Exception {
        Sandbox sandbox = furnished();
        Entry first = snapshots.take("s", Kind.SESSION, ONE, one, sandbox);
        awaitCopy(first);
        sandbox.files().write("file", "newer".getBytes(UTF_8));
        // Lost before the copy.
        Entry second = snapshots.book().take("s", Kind.SESSION, ONE, one, sandbox);
        reachable.remove(ONE);

        Restored restored = snapshots.restore("s", two, spec("there")).orElseThrow();

        assertThat(second).isEqualTo(snapshots.book().latest("s").orElseThrow());
        assertThat(restored.from()).isEqualTo(first);
        assertThat(read(restored.sandbox())).isEqualTo("content");
        assertThat(snapshots.restore("nobody", two, spec("more"))).isEmpty();
    }

    @Test
    void keepsCopiesOnlyOfWhatASessionWouldGoOnFrom() throws Exception {
        Sandbox sandbox = furnished();
        Entry first = snapshots.take("s", Kind.SESSION, ONE, one, sandbox);
        awaitCopy(first);
        sandbox.files().write("file", "newer".getBytes(UTF_8));
        Entry second = snapshots.take("s", Kind.SESSION, ONE, one, sandbox);
        awaitCopy(second);

        LayerId old = first.snapshot().id();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (Files.exists(home.resolve("layers/" + old.value()))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(home.resolve("layers/" + second.snapshot().id().value() + "/whole"))
                .exists();
    }

    private void awaitCopy(Entry entry) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        for (LayerId layer : entry.snapshot().layers()) {
            while (!Files.exists(home.resolve("layers/" + layer.value() + "/whole"))) {
                assertThat(System.nanoTime()).as("copied in time").isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
    }

    private Sandbox furnished() throws InterruptedException {
        Sandbox sandbox = one.create(spec("s"));
        sandbox.files().write("file", "older".getBytes(UTF_8));
        sandbox.seal(LayerId.random(random));
        sandbox.files().write("file", "content".getBytes(UTF_8));
        return sandbox;
    }

    private static SandboxSpec spec(String id) {
        return SandboxSpec.of(new SandboxId(id));
    }

    private static String read(Sandbox sandbox) throws InterruptedException {
        return new String(sandbox.files().read("file", 0, 100).bytes(), UTF_8);
    }
}
