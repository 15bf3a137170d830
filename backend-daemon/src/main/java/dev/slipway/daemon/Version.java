package dev.slipway.daemon;

import java.util.Optional;

/// Which Slipway this is.
final class Version {
    private Version() {}

    /// As its jar says; `development` when it runs from class files.
    static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
