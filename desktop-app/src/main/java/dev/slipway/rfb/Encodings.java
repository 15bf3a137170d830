package dev.slipway.rfb;

/// Numbers of encodings that carry no pixels (rfbproto, 7.8).
final class Encodings {
    static final int SIZE = -223;
    static final int LAST = -224;
    static final int POINTER = -239;
    static final int QEMU_KEYS = -258;
    static final int NAME = -307;
    static final int EXTENDED_SIZE = -308;
    static final int FENCE = -312;
    static final int CONTINUOUS = -313;
    static final int POINTER_WITH_ALPHA = -314;
    static final int MORE_BUTTONS = -316;
    static final int CLIPBOARD = 0xc0a1e5ce;
    static final int COMPRESSION_0 = -256;
    static final int QUALITY_0 = -32;

    private Encodings() {}
}
