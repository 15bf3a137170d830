package dev.slipway.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnKeyTest {
    @TempDir
    Path folder;

    @Test
    void opensADoorForUsAndForOpenSsh() throws Exception {
        OwnKey key = OwnKey.in(folder.resolve("ssh/id_ed25519"), "slipway@test");
        try (TestSshd sshd = new TestSshd(folder.resolve("sshd"))) {
            Files.writeString(
                    folder.resolve("sshd/authorized_keys"),
                    key.publicLine() + "\n",
                    StandardOpenOption.TRUNCATE_EXISTING);
            SshTarget target = new SshTarget(sshd.address(), List.of(key.login()), Optional.empty());
            try (SshServer server = new SshServer(target, sshd.pinned(), new Random(1))) {
                assertThat(server.start(List.of("true"))
                                .onExit()
                                .toCompletableFuture()
                                .get(30, TimeUnit.SECONDS))
                        .isZero();
            }
        }
        Process shown = new ProcessBuilder("ssh-keygen", "-y", "-f", key.file().toString())
                .redirectErrorStream(true)
                .start();
        String publicHalf = new String(shown.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(publicHalf.strip()).isEqualTo(key.publicLine());
    }

    @Test
    void isMadeOnceAndKeptFromOthers() throws Exception {
        OwnKey first = OwnKey.in(folder.resolve("ssh/id_ed25519"), "one");

        assertThat(OwnKey.in(folder.resolve("ssh/id_ed25519"), "two")).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first.file())))
                .isEqualTo("rw-------");
    }
}
