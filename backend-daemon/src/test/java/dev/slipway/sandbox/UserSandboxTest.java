package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Made by an ordinary user.
class UserSandboxTest extends IsolatedContract {
    @Override
    Box open() throws IOException {
        return Box.ordinary();
    }

    @Test
    void saysHowItIsIsolated() {
        assertThat(box.sandbox().isolation().mode()).isEqualTo(Isolation.Mode.USER);
    }
}
