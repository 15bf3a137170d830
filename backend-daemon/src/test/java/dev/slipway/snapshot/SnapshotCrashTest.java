package dev.slipway.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.host.HostShell;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.SandboxState;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.ssh.SshServer;
import dev.slipway.ssh.TestSshd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whatever is cut, and wherever: the snapshot before it can be restored, the sandbox has its files, and nothing is
/// left
/// that the next daemon does not find.
class SnapshotCrashTest {
    /// Milliseconds after the beginning; what is cut takes some 50 to 1,000.
    private static final int[] POINTS = {0, 5, 20, 45, 90, 155, 300};

    private final Random random = new Random();
    private final Shipping shipping = new Shipping();
    private Path hereRoot;
    private Path thereRoot;
    private TestSshd sshd;
    private SshServer server;
    private Sandboxes here;
    private Sandboxes there;

    @BeforeEach
    void open() throws Exception {
        hereRoot = Files.createTempDirectory("slipway-test");
        thereRoot = Files.createTempDirectory("slipway-test");
        sshd = new TestSshd(Files.createTempDirectory("sshd"));
        connect();
    }

    /// As a daemon does at its start.
    private void connect() throws IOException {
        here = new Sandboxes(HostShell.local(hereRoot, random), SandboxSettings.standard(), random);
        server = new SshServer(sshd.target(), sshd.pinned(), random);
        HostShell shell = HostShell.ssh(new HostId("vm"), server, thereRoot.toString(), random);
        there = new Sandboxes(shell, SandboxSettings.standard(), random);
    }

