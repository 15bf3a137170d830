package dev.slipway.session;

import dev.slipway.forge.Repositories;
import dev.slipway.git.GitExec;
import dev.slipway.git.Mirror;
import dev.slipway.image.BuiltImage;
import dev.slipway.image.SessionStart;
import dev.slipway.journal.Appended;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.SessionCreated;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.SessionCalls.SyncAnswer;
import dev.slipway.pool.Housing;
import dev.slipway.pool.Lease;
import dev.slipway.pool.Leases;
import dev.slipway.pool.LifeCycle;
import dev.slipway.pool.LifeCycle.Standing;
import dev.slipway.pool.SandboxPool;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.SandboxState;
import dev.slipway.snapshot.SessionSnapshots;
import dev.slipway.snapshot.SnapshotBook;
import dev.slipway.snapshot.SnapshotBook.Kind;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the sandbox of a session with its work tree: takes over the one that an earlier daemon left, starts again one
/// that lost its keeper, or makes a new one from the repository's mirror.
final class SandboxFurnishing {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxFurnishing.class);

    private static final Duration GIT_PATIENCE = Duration.ofSeconds(30);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    /// Keeps what is uncommitted.
    private static final String GO_ON_AS = """
            [ -e .git ] || exit 0
            rm -f .git/index.lock
            git -c safe.directory='*' rev-parse -q --verify "refs/heads/$1" >/dev/null ||
                git -c safe.directory='*' -c core.hooksPath=/dev/null checkout -q --no-track -b "$1"
            """;

    private final SandboxPool pool;
    private final SandboxSpec template;
    private final Leases leases;
    private final Repositories repositories;
    private final NewestCommits commits;
    private final SessionSnapshots snapshots;
    private final RoomRules rules;
    private final InstantSource clock;

    SandboxFurnishing(Neighbours with, NewestCommits commits) {
        this.pool = with.sandboxes();
        this.template = with.template();
        this.leases = with.leases();
        this.repositories = with.repositories();
        this.snapshots = with.snapshots();
        this.rules = with.rules();
        this.clock = with.clock();
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
            settle(place.sandbox().id(), ready);
            made.news().ifPresent(session::record);
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

    /// Whether the host of a place still is one to work on.
    boolean usable(Workroom.Place place) {
        return pool.present(place.host()) && !pool.draining(place.host());
    }

    /// @param place  that can be read
    /// @param reason why it is on that host; empty where it was already
    /// @param image  the commit that its files come from, where they come from an image
    /// @param leaves the sandbox that it came from, which is of no use once this one is known
    /// @param news   what else is to be told of it
    private record Made(
            Workroom.Place place,
            Optional<String> reason,
            Optional<CommitId> image,
            Optional<Sandbox> leaves,
            Optional<SessionEvent> news) {
        /// One that was there.
        Made(Workroom.Place place) {
            this(place, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    private Made make(SessionActor session) throws InterruptedException {
        Found found = find(session);
        LifeCycle.Decision decision = LifeCycle.decide(found.seen(), rules.forUse(), clock.instant());
        LOG.debug("Session {}: {} as {}", session.journal().session().value(), decision.action(), decision.reason());
        return switch (decision.action()) {
            case MAKE -> fresh(session, session.read(SessionProjection::host).filter(pool::present));
            case RESTORE -> restored(session, found.snapshot().orElseThrow(), decision.reason());
            case MOVE -> moved(session, found.sandbox().orElseThrow(), found.host());
            case RESTART -> {
                found.sandbox().orElseThrow().restart();
                yield found.seen().draining()
                        ? moved(session, found.sandbox().get(), found.host())
                        : new Made(place(found.sandbox().get(), found.host()));
            }
            case KEEP -> new Made(place(found.sandbox().orElseThrow(), found.host()));
            case NOTHING, RELEASE -> throw new IllegalStateException("a session that needs a sandbox gets one");
        };
    }

    /// What there is of a session's sandbox.
    /// @param host where it is or was, or where a new one would be tried first
    private record Found(
            LifeCycle.Seen seen, HostId host, Optional<Sandbox> sandbox, Optional<SnapshotBook.Entry> snapshot) {}

    private Found find(SessionActor session) throws InterruptedException {
        Optional<HostId> host = session.read(SessionProjection::host);
        Optional<SandboxId> id = session.read(SessionProjection::sandbox);
        Optional<Sandbox> sandbox = host.isPresent() && id.isPresent() && pool.present(host.get())
                ? pool.housing(host.get()).await().sandboxes().find(id.get())
                : Optional.empty();
        // Only what can be had: on its host, or as a copy of the daemon's.
        Optional<SnapshotBook.Entry> snapshot = sandbox.isPresent()
                ? Optional.empty()
                : snapshots.available(session.journal().session().value());
        LifeCycle.Seen seen = new LifeCycle.Seen(
                standing(session, id, sandbox, snapshot),
                host,
                host.filter(pool::draining).isPresent(),
                snapshot.map(entry -> entry.snapshot().taken()),
                clock.instant(),
                List.of(),
                Optional.empty());
        return new Found(seen, host.orElse(HostId.LOCAL), sandbox, snapshot);
    }

    private static Standing standing(
            SessionActor session,
            Optional<SandboxId> id,
            Optional<Sandbox> sandbox,
            Optional<SnapshotBook.Entry> snapshot) {
        if (sandbox.isPresent()) {
            return sandbox.get().state() == SandboxState.LOST ? Standing.STOPPED : Standing.RUNNING;
        }
        if (id.isPresent()) {
            return Standing.LOST;
        }
        return session.read(SessionProjection::hadSandbox) || snapshot.isPresent() ? Standing.RELEASED : Standing.NONE;
    }

    /// The same files as in a snapshot, on the host that has it if that can take them, else on another.
    private Made restored(SessionActor session, SnapshotBook.Entry entry, String reason) throws InterruptedException {
        SessionCreated about = session.read(SessionProjection::created);
        boolean stays = pool.present(entry.host()) && !pool.draining(entry.host());
        SandboxPool.Placed placed = stays
                ? new SandboxPool.Placed(
                        entry.host(), pool.housing(entry.host()).await(), "its snapshot is there")
                : pool.place(Optional.empty(), about.repository(), Optional.empty());
        Housing.Rooms rooms = placed.rooms();
        Optional<HostId> earlier = session.read(SessionProjection::host);
        Optional<SandboxId> abandoned = session.read(SessionProjection::sandbox);
        SandboxId id = new SandboxId(about.session().value());
        List<LayerId> layers = snapshots.bring(entry, rooms.sandboxes());
        rooms.sandboxes().find(id).ifPresent(Sandbox::destroy);
        // What the image gives to programs comes with any image of the repository.
        Optional<BuiltImage> image = rooms.images().newest(about.repository());
        SandboxSpec like =
                image.map(built -> built.start(template)).orElse(template).withId(id);
        Sandbox sandbox = rooms.sandboxes().create(like.withLayers(layers));
        goOnAs(sandbox, about.branch());
        // Its services ended with the sandbox before.
        image.ifPresent(built -> begin(session, sandbox, built));
        earlier.filter(host -> !host.equals(placed.host())).ifPresent(host -> pool.leave(host, abandoned.orElse(id)));
        abandoned.ifPresent(
                _ -> session.record(new SessionEvent.NoticeGiven(lostSince(entry, earlier, placed.host()))));
        return new Made(
                place(sandbox, placed.host()),
                Optional.of(placed.reason()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new SessionEvent.SandboxRestored(
                        id.value(), entry.snapshot().taken(), reason)));
    }

    /// A snapshot of another session has its branch: what is there goes on as this one's.
    private static void goOnAs(Sandbox sandbox, BranchName branch) throws InterruptedException {
        ExecResult result = sandbox.run(new ExecSpec(
                List.of("/bin/sh", "-c", GO_ON_AS, "sh", branch.value()), ".", Map.of(), Optional.of(GIT_PATIENCE)));
        if (!result.ok()) {
            throw Problem.unavailable(
                            "snapshot-without-git",
                            "The snapshot's work tree can't be used",
                            result.error().strip())
                    .toException();
        }
    }

    private static Problem lostSince(SnapshotBook.Entry entry, Optional<HostId> earlier, HostId now) {
        String taken = CLOCK.format(entry.snapshot().taken());
        return Problem.unavailable(
                        "sandbox-lost",
                        "The session's earlier sandbox is gone",
                        earlier.filter(host -> !host.equals(now))
                                        .map(host -> "Host " + host.value()
                                                + " does not answer; the session goes on on " + now.value() + ". ")
                                        .orElse("")
                                + "Changes made after " + taken
                                + " UTC and running programs are lost; everything else is there, from a snapshot.")
                .withRemedy("If something is missing, ask the agent to do it again.");
    }

    private static Workroom.Place place(Sandbox sandbox, HostId host) {
        return new Workroom.Place(sandbox, GitExec.in(sandbox), Optional.empty(), host);
    }

    /// The sandbox's host is being drained: the same files go on elsewhere.
    private Made moved(SessionActor session, Sandbox sandbox, HostId from) throws InterruptedException {
        SessionCreated about = session.read(SessionProjection::created);
        SandboxPool.Placed placed = pool.place(Optional.empty(), about.repository(), Optional.empty());
        SnapshotBook.Entry taken = snapshots.take(
                session.journal().session().value(),
                Kind.EXIT,
                from,
                pool.housing(from).await().sandboxes(),
                sandbox);
        // If the way is cut the sandbox still is where it was, and the next try goes on with what arrived.
        List<LayerId> layers = snapshots.bring(taken, placed.rooms().sandboxes());
        placed.rooms().sandboxes().find(sandbox.id()).ifPresent(Sandbox::destroy);
        Sandbox there = placed.rooms().sandboxes().create(sandbox.spec().withLayers(layers));
        return new Made(
                place(there, placed.host()),
                Optional.of("host " + from.value() + " is being drained; " + placed.reason()),
                Optional.empty(),
                Optional.of(sandbox),
                Optional.empty());
    }

    private Made fresh(SessionActor session, Optional<HostId> before) throws InterruptedException {
        SessionCreated about = session.read(SessionProjection::created);
        Mirror mirror = repositories.mirror(about.repository());
        Optional<HostId> earlier = session.read(SessionProjection::host);
        Optional<SandboxId> abandoned = session.read(SessionProjection::sandbox);
        Lease lease = leases.claim(new Leases.Wish(about.session(), about.repository(), about.base(), before));
        earlier.filter(host -> !host.equals(lease.host()))
                .ifPresent(host -> abandoned.ifPresent(sandbox -> pool.leave(host, sandbox)));
        sayWhatIsLost(session, earlier, lease.host(), mirror.tip(about.branch()).isPresent());
        lease.image().ifPresent(image -> begin(session, lease.sandbox(), image));
        return new Made(
                place(lease.sandbox(), lease.host()),
                Optional.of(lease.reason()),
                lease.commit(),
                Optional.empty(),
                Optional.empty());
    }

    /// From here on the journal tells whose the sandbox is, once that is on disk.
    private void settle(SandboxId sandbox, Appended ready) {
        Thread.ofVirtual().name("settle " + sandbox.value()).start(() -> {
            try {
                ready.awaitSynced();
                leases.settle(sandbox);
            } catch (ProblemException e) {
                LOG.info("Whose sandbox {} is stays written down: {}", sandbox.value(), e.getMessage());
            }
        });
    }

    /// Runs what the repository wants run at the start of each session. Nobody waits for it.
    private static void begin(SessionActor session, Sandbox sandbox, BuiltImage image) {
        if (!image.postStart().isEmpty()) {
            Thread.ofVirtual().name("start of " + sandbox.id().value()).start(() -> {
                try {
                    SessionStart.run(sandbox, image)
                            .ifPresent(problem -> session.record(new SessionEvent.NoticeGiven(problem)));
                } catch (InterruptedException | RuntimeException e) {
                    LOG.debug(
                            "Sandbox {} ended before it was begun", sandbox.id().value(), e);
                }
            });
        }
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
