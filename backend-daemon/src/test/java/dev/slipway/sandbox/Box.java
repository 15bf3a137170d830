package dev.slipway.sandbox;

import dev.slipway.host.HostShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// A host of its own for a test, in a fresh directory, whose sandboxes end with it.
final class Box implements AutoCloseable {
    final Path root;
    final HostShell host;
    final Sandboxes sandboxes;
    private final Random random = new Random();
    private int made;

    Box(SandboxSettings settings) throws IOException {
        root = Files.createTempDirectory("slipway-test");
        host = HostShell.local(root, random);
        sandboxes = new Sandboxes(host, settings, random);
    }

    Box() throws IOException {
        this(SandboxSettings.standard());
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

    @Override
    public void close() throws IOException {
        sandboxes.list().forEach(Sandbox::destroy);
        // Root may delete whatever a sandbox made; an ordinary user does so as root of a user namespace.
        Process delete = new ProcessBuilder(
                        "sh", "-c", "rm -rf \"$0\" 2>/dev/null || unshare -U -r rm -rf \"$0\"", root.toString())
                .inheritIO()
                .start();
        if (delete.onExit().join().exitValue() != 0) {
            throw new IOException("can't delete " + root);
        }
    }
}
