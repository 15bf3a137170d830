package dev.slipway.pool;

import dev.slipway.git.Mirror;
import dev.slipway.host.Host;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostCondition;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.pool.Entry.State;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps as many sandboxes waiting as are asked for: looks every few seconds, and whenever something happened; makes
/// what lacks, one at a time on each host and never while somebody claims; throws away what is old, too many, or on a
/// host that is to have none.
final class Refilling implements SandboxPool.Warmth {
    private static final Logger LOG = LoggerFactory.getLogger(Refilling.class);
    /// A base branch that went on so many commits is worth a new sandbox; fewer are brought in at the claim.
    private static final int FAR = 50;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final int MOST_DOUBLINGS = 7;
    private static final Duration FAREWELL = Duration.ofSeconds(8);

    /// @param until no further attempt is made
    private record Trouble(Problem problem, int failures, Instant until) {}

    private final Leases leases;
    private final Stock stock;
    private final Entries entries;
    private final Figures figures;
    private final WarmSettings settings;
    private final InstantSource clock;
    /// What an earlier daemon left, until its host was asked.
    private final Set<SandboxId> unproven = ConcurrentHashMap.newKeySet();

    private final Map<HostId, Thread> making = new ConcurrentHashMap<>();
    private final Set<HostId> clearing = ConcurrentHashMap.newKeySet();
    private final Map<RepositoryId, Trouble> troubles = new ConcurrentHashMap<>();
    private final AtomicInteger claims = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private boolean awake;
    private volatile boolean closed;
    private @Nullable Thread thread;

    Refilling(
            Leases leases, Stock stock, Entries entries, Figures figures, WarmSettings settings, InstantSource clock) {
        this.leases = leases;
        this.stock = stock;
        this.entries = entries;
        this.figures = figures;
        this.settings = settings;
        this.clock = clock;
        entries.all().forEach(entry -> unproven.add(entry.sandbox()));
    }

    void start(Residents residents) {
        // Whoever wrote that draft has no daemon any more that knows of it.
        entries.all(entry -> entry.state() == State.MAKING || entry.holder() instanceof Holder.Draft)
                .forEach(entry -> entries.doom(entry.sandbox()));
        thread = Thread.ofVirtual().name("warm pool").start(() -> {
            try {
                while (!closed) {
                    try {
                        round(residents);
                    } catch (RuntimeException e) {
                        LOG.warn("The warm pool could not be looked after", e);
                    }
                    pause();
                }
            } catch (InterruptedException e) {
                LOG.debug("The warm pool is not looked after any more");
            }
        });
    }

