package dev.slipway.sandbox;

import java.io.IOException;

class SshCaptureTest extends CaptureContract {
    @Override
    Box open() throws IOException, InterruptedException {
        return Box.overSsh();
    }
}
