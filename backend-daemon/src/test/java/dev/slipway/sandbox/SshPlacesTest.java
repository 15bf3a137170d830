package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sandboxes on machines behind SSH, as whoever and wherever the daemon may be there.
@Timeout(120)
class SshPlacesTest {
    @Test
    @EnabledIf(value = "dev.slipway.sandbox.Box#root", disabledReason = "only root can let another user in")
    void anOrdinaryUserHasSandboxesToo() throws Exception {
        try (Box box = Box.ordinaryOverSsh()) {
            liveAndBeSealed(box);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"with a blank", "it's $(id) `id`", "\"q\";&|<>*?[a]", "-n", "ä日😀", "a\\b", "a:b,c=d", "#!~{x}%s"
            })
    void aDirectoryMayHaveAnyName(String name) throws Exception {
        Path parent = Files.createTempDirectory("slipway-odd");
        try (Box box = Box.overSshIn(parent.resolve(name))) {
            liveAndBeSealed(box);
        }
        Files.delete(parent);
    }

    private static void liveAndBeSealed(Box box) throws Exception {
        Sandbox sandbox = box.sandbox();
        assertThat(sandbox.run(ExecSpec.shell("echo kept > 'a file'; id -un >/dev/null; pwd"))
                        .output())
                .isEqualTo("/workspace\n");
        sandbox.seal(box.layer());

        Sandbox next = box.sandboxes.create(box.spec().withLayers(sandbox.spec().layers()));

        assertThat(next.run(ExecSpec.shell("cat 'a file'")).output()).isEqualTo("kept\n");
        box.restartDaemon();
        assertThat(box.sandboxes.adopt()).hasSize(2);
    }
}
