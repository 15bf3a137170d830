package dev.slipway.sandbox;

import java.io.IOException;

class UnisolatedCaptureTest extends CaptureContract {
    @Override
    Box open() throws IOException, InterruptedException {
        return Box.unisolated();
    }
}
