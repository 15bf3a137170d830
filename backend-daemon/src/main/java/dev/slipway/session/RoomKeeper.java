package dev.slipway.session;

import dev.slipway.model.SessionId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.pool.Hold;
import dev.slipway.pool.Holds;
import dev.slipway.pool.Housing;
import dev.slipway.pool.LifeCycle;
import dev.slipway.pool.LifeCycle.Seen;
import dev.slipway.pool.LifeCycle.Standing;
import dev.slipway.pool.SandboxPool;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxState;
import dev.slipway.snapshot.SessionSnapshots;
import dev.slipway.snapshot.SnapshotBook;
import dev.slipway.snapshot.SnapshotBook.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Looks after the rooms of sessions while nobody uses them: takes a snapshot after each turn that may have changed
/// something, and releases what is idle, once its files are safe. What is to be done [LifeCycle] decides.
final class RoomKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(RoomKeeper.class);
    /// A release that failed is not tried again before that.
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

    private static final Duration FAREWELL = Duration.ofSeconds(10);

    /// Who lives in a sandbox.
    interface Tenant {
        SessionActor session();

        Workroom room();

        /// When a person or the agent last did something there.
        Instant used();

        /// The programs that the agent left running.
        List<Hold> programs();
    }

    private final SandboxPool pool;
    private final SessionSnapshots snapshots;
    private final Holds holds;
    private final RoomRules rules;
    private final Claims claims;
    private final InstantSource clock;
    private final Map<SessionId, Instant> failures = new ConcurrentHashMap<>();
    /// Sessions whose snapshot is due; one is taken at a time of each.
    private final Set<SessionId> due = ConcurrentHashMap.newKeySet();

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Set<Thread> work = ConcurrentHashMap.newKeySet();
    private @Nullable Thread thread;

    RoomKeeper(
            SandboxPool pool,
            SessionSnapshots snapshots,
            Holds holds,
            RoomRules rules,
            Claims claims,
            InstantSource clock) {
        this.pool = pool;
        this.snapshots = snapshots;
        this.holds = holds;
        this.rules = rules;
        this.claims = claims;
        this.clock = clock;
    }

    /// @param tenants finds the tenant of a session
    /// @param more    what else is to be looked at in each round
    void start(Function<SessionId, Tenant> tenants, Runnable more) {
        thread = Thread.ofVirtual().name("room keeper").start(() -> {
            try {
                while (!closing.await(rules.pace().toMillis(), TimeUnit.MILLISECONDS)) {
                    look(tenants);
                    more.run();
                }
            } catch (InterruptedException e) {
                LOG.debug("Nobody looks after idle sandboxes any more");
            }
        });
    }

    private record Resident(Tenant tenant, HostId host, Housing.Rooms rooms, Sandbox sandbox, Seen seen) {}

    /// Looks once at all sandboxes of sessions, and releases those that are to go.
    void look(Function<SessionId, Tenant> tenants) {
        List<Resident> residents = new ArrayList<>();
        for (Map.Entry<HostId, Housing.Rooms> host : pool.open().entrySet()) {
            if (pool.present(host.getKey())) {
                for (Sandbox sandbox : host.getValue().sandboxes().list()) {
                    claims.of(host.getKey(), sandbox.id())
                            .flatMap(claim -> resident(claim, host.getValue(), sandbox, tenants))
                            .ifPresent(residents::add);
                }
            }
        }
        Map<HostId, Resident> idlest = new HashMap<>();
        residents.stream()
                .filter(resident -> resident.seen().holds().isEmpty())
                .sorted(Comparator.comparing(resident -> resident.seen().idleSince()))
                .forEach(resident -> idlest.putIfAbsent(resident.host(), resident));
        for (Resident resident : residents) {
            boolean first = resident.equals(idlest.get(resident.host()));
            Seen seen = first ? pressed(resident.seen(), pool.pressed(resident.host())) : resident.seen();
            LifeCycle.Decision decision = LifeCycle.decide(seen, rules.atRest(), clock.instant());
            if (decision.action() == LifeCycle.Action.RELEASE && closing.getCount() > 0) {
                release(resident, decision.reason());
            }
        }
    }

    private Optional<Resident> resident(
            Claims.Claim claim, Housing.Rooms rooms, Sandbox sandbox, Function<SessionId, Tenant> tenants) {
        if (failures.getOrDefault(claim.session(), Instant.EPOCH).isAfter(clock.instant())) {
            return Optional.empty();
        }
        try {
            Tenant tenant = tenants.apply(claim.session());
            Seen seen = new Seen(
                    sandbox.state() == SandboxState.LOST ? Standing.STOPPED : Standing.RUNNING,
                    Optional.of(claim.host()),
                    pool.draining(claim.host()),
                    Optional.empty(),
                    tenant.used(),
                    holding(claim.session(), tenant),
                    Optional.empty());
            return Optional.of(new Resident(tenant, claim.host(), rooms, sandbox, seen));
        } catch (ProblemException e) {
            LOG.warn("Nobody knows how idle session {} is: {}", claim.session().value(), e.getMessage());
            return Optional.empty();
        }
    }

    private List<Hold> holding(SessionId session, Tenant tenant) {
        List<Hold> all = new ArrayList<>(holds.of(session));
        if (works(tenant)) {
            all.addFirst(new Hold(Hold.Kind.TURN, "the agent", "is at work", clock.instant()));
        }
        all.addAll(tenant.programs());
        return all;
    }

    private static boolean works(Tenant tenant) {
        return tenant.session().read(SessionProjection::active).isPresent();
    }

    private static Seen pressed(Seen seen, Optional<String> why) {
        return new Seen(
                seen.standing(), seen.host(), seen.draining(), seen.snapshot(), seen.idleSince(), seen.holds(), why);
    }

    /// Takes the last snapshot; once that is safe and the journal says so, destroys the sandbox.
    private void release(Resident resident, String reason) {
        Tenant tenant = resident.tenant();
        SessionActor session = tenant.session();
        SessionId id = session.journal().session();
        try {
            boolean released = tenant.room().vacate(() -> stillIdle(resident), () -> {
                Sandbox sandbox = resident.sandbox();
                if (sandbox.state() == SandboxState.LOST) {
                    sandbox.restart();
                }
                var _ = snapshots.take(
                        id.value(), Kind.EXIT, resident.host(), resident.rooms().sandboxes(), sandbox);
                session.record(new SessionEvent.SandboxReleased(sandbox.id().value(), reason))
                        .awaitWritten();
                sandbox.destroy();
            });
            if (released) {
                LOG.info("The sandbox of session {} was released: {}", id.value(), reason);
            }
        } catch (RuntimeException e) {
            failures.put(id, clock.instant().plus(AFTER_FAILURE));
            LOG.warn("The sandbox of session {} can't be released: {}", id.value(), e.getMessage());
        }
    }

    /// Asked when nobody can come in any more: who came in before has begun a turn or pressed a key by now.
    private boolean stillIdle(Resident resident) {
        Tenant tenant = resident.tenant();
        return !works(tenant)
                && !tenant.used().isAfter(resident.seen().idleSince())
                && holds.of(tenant.session().journal().session()).stream()
                        .allMatch(resident.seen().holds()::contains);
    }

    /// A turn may have changed something: takes a snapshot in the background, while everything goes on.
    void afterTurn(Tenant tenant) {
        SessionId id = tenant.session().journal().session();
        if (closing.getCount() > 0 && due.add(id)) {
            Thread taking = Thread.ofVirtual().name("snapshot " + id.value()).unstarted(() -> snapshot(id, tenant));
            work.add(taking);
            taking.start();
        }
    }

    private void snapshot(SessionId id, Tenant tenant) {
        try {
            due.remove(id);
            tenant.room()
                    .undisturbed(place -> pool.known(place.host())
                            .ifPresent(rooms -> snapshots.take(
                                    id.value(), Kind.SESSION, place.host(), rooms.sandboxes(), place.sandbox())));
        } catch (RuntimeException e) {
            // Earlier ones are as they were; the branch was brought out.
            Level level = tenant.room().ready().isPresent() ? Level.WARN : Level.DEBUG;
            LOG.atLevel(level).log("No snapshot of session {} was taken: {}", id.value(), e.getMessage());
        } finally {
            work.remove(Thread.currentThread());
        }
    }

    /// The files that a session had at one moment, to be given to another one.
    final class Forking {
        private final Optional<SnapshotBook.Entry> entry;

        private Forking(Optional<SnapshotBook.Entry> entry) {
            this.entry = entry;
        }

        /// When it had them; empty when it never had any but its repository's.
        Optional<Instant> taken() {
            return entry.map(of -> of.snapshot().taken());
        }

        /// Makes them those that the other session starts from.
        void give(SessionId heir) {
            entry.ifPresent(of -> snapshots
                    .book()
                    .note(new SnapshotBook.Entry(heir.value(), Kind.EXIT, of.host(), of.snapshot(), of.bytes())));
        }
    }

    /// Takes what a session has now, while its programs go on; what it had last, if its sandbox was released.
    Forking fork(Tenant tenant) {
        SessionId id = tenant.session().journal().session();
        Optional<SnapshotBook.Entry> fresh = tenant.room()
                .keeping(() -> claims.of(id)
                        .filter(claim -> pool.present(claim.host()))
                        .flatMap(claim -> pool.known(claim.host())
                                .flatMap(rooms -> rooms.sandboxes()
                                        .find(claim.sandbox())
                                        .filter(sandbox -> sandbox.state() == SandboxState.RUNNING)
                                        .map(sandbox -> snapshots.take(
                                                id.value(), Kind.SESSION, claim.host(), rooms.sandboxes(), sandbox)))));
        return new Forking(fresh.or(() -> snapshots.available(id.value())));
    }

    /// Lets what is under way come to its end, a while at most: a sandbox that is half released would be left behind.
    void close() throws InterruptedException {
        closing.countDown();
        long deadline = System.nanoTime() + FAREWELL.toNanos();
        List<Thread> all = new ArrayList<>(work);
        if (thread != null) {
            all.add(thread);
        }
        for (Thread one : all) {
            one.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
    }
}
