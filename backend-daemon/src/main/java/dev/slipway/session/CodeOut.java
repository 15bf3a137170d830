package dev.slipway.session;

import dev.slipway.forge.Forge;
import dev.slipway.forge.OpenPullRequest;
import dev.slipway.forge.PullRequestFilter;
import dev.slipway.forge.Repositories;
import dev.slipway.git.CommitRequest;
import dev.slipway.git.Committed;
import dev.slipway.git.Mirror;
import dev.slipway.git.Workspaces;
import dev.slipway.model.account.Author;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.SessionCreated;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.problem.Problem;
import dev.slipway.tool.PullRequestOpener;
import java.util.List;
import java.util.Optional;

/// Brings a session's work out of its sandbox: commits in the name of who prompted, the branch into the mirror, the
/// pull request. Each step is journaled as soon as it happened.
final class CodeOut {
    private final Workspaces workspaces;
    private final Repositories repositories;
    private final Forge forge;

    CodeOut(Workspaces workspaces, Repositories repositories, Forge forge) {
        this.workspaces = workspaces;
        this.repositories = repositories;
        this.forge = forge;
    }

    /// Commits what is uncommitted, and brings the branch out if it has moved.
    /// @param authors the first is the author, the others are co-authors
    void settle(SessionActor session, Workroom.Place place, List<Author> authors, String message) {
        commit(session, place, authors, message);
        publish(session, place);
    }

    /// Commits what is uncommitted.
    void commit(SessionActor session, Workroom.Place place, List<Author> authors, String message) {
        SessionCreated about = session.read(SessionProjection::created);
        CommitRequest request =
                new CommitRequest(about.session(), authors.getFirst(), authors.subList(1, authors.size()), message);
        Optional<Committed> done = workspaces.commitAll(place.git(), about.branch(), request);
        if (done.isEmpty()) {
            session.nothingUncommitted();
        }
        done.ifPresent(commit -> {
            session.record(new SessionEvent.CommitCreated(
                    commit.commit(), commit.subject(), request.author(), request.coAuthors(), commit.stat()));
            commit.warnings()
                    .forEach(warning -> session.record(new SessionEvent.NoticeGiven(
                            Problem.invalid("commit-warning", "Look at this commit", warning))));
        });
    }

    /// Opens the session's pull request, or updates the one that is open.
    PullRequestOpener.Opened open(
            SessionActor session, Workroom.Place place, List<Author> authors, PullRequestOpener.Draft draft) {
        settle(session, place, authors, draft.title());
        SessionCreated about = session.read(SessionProjection::created);
        Optional<PullRequest> standing = standing(about);
        if (standing.isPresent()) {
            note(session, standing.get());
            PullRequest updated = forge.change(
                    standing.get().ref(),
                    authors.getFirst(),
                    Optional.of(draft.title()),
                    Optional.of(draft.body()),
                    Optional.empty());
            return new PullRequestOpener.Opened(updated.ref(), false, detail(updated));
        }
        PullRequest opened = forge.open(new OpenPullRequest(
                about.repository(),
                about.branch(),
                Optional.of(draft.base().orElse(about.base())),
                new OpenPullRequest.Text(draft.title(), draft.body()),
                authors.getFirst(),
                Optional.of(about.session()),
                session.read(SessionProjection::prompters).stream()
                        .map(Author::user)
                        .toList()));
        note(session, opened);
        // Whoever prompted while it was being opened is barred from approving it as well.
        session.read(SessionProjection::prompters)
                .forEach(prompter -> forge.addPrompter(about.session(), prompter.user()));
        return new PullRequestOpener.Opened(opened.ref(), true, detail(opened));
    }

    /// The session's open pull request, as the forge knows it: a crash may have kept it from the journal.
    private Optional<PullRequest> standing(SessionCreated about) {
        PullRequestFilter filter = new PullRequestFilter(
                Optional.of(about.repository()), Optional.of(PullRequestState.OPEN), Optional.of(about.session()));
        return forge.list(filter, Optional.empty(), 20).pullRequests().stream()
                .filter(pullRequest -> pullRequest.head().equals(about.branch()))
                .findFirst();
    }

    private static void note(SessionActor session, PullRequest opened) {
        session.recordUnless(
                p -> p.pullRequest().equals(Optional.of(opened.ref())),
                new SessionEvent.PullRequestOpened(opened.ref(), opened.title(), opened.author()));
    }

    private void publish(SessionActor session, Workroom.Place place) {
        SessionCreated about = session.read(SessionProjection::created);
        Mirror mirror = repositories.mirror(about.repository());
        BranchName branch = about.branch();
        Optional<CommitId> before = mirror.tip(branch);
        Optional<CommitId> after = workspaces.publish(place.git(), mirror, branch);
        if (after.isPresent() && !after.equals(before)) {
            session.record(new SessionEvent.BranchPushed(branch, after.get()));
        }
    }

    private static String detail(PullRequest pullRequest) {
        return pullRequest.ref() + " \"" + pullRequest.title() + "\": "
                + pullRequest.head().value() + " into " + pullRequest.base().value() + ", "
                + pullRequest.stat().files() + " files, +" + pullRequest.stat().additions() + " -"
                + pullRequest.stat().deletions() + ".";
    }
}
