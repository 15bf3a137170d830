package dev.slipway.sandbox;

import java.nio.charset.StandardCharsets;

/// What a short execution gave, each stream cut at the caller's limit.
/// @param truncated whether bytes of either stream were dropped
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record ExecResult(Exit exit, byte[] stdout, byte[] stderr, boolean truncated) {
    public boolean ok() {
        return exit.ok();
    }

    /// Standard output as UTF-8.
    public String output() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    /// Standard error as UTF-8.
    public String error() {
        return new String(stderr, StandardCharsets.UTF_8);
    }
}
