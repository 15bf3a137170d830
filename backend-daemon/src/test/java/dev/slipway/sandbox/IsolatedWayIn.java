package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.tunnel.TunnelTarget;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What holds where sandboxes are kept apart.
abstract class IsolatedWayIn extends WayInContract {
    @Test
    void leadsNowhereButIntoThatSandbox() throws Exception {
        int port = port();
        echo("tcp", "" + port);
        Sandbox other = box.sandbox();

        assertThat(asked(new TunnelTarget.Port(port), "mine")).isEqualTo("mine");
        assertThatThrownBy(() -> other.connect(new TunnelTarget.Port(port)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("nothing-listens"));
    }

    /// A link inside that names a socket of the host leads to no socket at all, as there is none of that name inside.
    @Test
    void followsNoLinkOutOfTheSandbox() throws Exception {
        Path directory = Files.createTempDirectory("host");
        Path secret = directory.resolve("secret.sock");
        try (ServerSocketChannel host = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            host.bind(UnixDomainSocketAddress.of(secret));
            sandbox()
                    .run(ExecSpec.shell(
                            "ln -s " + secret + " /tmp/link; ln -s ../../../../../.." + secret + " /tmp/up"));

            for (String path : new String[] {"/tmp/link", "/tmp/up", secret.toString(), "/tmp/../../.." + secret}) {
                assertThatThrownBy(() -> sandbox().connect(new TunnelTarget.UnixSocket(path)))
                        .isInstanceOfSatisfying(
                                ProblemException.class,
                                e -> assertThat(e.problem().code()).isEqualTo("nothing-listens"));
            }
        } finally {
            Files.deleteIfExists(secret);
            Files.deleteIfExists(directory);
        }
    }

    @Test
    void isSeenByNoProgramInside() throws Exception {
        int port = port();
        echo("tcp", "" + port);
        assertThat(asked(new TunnelTarget.Port(port), "there")).isEqualTo("there");

        String seen = sandbox()
                .run(ExecSpec.shell("cat /proc/net/unix /proc/[0-9]*/cmdline | tr '\\0' ' '; ls -l /proc/[0-9]*/fd"))
                .output();

        assertThat(seen).doesNotContain("tunnels").doesNotContain("way-in");
    }

    @Test
    void keepsItsSocketForTheDaemonAndRemovesItWithTheSandbox() throws IOException {
        int port = port();
        echo("tcp", "" + port);
        assertThat(asked(new TunnelTarget.Port(port), "there")).isEqualTo("there");
        Path directory = box.root.resolve("tunnels");
        assertThat(Files.getPosixFilePermissions(directory)).hasToString("[OWNER_READ, OWNER_WRITE, OWNER_EXECUTE]");
        Path socket = directory.resolve("" + sandbox().group());
        assertThat(Files.getPosixFilePermissions(socket)).hasToString("[OWNER_READ, OWNER_WRITE]");

        sandbox().destroy();

        assertThat(socket).doesNotExist();
    }
}
