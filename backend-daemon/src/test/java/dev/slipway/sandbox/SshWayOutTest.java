package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.problem.ProblemException;
import dev.slipway.ssh.TestSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// On a machine that is reached over SSH: the proxy that decides stays beside the daemon.
class SshWayOutTest extends WayOutContract {
    private Optional<TestSshd> sshd = Optional.empty();

    @Override
    Box open() throws IOException, InterruptedException {
        return Box.overSsh("", seen -> sshd = Optional.of(seen));
    }

    @Test
    void isThereAgainAfterTheConnectionWasLost() throws Exception {
        Sandbox sandbox = allowed(address);
        assertThat(curl(sandbox, "http://" + address + "/").output()).isEqualTo("received 0\n");

        sshd.orElseThrow().cut();

        assertThat(afterTheLoss(sandbox)).isEqualTo("received 0\n");
        assertThat(curl(sandbox, "http://unlisted.example/").output()).contains("sandbox.allow");
    }

    /// What runs before the loss is noticed ends with it.
    private String afterTheLoss(Sandbox sandbox) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                return curl(sandbox, "http://" + address + "/").output();
            } catch (ProblemException e) {
                if (!e.problem().code().equals("host-lost") || System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    @Test
    void whatAServerLeftBehindIsNoHindrance() throws Exception {
        Sandbox sandbox = allowed(address);
        Files.createDirectories(box.root.resolve("egress"));
        Files.writeString(box.root.resolve("egress/" + sandbox.group()), "in the way");

        assertThat(curl(sandbox, "http://" + address + "/").output()).isEqualTo("received 0\n");
    }

    @Test
    void aServerThatRefusesIsSaidWithItsSetting() throws Exception {
        try (Box strict = Box.overSsh("AllowStreamLocalForwarding local", _ -> {})) {
            Box mine = box;
            box = strict;
            Sandbox sandbox = allowed(address);
            box = mine;

            assertThatThrownBy(() -> sandbox.run(ExecSpec.of("true")))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().code()).isEqualTo("ssh-sockets-refused");
                        assertThat(e.problem().remedy().orElseThrow()).contains("AllowStreamLocalForwarding");
                    });
        }
    }
}
