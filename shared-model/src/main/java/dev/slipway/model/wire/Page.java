package dev.slipway.model.wire;

import java.util.Optional;

/// What every paged answer has: where the next page begins.
public interface Page {
    /// Pass it as `cursor` for the next page; empty on the last one. Its text means nothing to a client.
    Optional<String> next();
}
