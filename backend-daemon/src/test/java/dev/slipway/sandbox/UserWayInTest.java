package dev.slipway.sandbox;

import java.io.IOException;

class UserWayInTest extends IsolatedWayIn {
    @Override
    Box open() throws IOException, InterruptedException {
        return Box.ordinary();
    }
}
