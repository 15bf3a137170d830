package dev.slipway.notice;

import java.time.Instant;

/// A toast that was shown.
/// @param times how often it was told since it was last dismissed, at least 1
record Notice(long number, Toast toast, Instant at, int times) {
    Notice again(Toast latest, Instant now) {
        return new Notice(number, latest, now, times + 1);
    }
}
