package dev.slipway.pool;

import dev.slipway.git.Mirror;
import dev.slipway.image.BuiltImage;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.WarmDay;
import dev.slipway.model.fleet.WarmPool;
import dev.slipway.model.fleet.WarmRule;
import dev.slipway.model.fleet.WarmSandbox;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.DraftId;
import dev.slipway.model.wire.WarmCalls.RuleChange;
import dev.slipway.pool.Entry.State;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.SandboxState;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.sqlite.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives out sandboxes with the files of a repository: one that waits, else one that is made now. Those that wait are
/// made again in the background, as many as are asked for of late; the first key of a prompt claims one for its session
/// to come. Nothing that is given out is given out twice, whenever the daemon is killed.
public final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    /// What a session wants.
    /// @param before the host on which it was, if that is of use
    public record Wish(SessionId session, RepositoryId repository, BranchName base, Optional<HostId> before) {}

    /// A sandbox that is wanted.
    /// @param id     of one that must be made
    /// @param before the host on which its session was, if that is of use
    record Order(Holder holder, SandboxId id, RepositoryId repository, BranchName base, Optional<HostId> before) {}

    private final Stock stock;
    private final WarmSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final List<Consumer<RepositoryId>> watchers = new CopyOnWriteArrayList<>();
    private final Set<String> foreseen = ConcurrentHashMap.newKeySet();
    private final Entries entries;
    private final Figures figures;
    private final Rules rules;
    private final Refilling refilling;
    private final Drafts drafts;

    public Leases(Stock stock, Database database, WarmSettings settings, InstantSource clock, RandomGenerator random) {
        this.stock = stock;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        entries = new Entries(database, clock, this::changed);
        figures = new Figures(database, clock);
        rules = new Rules(database, settings);
        refilling = new Refilling(this, stock, entries, figures, settings, clock);
        drafts = new Drafts(this, stock, entries, figures, settings, clock);
        stock.pool().countWarmBy(refilling);
        stock.onRemoved(this::forget);
    }

    /// Takes over what an earlier daemon left, and begins to keep sandboxes ready.
    public void start(Residents residents) {
        refilling.start(residents);
        drafts.start();
    }

    /// A sandbox for a session, with the repository's files on it, though not on the session's branch yet. The same
    /// session gets the same one again until it [#settle]s it.
    /// @throws ProblemException if none can be had
    public Lease claim(Wish wish) throws InterruptedException {
        long start = System.nanoTime();
        Holder.Session holder = new Holder.Session(wish.session());
        Optional<Lease> predicted = drafts.await(wish.session(), start);
        if (predicted.isPresent()) {
            return predicted.get();
        }
        Optional<Lease> owed = owed(holder, start);
        return owed.isPresent()
                ? owed.get()
                : provide(
                        new Order(
                                holder,
                                new SandboxId(wish.session().value()),
                                wish.repository(),
                                wish.base(),
                                wish.before()),
                        start);
    }

    /// The session's journal names its sandbox on disk now.
    public void settle(SandboxId sandbox) {
        entries.forget(sandbox);
    }

    /// A person writes the first prompt of a session to come, now. To be called at each key, which costs next to
    /// nothing: the first one has a sandbox claimed and the newest commits fetched.
    public void typing(DraftId draft, UserId person, RepositoryId repository, Optional<BranchName> branch) {
        if (settings.on()) {
            drafts.typing(
                    draft,
                    person,
                    repository,
                    branch.orElseGet(() -> stock.mirror(repository).defaultBranch()));
        }
    }

    /// Builds what a sandbox of the branch starts from, where the next one would be made, in the background: for those
    /// who only foresee that a session will begin. Once at a time for each branch.
    /// @param branch the default branch unless given
    public void foresee(RepositoryId repository, Optional<BranchName> branch) {
        Mirror mirror = stock.mirror(repository);
        BranchName from = branch.orElseGet(mirror::defaultBranch);
        Optional<CommitId> tip = mirror.tip(from);
        String name = repository.value() + " " + from.value();
        if (tip.isEmpty() || !foreseen.add(name)) {
            return;
        }
        Thread.ofVirtual().name("foresee " + name).start(() -> {
            try {
                SandboxPool.Placed placed = stock.pool().place(Optional.empty(), repository, tip);
                var _ = stock.ground(placed.rooms().images(), mirror, from, tip);
            } catch (InterruptedException | RuntimeException e) {
                // Whoever starts the session is told.
                LOG.debug("{} was not made ready", name, e);
            } finally {
                foreseen.remove(name);
            }
        });
    }

    /// The draft has become this session, whose claim gets what was made ready. Does nothing if it is not known.
    public void inherit(DraftId draft, UserId person, Wish heir) {
        drafts.inherit(draft, person, heir);
    }

    /// Of each repository that has a sandbox, a rule or was asked for of late, by name.
    public List<WarmPool> pools() {
        TreeSet<RepositoryId> known = new TreeSet<>(Comparator.comparing(RepositoryId::value));
        entries.all().forEach(entry -> known.add(entry.repository()));
        known.addAll(rules.own());
        known.addAll(figures.active());
        return known.stream().filter(stock::exists).map(this::pool).toList();
    }

    public WarmPool pool(RepositoryId repository) {
        Demand demand = figures.demand(repository);
        Instant now = clock.instant();
        return new WarmPool(
                repository,
                rule(repository),
                target(repository),
                demand.perHour(now),
                demand.weight() > 0 ? Optional.of(demand.at()) : Optional.empty(),
                figures.refill(repository),
                entries
                        .all(entry -> entry.repository().equals(repository)
                                && shown(entry).isPresent())
                        .stream()
                        .map(entry -> new WarmSandbox(
                                entry.sandbox().value(),
                                entry.host(),
                                entry.branch(),
                                entry.commit(),
                                shown(entry).orElseThrow(),
                                entry.since()))
                        .toList(),
                refilling.trouble(repository));
    }

    private static Optional<WarmSandbox.State> shown(Entry entry) {
        return switch (entry.state()) {
            case MAKING -> Optional.of(WarmSandbox.State.MAKING);
            case WAITING -> Optional.of(WarmSandbox.State.WAITING);
            case HELD ->
                entry.holder() instanceof Holder.Draft ? Optional.of(WarmSandbox.State.DRAFT) : Optional.empty();
            case DOOMED -> Optional.empty();
        };
    }

    /// Whether sandboxes may wait at all.
    public boolean isOn() {
        return settings.on();
    }

    /// What was won and wasted, the newest day first.
    /// @param back how many days, today among them
    public List<WarmDay> days(Optional<RepositoryId> repository, int back) {
        return figures.days(repository, back);
    }

    /// Over all repositories and days.
    public WarmTotals totals() {
        return figures.totals(entries);
    }

    /// Says how many sandboxes of a repository may wait.
    public WarmPool change(RepositoryId repository, RuleChange change) {
        rules.change(repository, change);
        refilling.wake();
        changed(repository);
        return pool(repository);
    }

    /// Calls the listener after each change of a repository's pool, under a lock: it must be quick.
    public Pin onChange(Consumer<RepositoryId> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /// Looks again at what should wait, such as after a new image.
    public void lookAgain() {
        refilling.wake();
    }

    /// Makes nothing ready any more. What waits stays, for the next daemon.
    public void close() throws InterruptedException {
        drafts.close();
        refilling.close();
        figures.close();
    }

    WarmRule rule(RepositoryId repository) {
        return rules.of(repository);
    }

    /// Repositories of which an admin has said how many may wait.
    Set<RepositoryId> ruled() {
        return rules.own();
    }

    int target(RepositoryId repository) {
        WarmRule rule = rule(repository);
        return settings.on() && rule.on()
                ? figures.demand(repository)
                        .target(
                                clock.instant(),
                                figures.refill(repository).orElse(Figures.FIRST_REFILL),
                                rule.least(),
                                rule.most())
                : 0;
    }

    /// What this holder was given before the daemon ended, or before its first attempt failed.
    private Optional<Lease> owed(Holder.Session holder, long start) throws InterruptedException {
        for (Entry entry :
                entries.all(each -> each.state() == State.HELD && each.holder().equals(holder))) {
            Optional<Sandbox> sandbox = stock.pool().present(entry.host()) ? running(entry) : Optional.empty();
            if (sandbox.isPresent()) {
                return Optional.of(new Lease(
                        sandbox.get(),
                        entry.host(),
                        entry.commit(),
                        image(entry),
                        Lease.Kind.HIT,
                        "it was claimed for the session before",
                        since(start)));
            }
            entries.doom(entry.sandbox());
        }
        return Optional.empty();
    }

    Lease provide(Order order, long start) throws InterruptedException {
        RepositoryId repository = order.repository();
        Optional<CommitId> tip = stock.mirror(repository).tip(order.base());
        refilling.claimBegins();
        try {
            while (true) {
                SandboxPool.Placed placed = stock.pool().place(order.before(), repository, tip);
                if (refilling.waiting(placed.host(), repository) == 0) {
                    return make(order, tip, placed, start);
                }
                Optional<Entry> taken =
                        entries.take(repository, placed.host(), order.base(), order.holder(), refilling::isProven);
                Optional<Sandbox> sandbox = taken.flatMap(this::running);
                if (sandbox.isPresent()) {
                    Duration waited = since(start);
                    figures.hit(repository, waited);
                    return new Lease(
                            sandbox.get(),
                            placed.host(),
                            taken.get().commit(),
                            image(taken.get()),
                            Lease.Kind.HIT,
                            "a warm sandbox waited there",
                            waited);
                }
                taken.ifPresent(ended -> entries.doom(ended.sandbox()));
            }
        } finally {
            // Not before: the claim would wait for that to be on disk.
            figures.claimed(repository);
            refilling.claimEnds();
        }
    }

    private Lease make(Order order, Optional<CommitId> tip, SandboxPool.Placed placed, long start)
            throws InterruptedException {
        refilling.makeRoom(placed.host());
        Stock.Ground ground =
                stock.ground(placed.rooms().images(), stock.mirror(order.repository()), order.base(), tip);
        SandboxSpec spec = ground.like().withId(order.id());
        Sandboxes sandboxes = placed.rooms().sandboxes();
        Sandbox sandbox;
        if (order.holder() instanceof Holder.Session) {
            // One that a killed daemon made for the session, and of which its journal does not know.
            sandboxes.find(order.id()).ifPresent(Sandbox::destroy);
            sandbox = sandboxes.create(spec);
        } else {
            entries.begin(
                    making(order.holder(), spec, placed.host(), order.repository(), order.base(), ground.commit()));
            try {
                sandbox = sandboxes.create(spec);
                entries.made(spec.id(), ground.commit());
            } catch (RuntimeException e) {
                entries.doom(spec.id());
                throw e;
            }
        }
        Duration waited = since(start);
        figures.missed(order.repository(), waited);
        return new Lease(
                sandbox, placed.host(), ground.commit(), ground.image(), Lease.Kind.MISS, placed.reason(), waited);
    }

    /// The image that a build made and from which this one was made, if it is the newest still.
    private Optional<BuiltImage> image(Entry entry) {
        return stock.pool()
                .known(entry.host())
                .flatMap(rooms -> rooms.images().newest(entry.repository()))
                .filter(image -> text(image.layers()).equals(entry.layers()));
    }

    /// One that is about to be made, to be written down before it is there.
    Entry making(
            Holder holder,
            SandboxSpec spec,
            HostId host,
            RepositoryId repository,
            BranchName branch,
            Optional<CommitId> commit) {
        return new Entry(
                spec.id(),
                host,
                repository,
                branch,
                commit,
                text(spec.layers()),
                State.MAKING,
                holder,
                clock.instant());
    }

    SandboxId newId() {
        return new SandboxId("warm-" + LayerId.random(random).value());
    }

    Optional<Sandbox> running(Entry entry) {
        return stock.pool()
                .known(entry.host())
                .flatMap(rooms -> rooms.sandboxes().find(entry.sandbox()))
                .filter(sandbox -> sandbox.state() == SandboxState.RUNNING);
    }

    static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    static String text(List<LayerId> layers) {
        return layers.stream().map(LayerId::value).collect(Collectors.joining(":"));
    }

    private void changed(RepositoryId repository) {
        for (Consumer<RepositoryId> watcher : watchers) {
            try {
                watcher.accept(repository);
            } catch (RuntimeException e) {
                LOG.warn("A change of the warm pool of {} was not told", repository.value(), e);
            }
        }
    }

    private void forget(RepositoryId repository) {
        drafts.forget(repository);
        rules.forget(repository);
        figures.forget(repository);
        entries.all(entry -> entry.repository().equals(repository))
                .forEach(entry -> entries.doomWaiting(entry.sandbox()));
        refilling.wake();
    }
}
