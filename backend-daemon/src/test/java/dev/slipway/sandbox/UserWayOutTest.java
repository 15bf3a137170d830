package dev.slipway.sandbox;

import java.io.IOException;

class UserWayOutTest extends WayOutContract {
    @Override
    Box open() throws IOException {
        return Box.ordinary();
    }
}
