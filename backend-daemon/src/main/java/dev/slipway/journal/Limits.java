package dev.slipway.journal;

import java.time.Duration;

/// How journals share what a machine has.
/// @param lanes     platform threads that own the files
/// @param openFiles files open at once, on all lanes together
/// @param idle      after this long without use a file is closed
/// @param saveAfter text that streams is saved this long after it came
record Limits(int lanes, int openFiles, Duration idle, Duration saveAfter) {
    /// 400 ms leave 100 for a busy lane: a crash loses at most the last 500.
    static Limits usual() {
        int lanes = Math.clamp(Runtime.getRuntime().availableProcessors(), 4, 8);
        return new Limits(lanes, 512, Duration.ofSeconds(60), Duration.ofMillis(400));
    }
}
