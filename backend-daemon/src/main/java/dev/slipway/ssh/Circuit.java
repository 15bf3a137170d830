package dev.slipway.ssh;

/// Whether a server is dialled, after what came of the tries before: a circuit breaker. Pure: it is told the time.
/// @param failures  in a row
/// @param restUntil when the next try may be made, in [System#nanoTime()]
record Circuit(int failures, long restUntil) {
    /// Fewer may be a blink of the network: calls wait for the next try instead of failing.
    static final int OPENS_AT = 3;

    enum Move {
        /// Dial, be it to find out whether the server is back.
        DIAL,
        /// Wait for a connection, or for the next try.
        WAIT,
        /// Fail at once, for the reason of the last failure.
        REFUSE
    }

    static Circuit closed(long now) {
        return new Circuit(0, now);
    }

    /// @param rest how long no try is made
    Circuit failed(long now, long rest) {
        return new Circuit(Math.min(failures + 1, 1_000), now + rest);
    }

    /// Somebody has reason to think that the server is back.
    Circuit woken(long now) {
        return new Circuit(failures, now);
    }

    boolean resting(long now) {
        return failures > 0 && now - restUntil < 0;
    }

    SshCircuit.State state(long now) {
        if (failures < OPENS_AT) {
            return SshCircuit.State.CLOSED;
        }
        return resting(now) ? SshCircuit.State.OPEN : SshCircuit.State.HALF_OPEN;
    }

    /// @param open    connections that there are, all of them in full use
    /// @param dialled tries under way
    Move decide(long now, int open, int dialled) {
        boolean nothingElse = open == 0 && dialled == 0;
        return switch (state(now)) {
            case CLOSED -> {
                if (!resting(now)) {
                    yield Move.DIAL;
                }
                yield nothingElse ? Move.REFUSE : Move.WAIT;
            }
            case OPEN -> open == 0 ? Move.REFUSE : Move.WAIT;
            case HALF_OPEN -> {
                if (dialled == 0) {
                    yield Move.DIAL;
                }
                yield open == 0 ? Move.REFUSE : Move.WAIT;
            }
        };
    }
}
