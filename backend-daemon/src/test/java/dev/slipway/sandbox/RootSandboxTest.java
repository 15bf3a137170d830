package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Made by root: overlay mounted by root, programs under a user id of their own.
class RootSandboxTest extends IsolatedContract {
    @Override
    Box open() throws IOException {
        Assumptions.assumeTrue(Box.root(), "needs root");
        return Box.own();
    }

    @Test
    void saysHowItIsIsolated() {
        assertThat(box.sandbox().isolation().mode()).isEqualTo(Isolation.Mode.ROOT);
    }
}
