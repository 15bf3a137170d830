package dev.slipway.api;

import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.Watchers;
import dev.slipway.model.wire.ServerFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the list of sessions for one subscription: first the newest, then whatever changes, and who is where;
/// gathered
/// for a moment, as a session at work changes many times a second.
final class SessionListFollower implements ClientSocket.Follower {
    private static final int NEWEST = 500;
    private static final Duration GATHER = Duration.ofMillis(100);
    private static final Logger log = LoggerFactory.getLogger(SessionListFollower.class);

    private final String name;
    private final FollowedSessions sessions;
    private final Attendance attendance;
    private final UserId self;
    private final Set<SessionId> changed = new LinkedHashSet<>();
    private final Set<SessionId> visited = new LinkedHashSet<>();
    private final Map<SessionId, Watchers> told = new HashMap<>();

    /// @param self who listens: they are told of others only
    SessionListFollower(String name, FollowedSessions sessions, Attendance attendance, UserId self) {
        this.name = name;
        this.sessions = sessions;
        this.attendance = attendance;
        this.self = self;
    }

    @Override
    public void follow(Outbox out) throws InterruptedException, ClientGone {
        try (Pin _ = sessions.onChange(session -> note(changed, session));
                Pin _ = attendance.onChange(session -> note(visited, session))) {
            out.send(new ServerFrame.Sessions(name, sessions.newest(NEWEST)));
            attendance.occupied().forEach(session -> note(visited, session));
            while (true) {
                awaitNews();
                List<SessionSummary> now = summaries(take(changed));
                if (!now.isEmpty()) {
                    out.send(new ServerFrame.Sessions(name, now));
                }
                List<Watchers> people = people(take(visited));
                if (!people.isEmpty()) {
                    out.send(new ServerFrame.Watching(name, people));
                }
                LockSupport.parkNanos(GATHER.toNanos());
            }
        }
    }

    private void note(Set<SessionId> where, SessionId session) {
        synchronized (changed) {
            where.add(session);
            changed.notifyAll();
        }
    }

    private void awaitNews() throws InterruptedException {
        synchronized (changed) {
            while (changed.isEmpty() && visited.isEmpty()) {
                changed.wait();
            }
        }
    }

    private List<SessionId> take(Set<SessionId> from) {
        synchronized (changed) {
            List<SessionId> all = List.copyOf(from);
            from.clear();
            return all;
        }
    }

    /// Who is where, as far as this client does not know it.
    private List<Watchers> people(List<SessionId> ids) {
        List<Watchers> news = new ArrayList<>();
        for (SessionId id : ids) {
            Watchers now = attendance.others(id, self);
            @Nullable Watchers before = now.people().isEmpty() ? told.remove(id) : told.put(id, now);
            if (before == null ? !now.people().isEmpty() : !before.equals(now)) {
                news.add(now);
            }
        }
        return news;
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
