package dev.slipway.rfb;

import java.util.List;

/// How a server is to send its screen.
/// @param encodings  numbers of encodings, the most welcome one first (RFC 6143, 7.7)
/// @param compression of zlib, 0 to 9
/// @param quality    of JPEGs, 0 to 9; below 0 for none, so every pixel is exact
/// @param ownPointer whether this side draws the pointer; else it is part of the pixels
public record Wishes(List<Integer> encodings, int compression, int quality, boolean ownPointer) {
    public static final int RAW = 0;
    public static final int COPY = 1;
    public static final int HEXTILE = 5;
    public static final int TIGHT = 7;
    public static final int ZRLE = 16;

    public Wishes {
        encodings = List.copyOf(encodings);
    }

    /// For a link that carries more than this side could unpack: nothing is lost, and hardly anything is
    /// computed.
    public static Wishes near() {
        return new Wishes(List.of(COPY, HEXTILE, ZRLE, TIGHT, RAW), 1, -1, true);
    }

    /// For a link of some 10 Mbit/s and more: photographs and films lose a little, text does not.
    public static Wishes far() {
        return new Wishes(List.of(COPY, TIGHT, ZRLE, HEXTILE, RAW), 2, 8, true);
    }

    /// For a link that carries hardly anything.
    public static Wishes slow() {
        return new Wishes(List.of(COPY, TIGHT, ZRLE, HEXTILE, RAW), 6, 3, true);
    }

    /// The same, with the pointer as part of the pixels: for who only watches where somebody else points.
    public Wishes withTheirPointer() {
        return new Wishes(encodings, compression, quality, false);
    }
}
