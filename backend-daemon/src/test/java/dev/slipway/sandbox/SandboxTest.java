package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxTest {
    private Box box;

    @BeforeEach
    void open() throws Exception {
        box = new Box();
    }

    @AfterEach
    void close() throws Exception {
        box.close();
    }

    @Test
    void runsAProgramInTheWorkspace() throws Exception {
        ExecResult result = box.sandbox().run(ExecSpec.shell("pwd; id -un; echo oops >&2; exit 3"));

        assertThat(result.output()).isEqualTo("/workspace\nagent\n");
        assertThat(result.error()).isEqualTo("oops\n");
        assertThat(result.exit()).isEqualTo(new Exit(3, Exit.Cause.EXITED));
    }

    @Test
    void givesAProgramItsInput() throws Exception {
        byte[] input = "line\n".repeat(100_000).getBytes(UTF_8);

        assertThat(box.sandbox().run(ExecSpec.of("cat"), input, 1 << 20).stdout())
                .isEqualTo(input);
    }

    @Test
    void sealsItsChangesAndGoesOnWithThem() throws Exception {
        Sandbox sandbox = box.sandbox();
        sandbox.files().write("kept", "a".getBytes(UTF_8));
        LayerId layer = box.layer();

        sandbox.seal(layer);
        sandbox.run(ExecSpec.shell("echo changed > kept"));
        Sandbox restored =
                box.sandboxes.create(box.spec().withLayers(sandbox.spec().layers()));

        assertThat(sandbox.spec().layers()).containsExactly(layer);
        assertThat(sandbox.run(ExecSpec.of("cat", "kept")).output()).isEqualTo("changed\n");
        assertThat(restored.run(ExecSpec.of("cat", "kept")).output()).isEqualTo("a");
    }
}
