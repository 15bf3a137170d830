package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.problem.ProblemException;
import dev.slipway.ssh.TestSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

        // What begins before the loss is noticed ends with it, or has no way out yet.
        eventually(() -> curl(sandbox, "http://" + address + "/").output().equals("received 0\n"));
        assertThat(curl(sandbox, "http://unlisted.example/").output()).contains("sandbox.allow");
    }

    @Test
    void isThereAgainForAProgramThatRunsOn() throws Exception {
        Sandbox sandbox = allowed(address);
        ExecResult begun = sandbox.run(ExecSpec.shell("setsid sh -c 'until curl -sS --noproxy \"\" http://" + address
                + "/later > later; do sleep 0.1; done' > /dev/null 2>&1 < /dev/null & echo begun"));
        assertThat(begun.output()).isEqualTo("begun\n");
        sshd.orElseThrow().cut();

        Path result = box.root.resolve("sandboxes/" + sandbox.spec().id().value() + "/upper/workspace/later");
        eventually(() -> Files.exists(result) && Files.readString(result).equals("received 0\n"));
    }

    private static void eventually(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!holds(condition)) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static boolean holds(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (ProblemException e) {
            assertThat(e.problem().code()).isEqualTo("host-lost");
            return false;
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
