package dev.slipway.sessions;

import dev.slipway.control.Copying;
import dev.slipway.link.Link;
import dev.slipway.model.SessionId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.navigation.Destination;
import dev.slipway.navigation.Navigator;
import dev.slipway.notice.Notices;
import dev.slipway.notice.Toast;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What can be done with sessions, from the list and from a session's own page. What went wrong is told in a notice, as
/// the place where it was asked for may be gone by then.
public final class SessionActions {
    private final Link link;
    private final Work work;
    private final SessionsModel sessions;
    private final NewSessionModel newSession;
    private final Navigator navigator;
    private final Notices notices;

    public SessionActions(
            Link link,
            Work work,
            SessionsModel sessions,
            NewSessionModel newSession,
            Navigator navigator,
            Notices notices) {
        this.link = link;
        this.work = work;
        this.sessions = sessions;
        this.newSession = newSession;
        this.navigator = navigator;
        this.notices = notices;
    }

    /// Where a new session is written.
    public NewSessionModel newSession() {
        return newSession;
    }

    /// Gives a session another title; blank or unchanged ones change nothing.
    public void rename(SessionSummary session, String title) {
        String wanted = title.strip();
        if (!wanted.isEmpty() && !wanted.equals(session.title())) {
            change(session, new SessionCalls.SessionChange(Optional.of(wanted), Optional.empty(), Optional.empty()));
        }
    }

    /// Puts sessions away, which can be undone; those that run stay, and the notice says so.
    public void archive(List<SessionSummary> which) {
        List<SessionSummary> quiet = which.stream()
                .filter(session -> !session.archived() && !Stand.of(session).runs())
                .toList();
        long running =
                which.stream().filter(session -> Stand.of(session).runs()).count();
        if (quiet.isEmpty()) {
            if (running > 0) {
                notices.problem(Problem.conflict(
                                "session-works",
                                Words.text("sessions.archive.works"),
                                Words.text("sessions.archive.works.detail"))
                        .withRemedy(Words.text("sessions.archive.works.remedy")));
            }
            return;
        }
        archived(quiet, true);
        String done = quiet.size() == 1
                ? Words.text("sessions.archived.one", quiet.getFirst().title())
                : Words.text("sessions.archived.many", quiet.size());
        notices.undo(
                running == 0 ? done : done + " " + Words.text("sessions.archived.left", running),
                () -> archived(quiet, false));
    }

    /// Brings back what was put away.
    public void restore(List<SessionSummary> which) {
        archived(which.stream().filter(SessionSummary::archived).toList(), false);
    }

    /// Stops those that run.
    public void stop(List<SessionSummary> which) {
        for (SessionSummary session : which) {
            if (Stand.of(session) == Stand.RUNNING) {
                work.start(() -> link.call(SessionCalls.STOP, parameters(session.id())), _ -> {}, notices::problem);
            }
        }
    }

    /// Starts what waits in the queue.
    public void resume(SessionSummary session) {
        work.start(() -> link.call(SessionCalls.RESUME, parameters(session.id())), _ -> {}, notices::problem);
    }

    /// Goes to where a new session is written, with the choices of this one.
    public void startAnotherLike(SessionSummary session) {
        newSession.like(session);
        navigator.go(new Destination.NewSession());
    }

    public void copyLink(Destination place) {
        Copying.copy(place.link(link.server().address()).toString());
        notices.show(Toast.done(Words.text("sessions.linkCopied")));
    }

    public void copyBranch(SessionSummary session) {
        Copying.copy(session.branch().value());
        notices.show(
                Toast.done(Words.text("sessions.branchCopied", session.branch().value())));
    }

    public void pin(List<SessionSummary> which, boolean wanted) {
        sessions.pin(which.stream().map(SessionSummary::id).toList(), wanted);
    }

    public boolean pinned(SessionSummary session) {
        return sessions.pinned(session.id());
    }

    public void markUnread(List<SessionSummary> which) {
        sessions.markUnread(which);
    }

    public void markRead(List<SessionSummary> which) {
        which.forEach(session -> sessions.see(session.id(), session.lastSeq()));
    }

    boolean unread(SessionSummary session) {
        return sessions.unread(session);
    }

    private void archived(List<SessionSummary> which, boolean away) {
        for (SessionSummary session : which) {
            change(session, new SessionCalls.SessionChange(Optional.empty(), Optional.empty(), Optional.of(away)));
        }
    }

    private void change(SessionSummary session, SessionCalls.SessionChange change) {
        boolean read = !sessions.unread(session);
        work.start(
                () -> link.call(SessionCalls.CHANGE, parameters(session.id()), change),
                changed -> {
                    if (read) {
                        sessions.see(changed.id(), changed.lastSeq());
                    }
                    sessions.arrived(List.of(changed));
                },
                notices::problem);
    }

    private static Map<String, String> parameters(SessionId id) {
        return Map.of("id", id.value());
    }
}
