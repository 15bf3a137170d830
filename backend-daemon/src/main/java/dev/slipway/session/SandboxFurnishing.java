package dev.slipway.session;

import dev.slipway.forge.Repositories;
import dev.slipway.git.GitExec;
import dev.slipway.git.Mirror;
import dev.slipway.git.Workspaces;
import dev.slipway.image.BuiltImage;
import dev.slipway.image.Image;
import dev.slipway.image.Images;
import dev.slipway.journal.Appended;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.SessionCreated;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.SessionCalls.SyncAnswer;
import dev.slipway.pool.Removal;
import dev.slipway.pool.SandboxPool;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.SandboxState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the sandbox of a session with its work tree: takes over the one that an earlier daemon left, starts again one
/// that lost its keeper, or makes a new one from the repository's mirror.
final class SandboxFurnishing {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxFurnishing.class);

    private final Set<String> warming = ConcurrentHashMap.newKeySet();
    private final SandboxPool pool;
    private final SandboxSpec template;
    private final Workspaces workspaces;
    private final Repositories repositories;
    private final NewestCommits commits;

    /// @param template what every session's sandbox is like
    SandboxFurnishing(
            SandboxPool pool,
            SandboxSpec template,
            Workspaces workspaces,
            Repositories repositories,
            NewestCommits commits) {
        this.pool = pool;
        this.template = template;
        this.workspaces = workspaces;
        this.repositories = repositories;
        this.commits = commits;
    }

    /// Makes the room of a session: first readable, then in sync.
    Workroom.Place furnish(SessionActor session, Workroom room, Consumer<Workroom.Place> readable)
            throws InterruptedException {
        long start = System.nanoTime();
        try {
            NewestCommits.Fetch fetch =
                    commits.fetch(session.read(SessionProjection::created).repository(), false);
            Made made = make(session);
            Workroom.Place place = made.place();
            Appended ready = session.record(new SessionEvent.SandboxReady(
                    place.sandbox().id().value(),
                    place.sandbox().isolation().says(),
                    Duration.ofNanos(System.nanoTime() - start),
                    Optional.of(place.host()),
                    made.reason()));
            readable.accept(place);
            made.leaves().ifPresent(left -> {
                ready.awaitWritten();
                left.destroy();
            });
            // What was read in an earlier sandbox is not what this one's image held.
            long since = made.image().isPresent() ? ready.envelopes().getLast().seq() : 0;
            return commits.bringIn(session, room, new NewestCommits.Arrival(place, made.image(), since), fetch)
                    .place();
        } catch (RuntimeException e) {
            session.record(new SessionEvent.SandboxFailed(Problem.from(e)));
            throw e;
        }
    }

    /// Brings the newest commits in again, into a room that is in sync.
    SyncAnswer syncAgain(SessionActor session, Workroom room) throws InterruptedException {
        SessionCreated about = session.read(SessionProjection::created);
        NewestCommits.Fetch fetch = commits.fetch(about.repository(), true);
        Workroom.Place before = room.await();
        NewestCommits.Brought brought =
                commits.bringIn(session, room, new NewestCommits.Arrival(before, Optional.empty(), 0), fetch);
        room.renew(before, brought.place());
        return new SyncAnswer(about.base(), brought.place().base(), brought.behind());
    }

    /// Builds the image of a branch where the next sandbox will be made, in the background, so that a session that is
    /// only
    /// being written finds it there. Once at a time for each branch.
    void warm(RepositoryId repository, BranchName branch) {
        Mirror mirror = repositories.mirror(repository);
        String name = repository.value() + " " + branch.value();
        if (mirror.tip(branch).isEmpty() || !warming.add(name)) {
            return;
        }
        Thread.ofVirtual().name("warm " + name).start(() -> {
            try {
                Optional<CommitId> tip = mirror.tip(branch);
                SandboxPool.Placed placed = pool.place(Optional.empty(), repository, tip);
                var _ = ground(template, placed.rooms().images(), mirror, branch, tip);
            } catch (InterruptedException | RuntimeException e) {
                // Whoever starts the session is told.
                LOG.debug("{} was not warmed up", name, e);
            } finally {
                warming.remove(name);
            }
        });
    }

    /// Whether the host of a place still is one to work on.
    boolean usable(Workroom.Place place) {
        return pool.present(place.host()) && !pool.draining(place.host());
    }

    /// @param place  that can be read
    /// @param reason why it is on that host; empty where it was already
    /// @param image  the commit that its files come from, where they come from an image
    /// @param leaves the sandbox that it came from, which is of no use once this one is known
    private record Made(
            Workroom.Place place, Optional<String> reason, Optional<CommitId> image, Optional<Sandbox> leaves) {}

    private Made make(SessionActor session) throws InterruptedException {
        Optional<SandboxId> earlier = session.read(SessionProjection::sandbox);
        Optional<HostId> before = session.read(SessionProjection::host).filter(pool::present);
        Optional<Sandbox> kept = before.isPresent() && earlier.isPresent()
                ? pool.housing(before.get()).await().sandboxes().find(earlier.get())
                : Optional.empty();
        if (kept.isEmpty()) {
            return fresh(session, before);
        }
        Sandbox sandbox = kept.get();
        if (sandbox.state() == SandboxState.LOST) {
            sandbox.restart();
        }
        return pool.draining(before.orElseThrow())
                ? moved(session, sandbox, before.get())
                : new Made(place(sandbox, before.get()), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Workroom.Place place(Sandbox sandbox, HostId host) {
        return new Workroom.Place(sandbox, GitExec.in(sandbox), Optional.empty(), host);
    }

    /// The sandbox's host is being drained: the same files go on elsewhere.
    private Made moved(SessionActor session, Sandbox sandbox, HostId from) throws InterruptedException {
        SessionCreated about = session.read(SessionProjection::created);
        SandboxPool.Placed placed = pool.place(Optional.empty(), about.repository(), Optional.empty());
        Sandbox there = placed.rooms().sandboxes().create(template.withId(sandbox.id()));
        try {
            Removal.move(sandbox, there);
            return new Made(
                    place(there, placed.host()),
                    Optional.of("host " + from.value() + " is being drained; " + placed.reason()),
                    Optional.empty(),
                    Optional.of(sandbox));
        } catch (RuntimeException e) {
            there.destroy();
            throw e;
        }
    }

    private Made fresh(SessionActor session, Optional<HostId> before) throws InterruptedException {
        SessionCreated about = session.read(SessionProjection::created);
        SandboxId id = new SandboxId(about.session().value());
        Mirror mirror = repositories.mirror(about.repository());
        Optional<CommitId> base = mirror.tip(about.base());
        Optional<HostId> earlier = session.read(SessionProjection::host);
        SandboxPool.Placed placed = pool.place(before, about.repository(), base);
        Ground ground = ground(template.withId(id), placed.rooms().images(), mirror, about.base(), base);
        // One of this name that the journal does not know was being made when the daemon was killed.
        placed.rooms().sandboxes().find(id).ifPresent(Sandbox::destroy);
        Sandbox sandbox = placed.rooms().sandboxes().create(ground.like());
        SandboxId abandoned = session.read(SessionProjection::sandbox).orElse(id);
        earlier.filter(host -> !host.equals(placed.host())).ifPresent(host -> pool.leave(host, abandoned));
        sayWhatIsLost(
                session, earlier, placed.host(), mirror.tip(about.branch()).isPresent());
        return new Made(place(sandbox, placed.host()), Optional.of(placed.reason()), ground.commit(), Optional.empty());
    }

    /// What a new sandbox is to be.
    /// @param commit that its files are of
    private record Ground(SandboxSpec like, Optional<CommitId> commit) {}

    /// It starts from the repository's newest image, or, until there is one, from a bare checkout.
    private Ground ground(SandboxSpec like, Images images, Mirror mirror, BranchName branch, Optional<CommitId> base)
            throws InterruptedException {
        Optional<BuiltImage> built = images.newest(mirror.id());
        return built.isPresent()
                ? new Ground(built.get().start(like), Optional.of(built.get().commit()))
                : new Ground(like.withLayers(layers(images, mirror, branch, base)), base);
    }

    /// The repository's files at the commit, made once and shared by all sessions that start from it.
    private List<LayerId> layers(Images images, Mirror mirror, BranchName branch, Optional<CommitId> base)
            throws InterruptedException {
        if (base.isEmpty()) {
            return List.of();
        }
        Image image = images.get(
                mirror.id(),
                base.get(),
                sandbox -> workspaces.prepare(GitExec.in(sandbox), mirror, branch, base, branch));
        return image.snapshot().layers();
    }

    private static void sayWhatIsLost(SessionActor session, Optional<HostId> earlier, HostId now, boolean broughtOut) {
        if (session.read(SessionProjection::hadSandbox)) {
            String kept = broughtOut ? "What was committed and brought out is there." : "The branch starts anew.";
            String where = earlier.filter(host -> !host.equals(now))
                    .map(host ->
                            "Host " + host.value() + " does not answer; the session goes on on " + now.value() + ". ")
                    .orElse("");
            session.record(new SessionEvent.NoticeGiven(Problem.unavailable(
                    "sandbox-lost",
                    "The session's earlier sandbox is gone",
                    where + "Its uncommitted changes, installed packages and running programs are lost. " + kept)));
        }
    }
}
