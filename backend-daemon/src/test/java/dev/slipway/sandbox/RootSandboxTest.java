package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// Made by root: overlay mounted by root, programs under a user id of their own.
@EnabledIf(value = "dev.slipway.sandbox.Box#root", disabledReason = "needs root")
class RootSandboxTest extends IsolatedContract {
    @Override
    Box open() throws IOException {
        return Box.own();
    }

    @Test
    void saysHowItIsIsolated() {
        assertThat(box.sandbox().isolation().mode()).isEqualTo(Isolation.Mode.ROOT);
    }
}
