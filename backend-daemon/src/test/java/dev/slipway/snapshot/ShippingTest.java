package dev.slipway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.ssh.SshServer;
import dev.slipway.ssh.TestSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// Between this machine and one behind SSH, each with a directory of its own.
class ShippingTest {
    private static final int ORDINARY_USER = 61_234;
    private static final String ABOUT =
            "LC_ALL=C; find . -printf '%y %m %n %s %T+ %l %p\\n' | grep -v '^d.* \\.$' | sort;"
                    + " find . -type f | sort | xargs -d '\\n' sha256sum";

    private final Random random = new Random();
    private final Shipping shipping = new Shipping();
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private Path hereRoot;
    private Path thereRoot;
    private TestSshd sshd;
    private Sandboxes here;
    private Sandboxes there;

    @BeforeEach
    void open() throws Exception {
        hereRoot = Files.createTempDirectory("slipway-test");
        thereRoot = Files.createTempDirectory("slipway-test");
        here = new Sandboxes(HostShell.local(hereRoot, random), SandboxSettings.standard(), random);
        sshd = new TestSshd(Files.createTempDirectory("sshd"));
        SshServer server = new SshServer(sshd.target(), sshd.pinned(), random);
        toClose.add(server);
        toClose.add(sshd::remove);
        there = new Sandboxes(
                HostShell.ssh(new HostId("vm"), server, thereRoot.toString(), random),
                SandboxSettings.standard(),
                random);
    }

    @AfterEach
    void close() throws Exception {
        here.destroyAll();
        there.destroyAll();
        for (AutoCloseable each : toClose) {
            each.close();
        }
        for (Path root : List.of(hereRoot, thereRoot)) {
            new ProcessBuilder("sh", "-c", "rm -rf \"$0\" 2>/dev/null || unshare -U -r rm -rf \"$0\"", root.toString())
                    .start()
                    .waitFor();
        }
    }

    @Test
    void bringsASandboxesFilesToAnotherHostWithAllThatIsToKnowOfThem() throws Exception {
        Snapshot snapshot = furnished();

        List<LayerId> stack = shipping.bring(snapshot.layers(), here, there);
        Sandbox restored = there.create(SandboxSpec.of(new SandboxId("there")).withLayers(stack));
        Sandbox original = here.create(SandboxSpec.of(new SandboxId("here")).withLayers(snapshot.layers()));

        assertThat(stack).isEqualTo(snapshot.layers());
        assertThat(output(restored, ABOUT))
                .isEqualTo(output(original, ABOUT))
                .contains("-weird", "4751", "2020-02-02+02:02:02.1234567890", "o/above")
                .doesNotContain("below", "gone");
        assertThat(output(restored, "[ one -ef two ] && find hole -printf '%b'"))
                .isNotEmpty();
        assertThat(Integer.parseInt(output(restored, "find hole -printf '%b'"))).isLessThan(1_000);
    }

    @Test
    void bringsOnlyWhatIsMissing() throws Exception {
        Snapshot snapshot = furnished();
        shipping.bring(snapshot.layers(), here, there);
        LayerId newest = snapshot.layers().getFirst();
        delete(thereRoot, newest);
        Object untouched = inode(thereRoot, snapshot.layers().get(1));

        shipping.bring(snapshot.layers(), here, there);

        assertThat(there.missing(snapshot.layers())).isEmpty();
        assertThat(inode(thereRoot, snapshot.layers().get(1))).isEqualTo(untouched);
    }

