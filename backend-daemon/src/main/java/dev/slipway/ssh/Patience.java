package dev.slipway.ssh;

import java.time.Duration;

/// How long a server may take.
/// @param connect to accept a connection
/// @param dial    until the login is done, all told
/// @param pulse   between two questions for a sign of life
/// @param silence without an answer to one, after which the connection is taken for dead
record Patience(Duration connect, Duration dial, Duration pulse, Duration silence) {
    static final Patience STANDARD = new Patience(
            Duration.ofSeconds(10), Duration.ofSeconds(45), Duration.ofSeconds(10), Duration.ofSeconds(20));
}
