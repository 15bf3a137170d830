package dev.slipway.host;

import dev.slipway.ssh.HostKey;
import dev.slipway.ssh.PinnedKeys;
import dev.slipway.ssh.SshAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keys for a server that is being added: accepts the one of which an admin has seen the fingerprint, which is then
/// the only one. Thus a single connection looks at the key, logs in and stays.
final class Acceptance implements PinnedKeys {
    private final SshAddress address;
    private final String fingerprint;
    private final PinnedKeys others;
    private volatile @Nullable HostKey shown;

    /// @param others for the servers on the way
    Acceptance(SshAddress address, String fingerprint, PinnedKeys others) {
        this.address = address;
        this.fingerprint = fingerprint.strip();
        this.others = others;
    }

    @Override
    public List<HostKey> of(SshAddress server) {
        return server.equals(address) ? accepted().stream().toList() : others.of(server);
    }

    @Override
    public boolean accepts(SshAddress server, HostKey key) {
        if (!server.equals(address)) {
            return others.accepts(server, key);
        }
        Optional<HostKey> known = accepted();
        if (known.isPresent()) {
            return known.get().equals(key);
        }
        shown = key;
        return key.fingerprint().equals(fingerprint);
    }

    /// The key, once the server has shown it.
    Optional<HostKey> accepted() {
        return Optional.ofNullable(shown).filter(key -> key.fingerprint().equals(fingerprint));
    }

    /// The key that was shown and is not the accepted one.
    Optional<HostKey> refused() {
        return Optional.ofNullable(shown).filter(key -> !key.fingerprint().equals(fingerprint));
    }
}
