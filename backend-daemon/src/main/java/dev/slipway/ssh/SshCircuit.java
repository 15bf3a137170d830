package dev.slipway.ssh;

import java.time.Duration;
import java.util.Optional;

/// How the way to a server is.
/// @param connections that there are
/// @param failures    of tries to connect, in a row
/// @param nextTry     how long until the next one, while it is open
public record SshCircuit(State state, int connections, int failures, Optional<Duration> nextTry) {
    /// In the words of circuit breakers, where closed is good.
    public enum State {
        /// Calls go through.
        CLOSED,
        /// Calls fail at once, until the next try.
        OPEN,
        /// The next call tries; others fail at once until that is over.
        HALF_OPEN
    }
}
