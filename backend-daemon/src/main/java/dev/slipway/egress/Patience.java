package dev.slipway.egress;

import java.time.Duration;

/// How long a connection may take.
/// @param head    until its request is there
/// @param connect until a server answers a connection
/// @param idle    without a byte either way
record Patience(Duration head, Duration connect, Duration idle) {
    static final Patience STANDARD =
            new Patience(Duration.ofSeconds(30), Duration.ofSeconds(15), Duration.ofMinutes(10));
}
