package dev.slipway.sandbox;

import java.io.IOException;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "dev.slipway.sandbox.Box#root", disabledReason = "needs root")
class RootWayInTest extends IsolatedWayIn {
    @Override
    Box open() throws IOException, InterruptedException {
        return Box.own();
    }
}