    @Test
    void goesOnWhereItWasCut() throws Exception {
        Sandbox sandbox = here.create(SandboxSpec.of(new SandboxId("big")));
        output(sandbox, "for i in 1 2 3 4 5 6 7 8; do head -c 30000000 /dev/urandom > f$i; done");
        Snapshot snapshot = new Snapshots(here, InstantSource.system(), random).seal(sandbox, Snapshots.Running.END);
        CompletableFuture<List<LayerId>> cut = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                cut.complete(shipping.bring(snapshot.layers(), here, there));
            } catch (InterruptedException | RuntimeException e) {
                cut.completeExceptionally(e);
            }
        });
        Path next = thereRoot.resolve("layers/.ship-" + snapshot.id().value() + "/next");
        awaitPart(next);
        sshd.cut();
        assertThatThrownBy(() -> cut.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(ProblemException.class);
        assertThat(there.missing(snapshot.layers())).isEqualTo(snapshot.layers());
        assertThat(Integer.parseInt(Files.readString(next).strip())).isPositive();

        shipping.bring(snapshot.layers(), here, there);

        Sandbox restored = there.create(SandboxSpec.of(new SandboxId("there")).withLayers(snapshot.layers()));
        assertThat(output(restored, "cat f* | sha256sum")).isEqualTo(output(sandbox, "cat f* | sha256sum"));
        assertThat(leftOvers(thereRoot)).isEmpty();
    }

    @Test
    void doesNotPassOnALayerThatHasChangedOnItsDisk() throws Exception {
        Snapshot snapshot = furnished();
        shipping.bring(snapshot.layers(), here, there);
        LayerId newest = snapshot.layers().getFirst();
        delete(thereRoot, newest);
        Files.writeString(hereRoot.resolve("layers/" + newest.value() + "/workspace/one"), "tampered with");

        assertThatThrownBy(() -> shipping.bring(snapshot.layers(), here, there))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has changed");
        assertThat(there.missing(snapshot.layers())).containsExactly(newest);
    }

    @Test
    @EnabledIf("root")
    void bringsFilesToAHostThatIsolatesOtherwise() throws Exception {
        Path root = Files.createTempDirectory("slipway-test");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(root, "unix:uid", ORDINARY_USER);
        toClose.add(
                () -> new ProcessBuilder("rm", "-rf", root.toString()).start().waitFor());
        Snapshot snapshot = furnished();
        HostShell shell = HostShell.localAs(ORDINARY_USER, root, random);
        Sandboxes ordinary =
                new Sandboxes(new OtherName(shell, new HostId("other")), SandboxSettings.standard(), random);
        try {
            List<LayerId> there = shipping.bring(snapshot.layers(), here, ordinary);
            Sandbox restored =
                    ordinary.create(SandboxSpec.of(new SandboxId("there")).withLayers(there));
            Snapshot again = new Snapshots(ordinary, InstantSource.system(), random)
                    .seal(changed(restored), Snapshots.Running.END);
            List<LayerId> back = shipping.bring(again.layers(), ordinary, here);
            Sandbox returned = here.create(SandboxSpec.of(new SandboxId("back")).withLayers(back));

            assertThat(there).hasSize(1);
            // How many links a directory has says only of how many layers it is made.
            String about = ABOUT.replace("%n ", "");
            assertThat(output(returned, about))
                    .isEqualTo(output(restored, about))
                    .contains("-weird", "added");
            assertThat(output(returned, "ls o; echo more > own && cat own")).isEqualTo("above\nmore\n");
        } finally {
            ordinary.destroyAll();
        }
    }

    static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Sandbox changed(Sandbox sandbox) throws InterruptedException {
        output(sandbox, "rm d/kept; echo x > added");
        return sandbox;
    }

    private Snapshot furnished() throws InterruptedException {
        Sandbox sandbox = here.create(SandboxSpec.of(new SandboxId("furnished")));
        output(sandbox, "mkdir -p d/deep o; echo 1 > d/gone; echo 2 > d/kept; echo 3 > o/below; echo 4 > kept");
        Snapshots snapshots = new Snapshots(here, InstantSource.system(), random);
        snapshots.seal(sandbox, Snapshots.Running.END);
        output(sandbox, """
                rm -r d/gone o; mkdir o; echo new > o/above
                echo a > one; ln one two; ln -s /etc/shadow link; mkfifo pipe; truncate -s 50M hole; echo end >> hole
                printf '#!/bin/sh\\n' > run; chmod 4751 run; touch -d '2020-02-02 02:02:02.123456789' run
                mkdir closed; echo x > closed/file; chmod 600 closed/file; chmod 700 closed
                mkdir -- '-weird dir'; : > '-weird dir/ü $(id)'; touch -d '2021-01-01' d""");
        return snapshots.seal(sandbox, Snapshots.Running.END);
    }

    private static String output(Sandbox sandbox, String script) throws InterruptedException {
        ExecResult result = sandbox.run(ExecSpec.shell("set -e; " + script));
        assertThat(result.ok()).as(result.error()).isTrue();
        return result.output();
    }

    private static void awaitPart(Path next) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(next) || Files.readString(next).strip().matches("0?")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static List<String> leftOvers(Path root) {
        return List.of(Objects.requireNonNull(root.resolve("layers").toFile().list((_, name) -> name.startsWith("."))));
    }

    private static Object inode(Path root, LayerId layer) throws IOException {
        return Files.getAttribute(root.resolve("layers/" + layer.value()), "unix:ino");
    }

    private static void delete(Path root, LayerId layer) throws IOException, InterruptedException {
        new ProcessBuilder("rm", "-rf", root.resolve("layers/" + layer.value()).toString())
                .start()
                .waitFor();
    }
}
