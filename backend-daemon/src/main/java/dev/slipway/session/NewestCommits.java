package dev.slipway.session;

import dev.slipway.forge.Repositories;
import dev.slipway.git.BringingIn;
import dev.slipway.git.DiffLimits;
import dev.slipway.git.MergeAttempt;
import dev.slipway.git.Mirror;
import dev.slipway.git.SyncResult;
import dev.slipway.git.Workspaces;
import dev.slipway.journal.Appended;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.FileChange;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.SessionCreated;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a session's work tree up to the newest commits: from the origin into the mirror while the sandbox is still
/// being made, then from the mirror into the sandbox, which can be read meanwhile. What can't be brought in is a
/// notice with its way out; the session goes on with what it has.
final class NewestCommits {
    private static final Logger LOG = LoggerFactory.getLogger(NewestCommits.class);

    /// How long any of it may take.
    /// @param young   an origin that was asked so long ago is not asked again
    /// @param fetch   waited for the origin
    /// @param bringIn from the mirror into the sandbox
    record Times(Duration young, Duration fetch, Duration bringIn) {}

    private final Workspaces workspaces;
    private final Repositories repositories;
    private final Times times;
    /// The commit of the base branch against which a session was last said to conflict.
    private final Map<SessionId, CommitId> conflicts = new ConcurrentHashMap<>();

    NewestCommits(Workspaces workspaces, Repositories repositories, Times times) {
        this.workspaces = workspaces;
        this.repositories = repositories;
        this.times = times;
    }

    /// An origin that is being asked.
    interface Fetch {
        /// @return why its newest commits are not known
        Optional<Problem> await() throws InterruptedException;
    }

    /// Begins to ask the origin, if there is one.
    /// @param anew although it may have been asked just now
    Fetch fetch(RepositoryId repository, boolean anew) {
        FutureTask<Optional<Problem>> fetching = new FutureTask<>(() -> {
            try {
                repositories.refresh(repository, anew ? Duration.ZERO : times.young(), times.fetch());
                return Optional.empty();
            } catch (ProblemException e) {
                return Optional.of(e.problem());
            }
        });
        Thread.ofVirtual().name("fetch for a session").start(fetching);
        return () -> {
            try {
                return fetching.get();
            } catch (ExecutionException e) {
                return Optional.of(Problem.from(e.getCause() == null ? e : e.getCause()));
            }
        };
    }

    /// @param place    in sync as far as could be
    /// @param behind how many commits of the base branch the session's branch lacks
    record Brought(Workroom.Place place, int behind) {}

    /// A place that can be read.
    /// @param image the commit that its files come from, if they come from an image: the work tree can go
    ///     on from it when the newest commits can't be brought in
    /// @param since the row of the journal from which on these files could be read
    record Arrival(Workroom.Place place, Optional<CommitId> image, long since) {}

    /// @throws ProblemException when not even that is possible
    Brought bringIn(SessionActor session, Workroom room, Arrival arrival, Fetch fetch) throws InterruptedException {
        Workroom.Place place = arrival.place();
        SessionCreated about = session.read(SessionProjection::created);
        Mirror mirror = repositories.mirror(about.repository());
        fetch.await().ifPresent(problem -> session.record(notFetched(about, mirror, problem)));
        SyncResult result;
        try {
            result = bring(place, mirror, about, mirror.tip(about.base()), room);
        } catch (ProblemException e) {
            LOG.warn("Session {} is not in sync: {}", about.session().value(), e.getMessage());
            Optional<CommitId> tip = mirror.tip(about.base());
            Optional<CommitId> known = arrival.image()
                    .filter(image -> tip.isPresent() && mirror.isAncestor(image, tip.get()))
                    .or(() -> workspaces.broughtIn(mirror, about.branch()));
            if (known.isEmpty() || known.equals(tip)) {
                throw e;
            }
            result = bring(place, mirror, about, known, room);
            session.record(notBroughtIn(about, known.get(), e.problem()));
        }
        sayConflict(session, about, mirror, result);
        if (result.base().isPresent()) {
            Appended synced = session.record(
                    new SessionEvent.WorkspaceSynced(result.base().get()));
            long until = synced.envelopes().getLast().seq();
            overtaken(about.base(), mirror, result)
                    .ifPresent(files -> room.note(new Workroom.Change(files, arrival.since(), until)));
        }
        return new Brought(
                new Workroom.Place(place.sandbox(), place.git(), result.base(), place.host()), result.behind());
    }

