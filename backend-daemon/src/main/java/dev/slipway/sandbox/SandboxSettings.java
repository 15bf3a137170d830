package dev.slipway.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the daemon's configuration says about sandboxes on a host.
/// @param allowUnisolated whether to go on without isolation where the host can't give any
/// @param toolDirectories directories outside `/usr` that every sandbox sees, read-only, under the same name
/// @param javaHome        JAVA_HOME in every sandbox
/// @param userId          to whom the files and processes of all sandboxes belong, where the daemon runs as
///     root; it must own nothing else. The default lies in a range that Debian and systemd leave unused
public record SandboxSettings(
        boolean allowUnisolated, List<Path> toolDirectories, Optional<Path> javaHome, int userId) {
    static final int DEFAULT_USER_ID = 60_700;

    public SandboxSettings {
        toolDirectories = List.copyOf(toolDirectories);
    }

    /// Isolated or not at all, with the JDK that the daemon itself runs on.
    public static SandboxSettings standard() {
        Path java = Path.of(System.getProperty("java.home"));
        return new SandboxSettings(
                false, java.startsWith("/usr") ? List.of() : List.of(java), Optional.of(java), DEFAULT_USER_ID);
    }

    public SandboxSettings withUnisolated(boolean allowed) {
        return new SandboxSettings(allowed, toolDirectories, javaHome, userId);
    }
}
