package dev.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.ssh.SshServer;
import dev.slipway.ssh.TestSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshShellTest extends HostShellContract {
    @TempDir
    Path folder;

    private TestSshd sshd;
    private SshServer server;

    @BeforeEach
    @Override
    void open() throws Exception {
        sshd = new TestSshd(folder);
        server = new SshServer(sshd.target(), sshd.pinned(), new Random());
        super.open();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        sshd.close();
    }

    @Override
    HostShell host(Path root) {
        return HostShell.ssh(new HostId("vm-1"), server, root.toString(), new Random());
    }

    @Test
    void anUploadThatWasCutLeavesNothingBehindThatCouldBeRun() throws Exception {
        HostShell host = host(root);
        Files.createDirectories(root.resolve("scripts/new.1"));
        Files.writeString(root.resolve("scripts/new.1/it.sh"), "exit 1");
        ScriptSet set = new ScriptSet("0123456789abcdef", Map.of("it.sh", "exit 0"));

        assertThat(host.run(set, "it.sh", Duration.ofSeconds(20)).ok()).isTrue();
    }

    /// From the daemon through SSH, the login shell, `run.sh` and the script: whatever it is, it stays what it is.
    @Test
    void hostileArgumentsReachAScriptAsTheyAre() {
        Random random = new Random(11);
        String pieces = "'\"\\$`\n\t ;&|<>(){}*?[]!#~=%^-\r\u0001\u007fäß日ab/.";
        List<String> hostile = new ArrayList<>(List.of("", "-n", "--", "$(id)", "`id`", "'; rm -rf /nowhere; '", "😀"));
        for (int i = 0; i < 300; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = random.nextInt(1, 12); length > 0; length--) {
                word.append(pieces.charAt(random.nextInt(pieces.length())));
            }
            hostile.add(word.toString());
        }
        ScriptSet set = new ScriptSet("0123456789abcded", Map.of("it.sh", "printf '%s\\0' \"$@\""));

        HostResult result = host(root).run(set, "it.sh", Duration.ofSeconds(20), hostile.toArray(String[]::new));

        assertThat(result.output().split("\0", -1))
                .containsExactlyElementsOf(
                        Stream.concat(hostile.stream(), Stream.of("")).toList());
    }

    @Test
    void aDirectoryThatCantBeWrittenIsSaidInWords() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        HostShell host = HostShell.ssh(new HostId("vm-2"), server, file + "/root", new Random());

        assertThatThrownBy(() -> host.facts()).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().detail()).contains("vm-2").contains(file.toString());
            assertThat(e.problem().remedy()).isPresent();
        });
    }

    @Test
    void aCommandThatNoPacketHoldsIsRefusedBeforeItIsSent() {
        HostShell host = host(root);
        ScriptSet set = new ScriptSet("0123456789abcdee", Map.of("it.sh", "exit 0"));
        String quotes = "'".repeat(100_000);

        assertThatThrownBy(() -> host.run(set, "it.sh", Duration.ofSeconds(20), quotes))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("argument-too-long"));
        assertThat(host.run(set, "it.sh", Duration.ofSeconds(20), "x".repeat(130_000))
                        .ok())
                .isTrue();
    }
}
