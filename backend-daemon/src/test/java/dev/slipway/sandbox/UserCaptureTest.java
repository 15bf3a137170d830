package dev.slipway.sandbox;

import java.io.IOException;

class UserCaptureTest extends CaptureContract {
    @Override
    Box open() throws IOException, InterruptedException {
        return Box.ordinary();
    }
}
