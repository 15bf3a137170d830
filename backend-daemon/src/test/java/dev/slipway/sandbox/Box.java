package dev.slipway.sandbox;

import dev.slipway.host.HostShell;
import dev.slipway.model.fleet.HostId;
import dev.slipway.ssh.SshServer;
import dev.slipway.ssh.TestSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.function.Consumer;

/// A host of its own for a test, in a fresh directory, whose sandboxes end with it.
final class Box implements AutoCloseable {
    static final int ORDINARY_USER = 61_234;

    final Path root;
    final HostShell host;
    Sandboxes sandboxes;
    private final SandboxSettings settings;
    private final Random random = new Random();
    private final Runnable last;
    private int made;

    private Box(Path root, HostShell host, SandboxSettings settings) {
        this(root, host, settings, () -> {});
    }

    /// @param last ends what the host needs, once nothing of it is used any more
    private Box(Path root, HostShell host, SandboxSettings settings, Runnable last) {
        this.last = last;
        this.root = root;
        this.host = host;
        this.settings = settings;
        this.sandboxes = new Sandboxes(host, settings, random);
    }

    /// As whoever runs the tests.
    static Box own() throws IOException {
        return ownIn(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /// The same, in a directory of another file system.
    static Box ownIn(Path parent) throws IOException {
        Path root = Files.createTempDirectory(parent, "slipway-test");
        return new Box(root, HostShell.local(root, new Random()), SandboxSettings.standard());
    }

    /// On a host behind SSH, as whoever runs the tests.
    static Box overSsh() throws IOException, InterruptedException {
        return overSsh("", _ -> {});
    }

    /// @param options more lines of its `sshd_config`
    /// @param seen    gets the server
    static Box overSsh(String options, Consumer<TestSshd> seen) throws IOException, InterruptedException {
        Path root = Files.createTempDirectory("slipway-test");
        Path place = Files.createTempDirectory("sshd");
        TestSshd sshd = new TestSshd(place, options);
        seen.accept(sshd);
        SshServer server = new SshServer(sshd.target(), sshd.pinned(), new Random());
        HostShell host = HostShell.ssh(new HostId("vm"), server, root.toString(), new Random());
        return new Box(root, host, SandboxSettings.standard(), () -> {
            server.close();
            sshd.remove();
        });
    }

    /// On a host behind SSH, as an ordinary user there. Needs root.
    static Box ordinaryOverSsh() throws IOException, InterruptedException {
        Path root = Files.createTempDirectory("slipway-test");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(root, "unix:uid", ORDINARY_USER);
        TestSshd sshd = TestSshd.ofOrdinaryUser(Files.createTempDirectory("sshd"), ORDINARY_USER);
        SshServer server = new SshServer(sshd.target(), sshd.pinned(), new Random());
        HostShell host = HostShell.ssh(new HostId("vm"), server, root.toString(), new Random());
        return new Box(root, host, SandboxSettings.standard(), () -> {
            server.close();
            sshd.remove();
        });
    }

    /// On a host behind SSH, in a directory of any name.
    static Box overSshIn(Path root) throws IOException, InterruptedException {
        TestSshd sshd = new TestSshd(Files.createTempDirectory("sshd"));
        SshServer server = new SshServer(sshd.target(), sshd.pinned(), new Random());
        HostShell host = HostShell.ssh(new HostId("vm"), server, root.toString(), new Random());
        return new Box(root, host, SandboxSettings.standard(), () -> {
            server.close();
            sshd.remove();
        });
    }

    /// As an ordinary user, even where root runs the tests.
    static Box ordinary() throws IOException {
        return root() ? ordinaryIn(Path.of(System.getProperty("java.io.tmpdir"))) : own();
    }

    /// The same, in a directory of another file system; needs root.
    static Box ordinaryIn(Path parent) throws IOException {
        Path root = Files.createTempDirectory(parent, "slipway-test");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(root, "unix:uid", ORDINARY_USER);
        HostShell host = HostShell.localAs(ORDINARY_USER, root, new Random());
        return new Box(root, host, SandboxSettings.standard());
    }

    /// Without isolation, as on a host that can't give any.
    static Box unisolated() throws IOException {
        Path root = Files.createTempDirectory("slipway-test");
        HostShell host = new Incapable(HostShell.local(root, new Random()));
        return new Box(root, host, SandboxSettings.standard().withUnisolated(true));
    }

    static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    SandboxSpec spec() {
        made++;
        return SandboxSpec.of(new SandboxId("box-" + made));
    }

    Sandbox sandbox() {
        return sandboxes.create(spec());
    }

    LayerId layer() {
        return LayerId.random(random);
    }

    /// What a daemon does that starts after another died: nothing is left but what is on the host.
    void restartDaemon() {
        sandboxes = new Sandboxes(host, settings, random);
    }

    @Override
    public void close() throws IOException {
        sandboxes.list().forEach(Sandbox::destroy);
        // Root may delete whatever a sandbox made; an ordinary user does so as root of a user namespace.
        Process delete = new ProcessBuilder(
                        "sh",
                        "-c",
                        "for each in \"$0\"/layers/* \"$0\"/trash/*; do btrfs property set -ts \"$each\" ro false; done 2>/dev/null;"
                                + " rm -rf \"$0\" 2>/dev/null || unshare -U -r rm -rf \"$0\"",
                        root.toString())
                .inheritIO()
                .start();
        if (delete.onExit().join().exitValue() != 0) {
            throw new IOException("can't delete " + root);
        }
        last.run();
    }
}
