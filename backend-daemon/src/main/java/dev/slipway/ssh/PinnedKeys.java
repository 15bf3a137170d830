package dev.slipway.ssh;

import java.util.List;

/// The host keys that somebody has looked at and accepted. A server without one is not talked to, and one that shows
/// another key is refused.
@FunctionalInterface
public interface PinnedKeys {
    /// Accepted keys of a server; none when nobody has seen it yet.
    List<HostKey> of(SshAddress server);

    /// Whether a server that shows this key may be talked to.
    default boolean accepts(SshAddress server, HostKey shown) {
        return of(server).contains(shown);
    }
}
