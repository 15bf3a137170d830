package dev.slipway.ssh;

import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import net.schmizz.sshj.common.SSHException;
import org.jspecify.annotations.Nullable;

/// What goes wrong with a server, in words.
final class SshProblems {
    private SshProblems() {}

    static Problem unreachable(SshAddress server, Throwable cause) {
        return Problem.unavailable(
                        "host-unreachable",
                        "The host can't be reached over SSH",
                        server + " gave no connection: " + words(cause) + ".")
                .withRemedy("Check that the machine runs, that `ssh " + server.user() + "@" + server.host()
                        + "` gets there from the daemon's computer, and that no firewall is between.");
    }

    static Problem resting(Problem last, Duration left) {
        String next = left.isPositive()
                ? "Slipway tries again in " + Math.max(1, left.toSeconds()) + " s by itself. "
                : "Slipway is trying again just now. ";
        return last.withRemedy(next + last.remedy().orElse(""));
    }

    static Problem loginRefused(SshTarget target) {
        String tried = target.logins().isEmpty()
                ? "there is no key to log in with"
                : "it did not accept "
                        + target.logins().stream().map(Object::toString).collect(Collectors.joining(", nor "));
        return Problem.of(
                        Problem.Kind.UNAVAILABLE,
                        "ssh-login-refused",
                        "The host did not let the daemon in",
                        target.address() + ": " + tried + ".")
                .withRemedy("Add the daemon's public key to ~/.ssh/authorized_keys of "
                        + target.address().user() + " on that host.");
    }

    static Problem badKey(SshLogin login, Throwable cause) {
        return Problem.invalid(
                        "ssh-key-unreadable",
                        "A private key can't be used",
                        "With " + login + ": " + words(cause) + ".")
                .withRemedy("Check the path and the passphrase, and that the daemon's user may read the file.");
    }

    static Problem unknownKey(SshAddress server, HostKey shown) {
        return Problem.conflict(
                        "host-key-unknown",
                        "Nobody has confirmed this host's key yet",
                        server + " shows the key " + shown.fingerprint() + " (" + shown.type() + ").")
                .withRemedy("Compare it with `ssh-keygen -lf /etc/ssh/ssh_host_" + shortType(shown) + "_key.pub` on the"
                        + " host itself, then accept it.");
    }

    static Problem changedKey(SshAddress server, List<HostKey> pinned, HostKey shown) {
        String known = pinned.stream().map(HostKey::fingerprint).collect(Collectors.joining(", "));
        return Problem.conflict(
                        "host-key-changed",
                        "THE HOST'S KEY HAS CHANGED: somebody may be listening",
                        server + " shows the key " + shown.fingerprint() + " (" + shown.type() + "), but " + known
                                + " was accepted before. Nothing was sent.")
                .withRemedy(
                        "If the host was installed anew, compare the fingerprint on the host itself and accept the new"
                                + " key. Else find out who answers at that address first.");
    }

    static Problem lost(SshAddress server, @Nullable Throwable cause) {
        return Problem.unavailable(
                        "host-lost",
                        "The connection to the host was lost",
                        server + " went away while something ran there"
                                + (cause == null ? "." : ": " + words(cause) + "."))
                .withRemedy("Slipway connects again by itself. What ran there may or may not have ended.");
    }

    static Problem busy(SshAddress server, Duration limit) {
        return Problem.of(
                        Problem.Kind.BUSY,
                        "host-busy",
                        "Too much runs on the host at once",
                        "All connections to " + server + " were in use for " + limit.toSeconds() + " s.")
                .withRemedy("Let some of it end, or raise MaxSessions in the host's sshd_config.");
    }

    static Problem socketsRefused(SshAddress server, String socket) {
        return Problem.unavailable(
                        "ssh-sockets-refused",
                        "The host's SSH server does not let the daemon listen on a socket there",
                        server + " refused " + socket + ".")
                .withRemedy("In the host's sshd_config, set AllowStreamLocalForwarding to yes (or remote) and"
                        + " DisableForwarding to no; in its authorized_keys, the daemon's line must have neither"
                        + " `restrict` nor `no-port-forwarding`. Then reload sshd there.");
    }

    static Problem socketTooLong(SshAddress server, String socket, int most) {
        return Problem.invalid(
                        "ssh-socket-too-long",
                        "The path of a socket on the host is too long",
                        socket + " on " + server + " has more than " + most + " bytes, the most that Linux takes.")
                .withRemedy("Remove the host and add it again with a shorter directory: --root /var/lib/slipway.");
    }

    static Problem refused(SshAddress server, String what, Throwable cause) {
        return Problem.unavailable(
                "nothing-there", "Nothing answers there", what + " on " + server + ": " + words(cause) + ".");
    }

    static String words(Throwable cause) {
        Throwable deepest = cause;
        while (deepest instanceof SSHException && deepest.getCause() instanceof IOException deeper) {
            deepest = deeper;
        }
        String message = deepest.getMessage();
        return message == null || message.isBlank()
                ? deepest.getClass().getSimpleName()
                : message.strip().replaceAll("\\.$", "");
    }

    private static String shortType(HostKey key) {
        if (key.type().contains("ed25519")) {
            return "ed25519";
        }
        return key.type().contains("ecdsa") ? "ecdsa" : "rsa";
    }
}
