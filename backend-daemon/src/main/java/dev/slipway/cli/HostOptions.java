package dev.slipway.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a host is to be added.
final class HostOptions {
    @Option(
            names = "--accept",
            paramLabel = "FINGERPRINT",
            description = "The fingerprint of its key, SHA256:..., as seen on the host itself.")
    @Nullable String accept;

    @Option(
            names = "--from-ssh-config",
            paramLabel = "ALIAS",
            description = "Take address, user, port, jump host and key as `ssh ALIAS` on this computer would.")
    @Nullable String alias;

    @Option(names = "--ssh-config", paramLabel = "FILE", description = "Another file than ~/.ssh/config.")
    @Nullable String config;

    @Option(names = "--via", paramLabel = "USER@ADDRESS", description = "A host on the way to it.")
    @Nullable String via;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "A private key on the daemon's computer to log in with; else the daemon's own.")
    @Nullable String key;

    @Option(
            names = "--root",
            paramLabel = "DIRECTORY",
            description = "Where Slipway lives there; by default .slipway in the user's home.")
    @Nullable String root;

    @Option(names = "--label", paramLabel = "LABEL", description = "What placement may ask for.")
    @Nullable List<String> labels;

    @Option(names = "--capacity", paramLabel = "N", description = "Sandboxes at most.")
    @Nullable Integer capacity;
}
