package dev.slipway.session;

import dev.slipway.forge.Forge;
import dev.slipway.forge.ForgeEvent;
import dev.slipway.forge.PullRequestFilter;
import dev.slipway.journal.Journal;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestState;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings what happens to pull requests into the journals of the sessions that they came from. An event that a crash
/// kept from arriving is found again when the session is brought back, by asking the forge how the pull request
/// stands.
final class ForgeNews {
    private static final Logger LOG = LoggerFactory.getLogger(ForgeNews.class);

    private final Forge forge;

    ForgeNews(Forge forge) {
        this.forge = forge;
    }

    Pin follow(Sessions sessions) {
        forge.askPrompters(sessions::prompters);
        return forge.onEvent(event -> pass(event, sessions));
    }

    /// Whoever prompts can't approve, from now on and for pull requests that are open already, whoever opened them.
    void barFromApproval(SessionActor session, UserId prompter) {
        forge.addPrompter(session.journal().session(), prompter);
    }

    private void pass(ForgeEvent told, Sessions sessions) {
        if (told instanceof ForgeEvent.Recovered recovered) {
            pass(recovered.event(), true, sessions);
        } else {
            pass(told, false, sessions);
        }
    }

    /// @param again whether it may have been told before
    private void pass(ForgeEvent event, boolean again, Sessions sessions) {
        Optional<SessionId> session = event.pullRequest().session();
        Optional<SessionEvent> told = told(event);
        if (session.isEmpty() || told.isEmpty()) {
            return;
        }
        try {
            SessionActor actor = sessions.actor(session.get());
            if (!again || !holds(actor, event)) {
                actor.recordUnless(p -> isKnown(p, event) || (again && shows(p, event)), told.get());
            }
            if (event instanceof ForgeEvent.Opened) {
                // Those who prompted while it was being opened; later ones are barred when they prompt.
                actor.read(SessionProjection::prompters)
                        .forEach(prompter -> forge.addPrompter(session.get(), prompter.user()));
            }
        } catch (RuntimeException e) {
            LOG.warn("Session {} could not be told of {}", session.get().value(), event, e);
        }
    }

    private static Optional<SessionEvent> told(ForgeEvent event) {
        PullRequest about = event.pullRequest();
        return switch (event) {
            case ForgeEvent.Opened opened ->
                Optional.of(new SessionEvent.PullRequestOpened(about.ref(), about.title(), about.author()));
            case ForgeEvent.Pushed pushed -> Optional.empty();
            case ForgeEvent.Edited edited -> Optional.empty();
            case ForgeEvent.Reviewed reviewed ->
                Optional.of(new SessionEvent.PullRequestReviewed(
                        about.ref(),
                        reviewed.review().author(),
                        reviewed.review().verdict(),
                        reviewed.review().body()));
            case ForgeEvent.Merged merged ->
                Optional.of(
                        new SessionEvent.PullRequestMerged(about.ref(), merged.method(), merged.commit(), merged.by()));
            case ForgeEvent.Closed closed -> Optional.of(new SessionEvent.PullRequestClosed(about.ref(), closed.by()));
            case ForgeEvent.Reopened reopened ->
                Optional.of(new SessionEvent.PullRequestReopened(about.ref(), reopened.by()));
            case ForgeEvent.Recovered recovered -> told(recovered.event());
        };
    }

    /// Whether a review that a crash may have kept from the journal is in it, by comparing as many as there are.
    private static boolean holds(SessionActor session, ForgeEvent event) {
        if (!(event instanceof ForgeEvent.Reviewed reviewed)) {
            return false;
        }
        SessionEvent wanted = told(reviewed).orElseThrow();
        long known = count(session.journal(), wanted);
        long given = reviewed.pullRequest().reviews().stream()
                .filter(review -> review.id() <= reviewed.review().id())
                .map(review -> told(new ForgeEvent.Reviewed(reviewed.pullRequest(), review)))
                .filter(Optional.of(wanted)::equals)
                .count();
        return known >= given;
    }

    private static long count(Journal journal, SessionEvent wanted) {
        AtomicLong count = new AtomicLong();
        journal.forEach(1, row -> {
            if (row.event().equals(wanted)) {
                count.incrementAndGet();
            }
        });
        return count.get();
    }

    /// Makes good what a crash kept from arriving: a prompter to bar, a merge to write.
    void reconcile(SessionActor session) {
        findOpened(session);
        session.read(SessionProjection::pullRequest).ifPresent(ref -> {
            session.read(SessionProjection::prompters).forEach(prompter -> barFromApproval(session, prompter.user()));
            PullRequest now = forge.get(ref);
            if (now.mergeCommit().isPresent() && now.mergedBy().isPresent()) {
                session.recordUnless(
                        ForgeNews::knowsMerge,
                        new SessionEvent.PullRequestMerged(
                                ref,
                                Optional.empty(),
                                now.mergeCommit().get(),
                                now.mergedBy().get()));
            }
        });
    }

    /// A session may know that its pull request was opened only by the forge, when a crash came in between.
    private void findOpened(SessionActor session) {
        SessionId id = session.journal().session();
        boolean possible = session.read(p -> p.hadSandbox() && p.pullRequest().isEmpty());
        if (possible) {
            PullRequestFilter filter = new PullRequestFilter(Optional.empty(), Optional.empty(), Optional.of(id));
            forge.list(filter, Optional.empty(), 1).pullRequests().stream()
                    .findFirst()
                    .ifPresent(found -> session.recordUnless(
                            p -> p.pullRequest().isPresent(),
                            new SessionEvent.PullRequestOpened(found.ref(), found.title(), found.author())));
        }
    }

    /// A session that is opened to be told of a merge finds it out by itself.
    private static boolean isKnown(SessionProjection session, ForgeEvent event) {
        return switch (event) {
            case ForgeEvent.Opened opened ->
                session.pullRequest().equals(Optional.of(opened.pullRequest().ref()));
            case ForgeEvent.Merged merged -> knowsMerge(session);
            default -> false;
        };
    }

    /// Whether a session shows already what a close or reopening led to.
    private static boolean shows(SessionProjection session, ForgeEvent event) {
        boolean about =
                session.pullRequest().equals(Optional.of(event.pullRequest().ref()));
        PullRequestState state = session.pullRequestState().orElse(PullRequestState.OPEN);
        return about
                && ((event instanceof ForgeEvent.Closed && state == PullRequestState.CLOSED)
                        || (event instanceof ForgeEvent.Reopened && state == PullRequestState.OPEN));
    }

    private static boolean knowsMerge(SessionProjection session) {
        return session.pullRequestState().equals(Optional.of(PullRequestState.MERGED));
    }
}
