package dev.slipway.sandbox;

import java.time.Instant;

/// A file in a sandbox.
/// @param name     its last name; UTF-8, with replacement characters where it is not
/// @param kind     what it is
/// @param size     bytes
/// @param modified when its content last changed
/// @param mode     permission bits, such as 0644 in octal
public record FileInfo(String name, Kind kind, long size, Instant modified, int mode) {
    /// What a name in a directory can be.
    public enum Kind {
        FILE,
        DIRECTORY,
        LINK,
        /// A pipe, socket or device.
        OTHER
    }
}
