package dev.slipway.model.fleet;

import java.time.Instant;
import java.util.Optional;

/// The way to a host, as a circuit breaker: whoever can't be reached is not tried by every call.
/// @param connections that there are
/// @param failures    of tries to connect, in a row
/// @param nextTry     while it is open: when the next one may be made
public record HostLink(State state, int connections, int failures, Optional<Instant> nextTry) {
    public enum State {
        /// All is well: calls go through.
        CLOSED,
        /// Calls fail at once, until the next try.
        OPEN,
        /// The next call tries; others fail at once until that is over.
        HALF_OPEN
    }
}
