package dev.slipway.rfb;

import java.io.IOException;

/// Reads the contents of an area in one encoding.
interface Decoder {
    /// @param area within the screen
    void decode(Bytes in, Area area, Screen screen) throws IOException;
}
