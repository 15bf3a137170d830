package dev.slipway.ssh;

import java.nio.file.Path;
import java.util.Optional;

/// A way to prove who one is. No passwords: a daemon has nobody to type them.
public sealed interface SshLogin {

    /// A private key in a file, in OpenSSH's, PEM or PuTTY's format.
    /// @param passphrase what the file is encrypted with
    record KeyFile(Path file, Optional<String> passphrase) implements SshLogin {
        @Override
        public String toString() {
            return "the key in " + file;
        }
    }

    /// The keys that an agent holds: the protocol of OpenSSH's `ssh-agent`.
    /// @param socket the agent's, usually named by `SSH_AUTH_SOCK`
    record Agent(Path socket) implements SshLogin {
        @Override
        public String toString() {
            return "the agent at " + socket;
        }
    }
}
