package dev.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostCondition;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.ssh.SshServer;
import dev.slipway.ssh.TestSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// A host on which the daemon is not root, but an ordinary user with a home and nothing more.
@EnabledIf(value = "root", disabledReason = "only root can let another user in")
class OrdinaryUserTest extends HostShellContract {
    private static final int UID = 61_234;
    private static final Path RIPGREP = Path.of("/usr/bin/rg");

    private Path folder;
    private TestSshd sshd;
    private SshServer server;

    static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    @BeforeEach
    @Override
    void open() throws Exception {
        folder = Files.createTempDirectory("slipway-ordinary");
        Path[] hidden = Files.exists(RIPGREP) ? new Path[] {RIPGREP} : new Path[0];
        sshd = TestSshd.ofOrdinaryUser(folder, UID, hidden);
        server = new SshServer(sshd.target(), sshd.pinned(), new Random());
        super.open();
    }

    @AfterEach
    void close() {
        server.close();
        sshd.remove();
    }

    @Override
    HostShell host(Path root) throws Exception {
        Files.setAttribute(root, "unix:uid", UID);
        return HostShell.ssh(new HostId("vm-1"), server, root.toString(), new Random());
    }

    @Test
    @Override
    void probesTheHost() throws Exception {
        HostFacts facts = host(root).facts();

        assertThat(facts.root()).isFalse();
        assertThat(facts.uid()).isEqualTo(UID);
        assertThat(facts.marks()).isTrue();
        assertThat(facts.tool("setsid")).isPresent();
        assertThat(facts.tool("rg")).isEmpty();
    }

    @Test
    void isReadyAndSaysWhatItLacksAndByWhichCommandItGetsThat() throws Exception {
        Host host = new Host(spec(), host(root), Optional.of(server));

        assertThat(host.look(InstantSource.system()).condition()).isEqualTo(HostCondition.READY);
        assertThat(host.seen().missing()).contains("rg");

        Host.Preparation said = host.prepare(false);
        assertThat(said.missing()).contains("rg");
        assertThat(said.done()).isFalse();
        assertThat(said.command())
                .hasValueSatisfying(
                        command -> assertThat(command).startsWith("sudo ").contains("ripgrep"));
        assertThatThrownBy(() -> host.prepare(true)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("not-prepared");
            assertThat(e.problem().remedy().orElseThrow())
                    .contains("Run it there yourself: " + said.command().orElseThrow());
        });
    }

    private HostSpec spec() throws Exception {
        return new HostSpec(
                new HostId("vm-1"),
                Optional.of(sshd.address()),
                Optional.of(sshd.hostKey()),
                Optional.empty(),
                root.toString(),
                new TreeSet<>(),
                0,
                Admission.OPEN);
    }
}
