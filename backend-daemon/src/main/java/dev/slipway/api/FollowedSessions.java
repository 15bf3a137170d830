package dev.slipway.api;

import dev.slipway.journal.Journal;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.pool.Leases;
import dev.slipway.session.SessionQuery;
import dev.slipway.session.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What the socket needs to know of sessions.
public interface FollowedSessions {
    /// @throws dev.slipway.model.problem.ProblemException `unknown-session`
    Journal journal(SessionId session);

    /// Those that changed last, the newest change first.
    List<SessionSummary> newest(int limit);

    SessionSummary summary(SessionId session);

    /// Tells of each session that is new or has changed; the watcher must be quick.
    Pin onChange(Consumer<SessionId> watcher);

    /// A person types in it.
    void typing(SessionId session);

    /// A person writes the first prompt of a session to come.
    void drafting(ClientFrame.Drafting draft, UserId person);

    /// All sessions of the daemon.
    static FollowedSessions of(Sessions sessions, Leases leases) {
        return new FollowedSessions() {
            @Override
            public Journal journal(SessionId session) {
                return sessions.journal(session);
            }

            @Override
            public List<SessionSummary> newest(int limit) {
                return sessions.list(SessionQuery.ALL.newestChangeFirst(), Optional.empty(), limit)
                        .sessions();
            }

            @Override
            public SessionSummary summary(SessionId session) {
                return sessions.summary(session);
            }

            @Override
            public Pin onChange(Consumer<SessionId> watcher) {
                return sessions.onChange(watcher);
            }

            @Override
            public void typing(SessionId session) {
                sessions.typing(session);
            }

            @Override
            public void drafting(ClientFrame.Drafting draft, UserId person) {
                leases.typing(draft.draft(), person, draft.repository(), draft.branch());
            }
        };
    }
}
