package dev.slipway.llm;

import java.time.Instant;
import java.util.Optional;

/// Where keys are kept that were given while the daemon runs; implemented above.
public interface KeyStore {
    /// @param provider its name
    Optional<ApiKey> find(String provider);

    /// When the present key was given.
    Optional<Instant> since(String provider);

    /// Keeps a key; an older one goes.
    void keep(String provider, ApiKey key);

    /// Does nothing when there is none.
    void forget(String provider);
}
