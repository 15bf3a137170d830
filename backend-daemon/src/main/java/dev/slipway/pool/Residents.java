package dev.slipway.pool;

import dev.slipway.model.SessionId;
import dev.slipway.sandbox.SandboxId;

/// What sessions know of their sandboxes; asked about what an earlier daemon left.
@FunctionalInterface
public interface Residents {
    enum Answer {
        /// Its journal names the sandbox as its own.
        LIVES_THERE,
        /// There is such a session, which has another sandbox or none yet.
        LIVES_ELSEWHERE,
        /// There is no such session.
        UNKNOWN
    }

    Answer ask(SessionId session, SandboxId sandbox);
}
