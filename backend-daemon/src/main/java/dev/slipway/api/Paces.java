package dev.slipway.api;

import dev.slipway.model.SessionId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The pace of each session that is being followed.
final class Paces {
    private final ConcurrentMap<SessionId, Pace> paces = new ConcurrentHashMap<>();

    Pace join(SessionId session) {
        return paces.compute(session, (id, known) -> {
            Pace pace = known == null ? new Pace() : known;
            pace.join();
            return pace;
        });
    }

    void leave(SessionId session) {
        paces.computeIfPresent(session, (id, pace) -> pace.leave() ? null : pace);
    }
}
