package dev.slipway.sandbox;

import java.io.IOException;

class UnisolatedWayInTest extends WayInContract {
    @Override
    Box open() throws IOException {
        return Box.unisolated();
    }
}