    /// Has it look now.
    void wake() {
        lock.lock();
        try {
            awake = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        lock.lock();
        try {
            long left = settings.pace().toNanos();
            while (!awake && left > 0) {
                left = woken.awaitNanos(left);
            }
            awake = false;
        } finally {
            lock.unlock();
        }
    }

    /// Somebody claims: nothing is begun until that is done.
    void claimBegins() {
        claims.incrementAndGet();
    }

    void claimEnds() {
        claims.decrementAndGet();
        wake();
    }

    /// Whether it is known to be there and as it should be.
    boolean isProven(Entry entry) {
        return !unproven.contains(entry.sandbox());
    }

    @Override
    public int waiting(HostId host, RepositoryId repository) {
        return entries.all(entry -> entry.state() == State.WAITING
                        && entry.host().equals(host)
                        && entry.repository().equals(repository)
                        && isProven(entry))
                .size();
    }

    @Override
    public int spare(HostId host) {
        return waitingOn(host).size();
    }

    private List<Entry> waitingOn(HostId host) {
        return entries.all(
                entry -> entry.state() == State.WAITING && entry.host().equals(host));
    }

    /// Has one that waits leave a host that is full, for a session's.
    void makeRoom(HostId host) {
        if (!stock.pool().isFull(host)) {
            return;
        }
        for (Entry entry : waitingOn(host)) {
            if (entries.doomWaiting(entry.sandbox())) {
                leases.running(entry).ifPresent(Sandbox::destroy);
                entries.forget(entry.sandbox());
                return;
            }
        }
    }

    /// Why the last one could not be made.
    Optional<Problem> trouble(RepositoryId repository) {
        return Optional.ofNullable(troubles.get(repository)).map(Trouble::problem);
    }

    private void round(Residents residents) throws InterruptedException {
        Set<RepositoryId> repositories = new HashSet<>(figures.active());
        repositories.addAll(leases.ruled());
        for (Entry entry : entries.all()) {
            repositories.add(entry.repository());
            look(entry, residents);
        }
        for (RepositoryId repository : repositories) {
            try {
                if (stock.exists(repository)) {
                    level(repository);
                }
            } catch (ProblemException e) {
                // Such as one that is being removed; the others are none the worse for it.
                LOG.debug("The warm pool of {} was not looked after", repository.value(), e);
            }
        }
        clear();
    }

    private void look(Entry entry, Residents residents) {
        if (stock.pool().hosts().find(entry.host()).isEmpty()) {
            unproven.remove(entry.sandbox());
            entries.forget(entry.sandbox());
            return;
        }
        if (unproven.contains(entry.sandbox())
                && stock.pool().known(entry.host()).isPresent()) {
            prove(entry, residents);
        }
        if (entry.state() == State.WAITING && unfit(entry)) {
            entries.doomWaiting(entry.sandbox());
        }
    }

    private void prove(Entry entry, Residents residents) {
        switch (entry.state()) {
            case WAITING -> {
                if (leases.running(entry).filter(stock::fits).isEmpty()) {
                    entries.doomWaiting(entry.sandbox());
                }
            }
            case HELD -> {
                if (entry.holder() instanceof Holder.Session of) {
                    switch (residents.ask(of.session(), entry.sandbox())) {
                        case LIVES_THERE -> entries.forget(entry.sandbox());
                        case UNKNOWN -> entries.doom(entry.sandbox());
                        case LIVES_ELSEWHERE ->
                            LOG.debug(
                                    "Sandbox {} waits for its session's claim",
                                    entry.sandbox().value());
                    }
                }
            }
            case MAKING, DOOMED -> {
                // Doomed at the start, and destroyed as soon as that can be.
            }
        }
        unproven.remove(entry.sandbox());
    }

    /// Whether nobody should get it any more.
    private boolean unfit(Entry entry) {
        SandboxPool pool = stock.pool();
        boolean away = pool.hosts()
                .find(entry.host())
                .filter(host -> host.seen().condition() == HostCondition.UNREACHABLE)
                .isPresent();
        boolean right = away ? pool.present(entry.host()) : pool.suits(entry.host(), entry.repository());
        boolean old = entry.since().plus(settings.age()).isBefore(clock.instant());
        boolean ended = isProven(entry)
                && pool.known(entry.host()).isPresent()
                && leases.running(entry).isEmpty();
        return !stock.exists(entry.repository()) || !right || old || ended;
    }

    /// Whether a new one would start from something better.
    private boolean stale(Entry entry, Mirror mirror) {
        Optional<CommitId> tip = mirror.tip(mirror.defaultBranch());
        boolean newer = stock.pool()
                .known(entry.host())
                .flatMap(rooms -> Stock.newest(rooms.images(), entry.repository(), entry.commit()))
                .filter(layers -> !Leases.text(layers).equals(entry.layers()))
                .isPresent();
        return newer
                || !entry.branch().equals(mirror.defaultBranch())
                || (tip.isPresent() && far(entry, mirror, tip.get()));
    }

    private static boolean far(Entry entry, Mirror mirror, CommitId tip) {
        return entry.commit()
                .filter(commit ->
                        mirror.contains(commit) && (commit.equals(tip) || mirror.commitsAhead(commit, tip) < FAR))
                .isEmpty();
    }

    /// Brings the number of those that wait to what it should be.
    private void level(RepositoryId repository) throws InterruptedException {
        int target = leases.target(repository);
        List<Entry> waiting = entries.all(
                entry -> entry.state() == State.WAITING && entry.repository().equals(repository));
        if (target == 0 && waiting.isEmpty()) {
            return;
        }
        Mirror mirror = stock.mirror(repository);
        List<Entry> good = new ArrayList<>();
        List<Entry> stale = new ArrayList<>();
        waiting.forEach(entry -> (stale(entry, mirror) ? stale : good).add(entry));
        if (good.size() >= target) {
            // Not before there are better ones.
            stale.forEach(entry -> entries.doomWaiting(entry.sandbox()));
            good.stream()
                    .sorted(Comparator.comparing(Entry::since).reversed())
                    .skip(target)
                    .forEach(entry -> entries.doomWaiting(entry.sandbox()));
            return;
        }
        int coming = entries.all(entry -> entry.state() == State.MAKING
                        && entry.repository().equals(repository)
                        && entry.holder() instanceof Holder.None)
                .size();
        if (good.size() + coming < target) {
            begin(repository, mirror);
        }
    }

    private void begin(RepositoryId repository, Mirror mirror) throws InterruptedException {
        BranchName branch = mirror.defaultBranch();
        Optional<CommitId> tip = mirror.tip(branch);
        @Nullable Trouble before = troubles.get(repository);
        if (tip.isEmpty()
                || claims.get() > 0
                || (before != null && before.until().isAfter(clock.instant()))) {
            return;
        }
        Optional<SandboxPool.Placed> placed = stock.pool()
                .placeSpare(
                        repository,
                        tip,
                        host -> !making.containsKey(host) && waitingOn(host).size() < settings.onHost());
        placed.ifPresent(place -> {
            Thread maker = Thread.ofVirtual()
                    .name("warm " + repository.value())
                    .unstarted(() -> make(repository, mirror, branch, tip.get(), place));
            making.put(place.host(), maker);
            maker.start();
        });
    }

    private void make(
            RepositoryId repository, Mirror mirror, BranchName branch, CommitId tip, SandboxPool.Placed placed) {
        SandboxId id = leases.newId();
        Optional<CommitId> commit = Optional.of(tip);
        try {
            // An image that must be built first is not part of what making a sandbox takes.
            SandboxSpec spec = stock.ground(placed.rooms().images(), mirror, branch, commit)
                    .like()
                    .withId(id);
            if (closed) {
                return;
            }
            long start = System.nanoTime();
            entries.begin(leases.making(new Holder.None(), spec, placed.host(), repository, branch, commit));
            Sandbox sandbox = placed.rooms().sandboxes().create(spec);
            stock.bring(sandbox, mirror, branch, commit);
            Stock.warmUp(sandbox);
            entries.made(id, commit);
            figures.refilled(repository, Leases.since(start));
            troubles.remove(repository);
        } catch (InterruptedException | RuntimeException e) {
            entries.doom(id);
            if (!closed) {
                note(repository, Problem.from(e));
            }
        } finally {
            making.remove(placed.host());
            wake();
        }
    }

    private void note(RepositoryId repository, Problem problem) {
        @Nullable Trouble before = troubles.get(repository);
        int failures = before == null ? 0 : Math.min(before.failures() + 1, MOST_DOUBLINGS);
        troubles.put(
                repository,
                new Trouble(problem, failures, clock.instant().plus(FIRST_PAUSE.multipliedBy(1L << failures))));
        LOG.warn(
                "No sandbox of {} could be made ahead: {} ({})", repository.value(), problem.title(), problem.detail());
    }

    /// Destroys what is doomed, where the host answers; each host by itself, as one that hangs must hold up no other.
    private void clear() {
        for (Host host : stock.pool().hosts().all()) {
            List<Entry> doomed = entries.all(entry -> entry.state() == State.DOOMED && entry.on(host));
            Optional<Housing.Rooms> rooms = stock.pool().known(host.id());
            if (!doomed.isEmpty()
                    && rooms.isPresent()
                    && host.seen().condition() == HostCondition.READY
                    && clearing.add(host.id())) {
                Thread.ofVirtual().name("clearing " + host.id().value()).start(() -> {
                    try {
                        doomed.forEach(entry -> clear(entry, rooms.get()));
                    } finally {
                        clearing.remove(host.id());
                    }
                });
            }
        }
    }

    private void clear(Entry entry, Housing.Rooms rooms) {
        try {
            rooms.sandboxes().find(entry.sandbox()).ifPresent(Sandbox::destroy);
            entries.forget(entry.sandbox());
        } catch (RuntimeException e) {
            LOG.warn(
                    "Sandbox {} of the warm pool is still there: {}",
                    entry.sandbox().value(),
                    e.getMessage());
        }
    }

    void close() throws InterruptedException {
        closed = true;
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
        long deadline = System.nanoTime() + FAREWELL.toNanos();
        for (Thread maker : making.values()) {
            // One that is half made would be left behind.
            if (!maker.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                maker.interrupt();
            }
        }
        while (!clearing.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(Duration.ofMillis(5));
        }
    }
}