    @AfterEach
    void close() throws Exception {
        here.destroyAll();
        there.destroyAll();
        server.close();
        sshd.remove();
        for (Path root : List.of(hereRoot, thereRoot)) {
            new ProcessBuilder("sh", "-c", "rm -rf \"$0\" 2>/dev/null || unshare -U -r rm -rf \"$0\"", root.toString())
                    .start()
                    .waitFor();
        }
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    @Test
    void survivesAColdSnapshotThatIsCut() throws Exception {
        everyPoint(() -> {
            Sandbox sandbox = there.list().getFirst();
            sandbox.seal(LayerId.random(random));
        });
    }

    @Test
    void survivesAHotSnapshotThatIsCut() throws Exception {
        everyPoint(() -> {
            Sandbox sandbox = there.list().getFirst();
            sandbox.capture(LayerId.random(random));
        });
    }

    private void everyPoint(Step step) throws Exception {
        Sandbox first = there.create(SandboxSpec.of(new SandboxId("s")));
        ok(first, "for i in $(seq 200); do echo $i > f$i; done; echo before > state");
        Snapshot earlier = new Snapshots(there, InstantSource.system(), random).seal(first, Snapshots.Running.END);
        ok(first, "for i in $(seq 200); do echo changed > f$i; done; echo after > state");
        for (int point : POINTS) {
            Sandbox sandbox = there.list().getFirst();
            sandbox.start(ExecSpec.shell("while :; do echo x >> log; sleep 0.01; done"));
            cut(step, point, () -> {
                if (point % 10 == 0) {
                    sshd.kill();
                } else {
                    killScripts(thereRoot);
                }
            });

            server.close();
            sshd.kill();
            sshd.startAgain();
            connect();
            List<Sandbox> adopted = there.adopt();

            assertThat(adopted).as("cut after %d ms", point).hasSize(1);
            Sandbox again = adopted.getFirst();
            if (again.state() == SandboxState.LOST) {
                again.restart();
            }
            // What was cut may have had its last step still to go: it takes the sandbox's first process along.
            if (!usable(again)) {
                again.restart();
            }
            assertThat(ok(again, "cat state f7")).isEqualTo("after\nchanged\n");
            restores(earlier, there, "before\n");
            assertNothingIsLeft(earlier, again);
        }
    }

    @Test
    void survivesShippingThatIsCut() throws Exception {
        Sandbox sandbox = here.create(SandboxSpec.of(new SandboxId("s")));
        ok(sandbox, "for i in 1 2 3; do head -c 34000000 /dev/urandom > f$i; done; echo before > state");
        Snapshot snapshot = new Snapshots(here, InstantSource.system(), random).seal(sandbox, Snapshots.Running.END);
        for (int point : POINTS) {
            cut(() -> shipping.bring(snapshot.layers(), here, there), point, () -> {
                if (point % 10 == 0) {
                    sshd.kill();
                } else {
                    killScripts(thereRoot);
                    killScripts(hereRoot);
                }
            });

            server.close();
            sshd.kill();
            sshd.startAgain();
            connect();
            here.adopt();
            there.adopt();
            restores(snapshot, here, "before\n");
            Set<String> shipped = names(thereRoot.resolve("layers"));
            shipped.removeIf(name -> name.startsWith("system-"));
            assertThat(shipped)
                    .as("cut after %d ms", point)
                    .isSubsetOf(
                            "bottom",
                            snapshot.id().value(),
                            ".ship-" + snapshot.id().value());
        }
        there.collect(Set.of(), Duration.ZERO);
        assertThat(names(thereRoot.resolve("layers"))).allMatch(name -> name.matches("bottom|system-.*"));

        shipping.bring(snapshot.layers(), here, there);

        restores(snapshot, there, "before\n");
    }

    private void cut(Step step, int after, Step cut) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            begun.countDown();
            try {
                step.run();
            } catch (InterruptedException | RuntimeException e) {
                // That is what a cut is like.
            } finally {
                over.countDown();
            }
        });
        begun.await();
        over.await(after, TimeUnit.MILLISECONDS);
        cut.run();
        assertThat(over.await(60, TimeUnit.SECONDS)).as("whoever asked is told").isTrue();
    }

    /// All that the daemon's scripts have started on a host, and that says so in its command line. Keepers don't.
    private static void killScripts(Path root) {
        for (Path process : processes()) {
            try {
                if (Files.readString(process.resolve("cmdline")).contains(root + "/scripts/")) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(ProcessHandle::destroyForcibly);
                }
            } catch (IOException e) {
                // It ended by itself.
            }
        }
    }

    private static List<Path> processes() {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertNothingIsLeft(Snapshot earlier, Sandbox sandbox) throws IOException {
        Set<LayerId> kept = new HashSet<>(earlier.layers());
        kept.addAll(sandbox.spec().layers());
        there.collect(kept, Duration.ZERO);
        Set<String> expected = new HashSet<>(Set.of("bottom"));
        kept.forEach(layer -> expected.add(layer.value()));
        Set<String> layers = names(thereRoot.resolve("layers"));
        layers.removeIf(name -> name.startsWith("system-"));
        assertThat(layers).isEqualTo(expected);
        assertThat(names(thereRoot.resolve("sandboxes"))).containsExactly("s");
        assertThat(names(thereRoot.resolve("sandboxes/s")))
                .noneMatch(name -> name.startsWith("capture.") || name.equals("frozen"));
    }

    private void restores(Snapshot snapshot, Sandboxes on, String state) throws InterruptedException {
        Sandbox restored = on.create(SandboxSpec.of(new SandboxId("restored")).withLayers(snapshot.layers()));
        assertThat(new String(restored.files().read("state", 0, 100).bytes(), UTF_8))
                .isEqualTo(state);
        restored.destroy();
    }

    /// @return false once it is seen that the sandbox is lost
    private static boolean usable(Sandbox sandbox) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (sandbox.state() != SandboxState.LOST) {
            assertThat(System.nanoTime()).as("it works, or is lost").isLessThan(deadline);
            try {
                if (sandbox.run(ExecSpec.of("true")).ok()) {
                    return true;
                }
            } catch (ProblemException e) {
                assertThat(e.problem().code()).isEqualTo("sandbox-not-running");
            }
        }
        return false;
    }

    private static Set<String> names(Path directory) {
        return new HashSet<>(List.of(Objects.requireNonNull(directory.toFile().list())));
    }

    private static String ok(Sandbox sandbox, String script) throws InterruptedException {
        ExecResult result = sandbox.run(ExecSpec.shell("set -e; " + script));
        assertThat(result.ok()).as(result.error()).isTrue();
        return result.output();
    }
}