    private SyncResult bring(
            Workroom.Place place, Mirror mirror, SessionCreated about, Optional<CommitId> base, Workroom room) {
        BringingIn manner = new BringingIn(room.tree().writeLock(), times.bringIn());
        return workspaces.prepare(place.git(), mirror, about.base(), base, about.branch(), manner);
    }

    private static Optional<Overtaken> overtaken(BranchName branch, Mirror mirror, SyncResult result) {
        Optional<CommitId> was = result.was().filter(mirror::contains);
        Optional<CommitId> head = result.head().filter(mirror::contains);
        if (was.isEmpty() || head.isEmpty() || was.equals(head)) {
            return Optional.empty();
        }
        List<String> files = mirror.diff(was, head.get(), DiffLimits.NAMES).files().stream()
                .flatMap(NewestCommits::paths)
                .toList();
        return files.isEmpty() ? Optional.empty() : Optional.of(new Overtaken(branch, head.get(), files));
    }

    private static Stream<String> paths(FileChange change) {
        return Stream.concat(change.oldPath().stream(), Stream.of(change.path()))
                .distinct();
    }

    private void sayConflict(SessionActor session, SessionCreated about, Mirror mirror, SyncResult result) {
        Optional<CommitId> outside = mirror.tip(about.branch());
        if (result.behind() == 0 || result.base().isEmpty() || outside.isEmpty()) {
            return;
        }
        CommitId base = result.base().get();
        if (mirror.attempt(base, outside.get()) instanceof MergeAttempt.Conflicting conflict
                && !base.equals(conflicts.put(about.session(), base))) {
            session.record(new SessionEvent.NoticeGiven(Problem.conflict(
                            "base-conflicts",
                            "The session's work conflicts with " + about.base().value(),
                            about.base().value() + " is at " + base.abbreviated() + " now, " + result.behind()
                                    + (result.behind() == 1 ? " commit" : " commits")
                                    + " further on. Both sides changed "
                                    + FileNames.some(conflict.paths())
                                    + ". The session's files were left as they are.")
                    .withRemedy("Ask the agent to merge origin/" + about.base().value()
                            + " and resolve this now; or go on, and resolve it before the pull request is merged.")));
        }
    }

    private static SessionEvent notFetched(SessionCreated about, Mirror mirror, Problem problem) {
        String at = mirror.tip(about.base())
                .map(tip -> about.base().value() + " at " + tip.abbreviated() + ", as it was fetched last")
                .orElse("an empty work tree");
        return new SessionEvent.NoticeGiven(Problem.unavailable(
                        "not-fetched",
                        "The newest commits could not be fetched",
                        problem.title() + ": " + problem.detail() + " The session goes on with " + at + ".")
                .withRemedy("To try again: slipway sync " + about.session().value() + ". "
                        + problem.remedy().orElse("To begin elsewhere, stop the agent.")));
    }

    private static SessionEvent notBroughtIn(SessionCreated about, CommitId from, Problem problem) {
        return new SessionEvent.NoticeGiven(Problem.unavailable(
                        "not-in-sync",
                        "The newest commits could not be brought in",
                        problem.detail() + " The session goes on from "
                                + about.base().value() + " at " + from.abbreviated() + ", which the sandbox has.")
                .withRemedy("To try again: slipway sync " + about.session().value()
                        + ". To begin elsewhere, stop the agent."));
    }
}
