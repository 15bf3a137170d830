package dev.slipway.session;

import dev.slipway.forge.Repositories;
import dev.slipway.git.GitExec;
import dev.slipway.git.Mirror;
import dev.slipway.git.SyncResult;
import dev.slipway.git.Workspaces;
import dev.slipway.image.BuiltImage;
import dev.slipway.image.Image;
import dev.slipway.image.Images;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.SessionCreated;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
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

    /// @param template what every session's sandbox is like
    SandboxFurnishing(SandboxPool pool, SandboxSpec template, Workspaces workspaces, Repositories repositories) {
        this.pool = pool;
        this.template = template;
        this.workspaces = workspaces;
        this.repositories = repositories;
    }

    Workroom.Place furnish(SessionActor session) throws InterruptedException {
        long start = System.nanoTime();
        try {
            Made made = make(session);
            Workroom.Place place = made.place();
            session.record(new SessionEvent.SandboxReady(
                    place.sandbox().id().value(),
                    place.sandbox().isolation().says(),
                    Duration.ofNanos(System.nanoTime() - start),
                    Optional.of(place.host()),
                    made.reason()));
            place.base().ifPresent(base -> session.record(new SessionEvent.WorkspaceSynced(base)));
            return place;
        } catch (RuntimeException e) {
            session.record(new SessionEvent.SandboxFailed(Problem.from(e)));
            throw e;
        }
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

    /// @param reason why it is on that host; empty where it was already
    private record Made(Workroom.Place place, Optional<String> reason) {}

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
                : new Made(again(session, sandbox, before.get()), Optional.empty());
    }

    private Workroom.Place again(SessionActor session, Sandbox sandbox, HostId host) throws InterruptedException {
        SessionCreated about = session.read(SessionProjection::created);
        GitExec git = GitExec.in(sandbox);
        SyncResult sync = workspaces.sync(git, repositories.mirror(about.repository()), about.base(), about.branch());
        return new Workroom.Place(sandbox, git, sync.base(), host);
    }

    /// The sandbox's host is being drained: the same files go on elsewhere.
    private Made moved(SessionActor session, Sandbox sandbox, HostId from) throws InterruptedException {
        SessionCreated about = session.read(SessionProjection::created);
        SandboxPool.Placed placed = pool.place(Optional.empty(), about.repository(), Optional.empty());
        Sandbox there = placed.rooms().sandboxes().create(template.withId(sandbox.id()));
        try {
            Removal.move(sandbox, there);
            Made made = new Made(
                    again(session, there, placed.host()),
                    Optional.of("host " + from.value() + " is being drained; " + placed.reason()));
            sandbox.destroy();
            return made;
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
        Sandbox sandbox = placed.rooms()
                .sandboxes()
                .create(ground(template.withId(id), placed.rooms().images(), mirror, about.base(), base));
        try {
            GitExec git = GitExec.in(sandbox);
            // What the session brought out before is where it goes on.
            workspaces.prepare(git, mirror, about.base(), base, about.branch());
            SandboxId abandoned = session.read(SessionProjection::sandbox).orElse(id);
            earlier.filter(host -> !host.equals(placed.host())).ifPresent(host -> pool.leave(host, abandoned));
            sayWhatIsLost(
                    session, earlier, placed.host(), mirror.tip(about.branch()).isPresent());
            Workroom.Place place = new Workroom.Place(sandbox, git, base, placed.host());
            return new Made(place, Optional.of(placed.reason()));
        } catch (RuntimeException e) {
            sandbox.destroy();
            throw e;
        }
    }

    /// What a new sandbox is to be: it starts from the repository's newest image, or, until there is one, from a bare
    /// checkout.
    private SandboxSpec ground(
            SandboxSpec like, Images images, Mirror mirror, BranchName branch, Optional<CommitId> base)
            throws InterruptedException {
        Optional<BuiltImage> built = images.newest(mirror.id());
        return built.isPresent() ? built.get().start(like) : like.withLayers(layers(images, mirror, branch, base));
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
