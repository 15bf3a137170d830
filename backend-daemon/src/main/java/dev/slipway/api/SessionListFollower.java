package dev.slipway.api;

import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.ServerFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the list of sessions for one subscription: first the newest, then whatever changes, gathered for a moment,
/// as a session at work changes many times a second.
final class SessionListFollower implements ClientSocket.Follower {
    private static final int NEWEST = 500;
    private static final Duration GATHER = Duration.ofMillis(100);
    private static final Logger log = LoggerFactory.getLogger(SessionListFollower.class);

    private final String name;
    private final FollowedSessions sessions;
    private final Set<SessionId> changed = new LinkedHashSet<>();

    SessionListFollower(String name, FollowedSessions sessions) {
        this.name = name;
        this.sessions = sessions;
    }

    @Override
    public void follow(Outbox out) throws InterruptedException, ClientGone {
        try (Pin _ = sessions.onChange(this::note)) {
            out.send(new ServerFrame.Sessions(name, sessions.newest(NEWEST)));
            while (true) {
                List<SessionSummary> now = summaries(take());
                if (!now.isEmpty()) {
                    out.send(new ServerFrame.Sessions(name, now));
                }
                LockSupport.parkNanos(GATHER.toNanos());
            }
        }
    }

    private void note(SessionId session) {
        synchronized (changed) {
            changed.add(session);
            changed.notifyAll();
        }
    }

    private List<SessionId> take() throws InterruptedException {
        synchronized (changed) {
            while (changed.isEmpty()) {
                changed.wait();
            }
            List<SessionId> all = List.copyOf(changed);
            changed.clear();
            return all;
        }
    }

    private List<SessionSummary> summaries(List<SessionId> ids) {
        List<SessionSummary> found = new ArrayList<>();
        for (SessionId id : ids) {
            try {
                found.add(sessions.summary(id));
            } catch (ProblemException e) {
                log.debug("Session {} changed and can't be shown", id.value(), e);
            }
        }
        return found;
    }
}
