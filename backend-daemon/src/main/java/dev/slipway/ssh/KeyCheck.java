package dev.slipway.ssh;

import dev.slipway.model.problem.Problem;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/// Compares the key that a server shows with those that were accepted, and remembers what it thought of it.
final class KeyCheck implements HostKeyVerifier {
    private final SshAddress server;
    private final PinnedKeys keys;
    private final List<HostKey> pinned;
    private volatile @Nullable HostKey shown;
    private volatile boolean accepted;

    KeyCheck(SshAddress server, PinnedKeys keys) {
        this.server = server;
        this.keys = keys;
        this.pinned = List.copyOf(keys.of(server));
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        HostKey seen = encode(key);
        shown = seen;
        accepted = keys.accepts(server, seen);
        return accepted;
    }

    /// So that a server with several keys shows one of a kind that is known.
    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        return pinned.stream().map(HostKey::type).toList();
    }

    @Nullable HostKey shown() {
        return shown;
    }

    /// Why the server was refused, if it was for its key.
    @Nullable Problem problem() {
        HostKey seen = shown;
        if (seen == null || accepted) {
            return null;
        }
        return pinned.isEmpty() ? SshProblems.unknownKey(server, seen) : SshProblems.changedKey(server, pinned, seen);
    }

    private static HostKey encode(PublicKey key) {
        KeyType type = KeyType.fromKey(key);
        Buffer.PlainBuffer buffer = new Buffer.PlainBuffer();
        type.putPubKeyIntoBuffer(key, buffer);
        return new HostKey(type.toString(), Base64.getEncoder().encodeToString(buffer.getCompactData()));
    }
}
