package dev.slipway.stream;

import dev.slipway.rfb.Wishes;

/// What matters more: that every pixel is right, or that few bytes travel.
public enum Quality {
    EXACT,
    BALANCED,
    SMALL;

    Wishes wishes() {
        return switch (this) {
            case EXACT -> Wishes.near();
            case BALANCED -> Wishes.far();
            case SMALL -> Wishes.slow();
        };
    }
}
