package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Without isolation: the same behaviour otherwise.
class UnisolatedSandboxTest extends SandboxContract {
    @Override
    Box open() throws IOException {
        return Box.unisolated();
    }

    @Test
    void saysHowItIsIsolated() {
        assertThat(box.sandbox().isolation().mode()).isEqualTo(Isolation.Mode.UNISOLATED);
    }

    @Test
    void isRefusedUnlessAskedFor() throws Exception {
        try (Box ordinary = Box.own()) {
            assertProblem(
                    "no-isolation",
                    () -> new Sandboxes(new Incapable(ordinary.host), SandboxSettings.standard(), new Random()));
        }
    }
}
