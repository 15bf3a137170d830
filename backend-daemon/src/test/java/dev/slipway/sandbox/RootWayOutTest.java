package dev.slipway.sandbox;

import java.io.IOException;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "dev.slipway.sandbox.Box#root", disabledReason = "needs root")
class RootWayOutTest extends WayOutContract {
    @Override
    Box open() throws IOException {
        return Box.own();
    }
}
