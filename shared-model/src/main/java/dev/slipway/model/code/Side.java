package dev.slipway.model.code;

/// Which of the two trees of a difference is meant.
public enum Side {
    BEFORE,
    AFTER
}
