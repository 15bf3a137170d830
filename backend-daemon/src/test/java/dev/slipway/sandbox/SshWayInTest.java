package dev.slipway.sandbox;

import java.io.IOException;

class SshWayInTest extends IsolatedWayIn {
    @Override
    Box open() throws IOException, InterruptedException {
        return Box.overSsh();
    }
}
