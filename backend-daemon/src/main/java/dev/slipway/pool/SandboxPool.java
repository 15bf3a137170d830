package dev.slipway.pool;

import dev.slipway.host.Host;
import dev.slipway.host.Hosts;
import dev.slipway.host.Placement;
import dev.slipway.host.PoolSpec;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostCondition;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.HostLoad;
import dev.slipway.model.fleet.PoolId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.Sandboxes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sandboxes of all hosts: chooses the host of a new one, and finds those that there are.
public final class SandboxPool {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxPool.class);

    /// A host with less memory needs room.
    private static final long LEAST_MEMORY = 512L << 20;
    /// What sandboxes that nobody asked for leave to those that are asked for.
    private static final long MEMORY_TO_SPARE = 1L << 30;
    private static final long DISK_TO_SPARE = 2L << 30;

    /// Makes a host ready for sandboxes.
    @FunctionalInterface
    public interface Opening {
        /// @throws ProblemException if it can't have any
        Housing.Rooms open(Host host);
    }

    /// @param reason why that host, in a few words
    public record Placed(HostId host, Housing.Rooms rooms, String reason) {}

    /// The sandboxes on a host that no session has yet.
    interface Warmth {
        Warmth NONE = new Warmth() {
            @Override
            public int waiting(HostId host, RepositoryId repository) {
                return 0;
            }

            @Override
            public int spare(HostId host) {
                return 0;
            }
        };

        /// How many wait for a session of that repository.
        int waiting(HostId host, RepositoryId repository);

        /// How many would make room for a session's.
        int spare(HostId host);
    }

    private final Hosts hosts;
    private final Opening opening;
    private final Duration lostAfter;
    private final InstantSource clock;
    private final Map<HostId, Housing> housings = new ConcurrentHashMap<>();
    /// Sandboxes of sessions that went on elsewhere while their host did not answer.
    private final Map<HostId, Set<SandboxId>> leftBehind = new ConcurrentHashMap<>();
    private volatile Warmth warmth = Warmth.NONE;

    /// @param lostAfter how long a host may not answer until its sessions go on elsewhere
    public SandboxPool(Hosts hosts, Opening opening, Duration lostAfter, InstantSource clock) {
        this.hosts = hosts;
        this.opening = opening;
        this.lostAfter = lostAfter;
        this.clock = clock;
        housing(HostId.LOCAL);
        hosts.onChange(this::note);
    }

    void countWarmBy(Warmth counter) {
        warmth = counter;
    }

    /// The hosts that there are.
    Hosts hosts() {
        return hosts;
    }

    /// Where sandboxes of a host live; probed from the first call on.
    public Housing housing(HostId host) {
        return housings.computeIfAbsent(host, id -> new Housing(() -> opening.open(hosts.get(id))));
    }

    /// How many sandboxes a host has, as far as it is known now.
    public int sandboxes(HostId host) {
        return known(host).map(rooms -> rooms.sandboxes().list().size()).orElse(0);
    }

    /// How a host is, all told: it may answer and yet be unable to have sandboxes.
    public HostCondition condition(Host host) {
        HostCondition seen = host.seen().condition();
        return seen == HostCondition.READY && refusal(host.id()).isPresent() ? HostCondition.UNFIT : seen;
    }

    /// Why a host that answers can't have sandboxes.
    public Optional<Problem> refusal(HostId host) {
        return Optional.ofNullable(housings.get(host)).flatMap(Housing::refusal);
    }

    /// What an opened host is like.
    public Optional<Housing.Rooms> known(HostId host) {
        return Optional.ofNullable(housings.get(host)).flatMap(Housing::known);
    }

    /// The sandboxes of a host that answers; waits for it to be probed if it was not yet.
    public Optional<Sandboxes> reachable(HostId host) {
        if (!present(host)) {
            return Optional.empty();
        }
        try {
            return Optional.of(housing(host).await().sandboxes());
        } catch (ProblemException e) {
            LOG.debug("Host {} can't have sandboxes", host.value(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    /// Destroys all sandboxes, for a daemon whose home goes with it.
    public void destroySandboxes() throws InterruptedException {
        for (Housing housing : housings.values()) {
            housing.destroySandboxes();
        }
    }

    /// Chooses a host for a session's sandbox and waits until it is ready.
    /// @throws ProblemException when none can take it
    public Placed place(Optional<HostId> before, RepositoryId repository, Optional<CommitId> commit)
            throws InterruptedException {
        List<Placement.Candidate> candidates = new ArrayList<>();
        for (Host host : hosts.all()) {
            candidates.add(candidate(host, repository, commit));
        }
        Placement.Wish wish = new Placement.Wish(hosts.pools().of(repository), before);
        while (true) {
            Placement.Choice choice = Placement.choose(wish, candidates);
            try {
                return new Placed(choice.host(), housing(choice.host()).await(), choice.reason());
            } catch (ProblemException e) {
                if (candidates.size() == 1) {
                    throw e;
                }
                LOG.warn("Host {} was chosen and can't: {}", choice.host().value(), e.getMessage());
                candidates.removeIf(candidate -> candidate.host().equals(choice.host()));
            }
        }
    }

    /// Chooses a host for a sandbox that nobody waits for: one with room, memory and disk to spare.
    /// @param fit what else it must be
    /// @return empty if there is none now
    Optional<Placed> placeSpare(RepositoryId repository, Optional<CommitId> commit, Predicate<HostId> fit)
            throws InterruptedException {
        List<Placement.Candidate> candidates = new ArrayList<>();
        for (Host host : hosts.all()) {
            if (known(host.id()).isPresent() && fit.test(host.id())) {
                Placement.Candidate candidate = candidate(host, repository, commit);
                boolean room = candidate
                        .room()
                        .filter(left -> left <= warmth.spare(host.id()))
                        .isEmpty();
                if (room
                        && candidate.admission() == Admission.OPEN
                        && candidate.condition() == HostCondition.READY
                        && candidate.memoryFree() > MEMORY_TO_SPARE
                        && candidate.diskFree() > DISK_TO_SPARE) {
                    candidates.add(candidate.coldly());
                }
            }
        }
        try {
            Placement.Choice choice =
                    Placement.choose(new Placement.Wish(hosts.pools().of(repository), Optional.empty()), candidates);
            return Optional.of(new Placed(choice.host(), housing(choice.host()).await(), choice.reason()));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    /// Whether a sandbox of the repository would be made on that host, if there were no other.
    boolean suits(HostId id, RepositoryId repository) {
        Optional<Host> host = hosts.find(id);
        if (host.isEmpty()) {
            return false;
        }
        try {
            Placement.Candidate only = candidate(host.get(), repository, Optional.empty());
            return Placement.choose(new Placement.Wish(hosts.pools().of(repository), Optional.empty()), List.of(only))
                    .host()
                    .equals(id);
        } catch (ProblemException e) {
            return false;
        }
    }

    /// Whether a host has taken as many sandboxes as it may.
    boolean isFull(HostId id) {
        int capacity =
                hosts.find(id).map(host -> hosts.pools().capacity(host.spec())).orElse(0);
        return capacity > 0 && sandboxes(id) >= capacity;
    }

    /// Whether what is on a host can still be worked with, or will be soon.
    public boolean present(HostId id) {
        Optional<Host> host = hosts.find(id);
        if (host.isEmpty()) {
            return false;
        }
        Host.Seen seen = host.get().seen();
        Instant silentSince = seen.at().orElse(Instant.EPOCH);
        return seen.condition() != HostCondition.UNREACHABLE || clock.instant().isBefore(silentSince.plus(lostAfter));
    }

    /// Whether sandboxes are to leave it.
    public boolean draining(HostId id) {
        return hosts.find(id)
                .filter(host -> host.spec().admission() == Admission.DRAINING)
                .isPresent();
    }

    /// Why a host needs room, if it does.
    public Optional<String> pressed(HostId id) {
        return hosts.find(id).flatMap(host -> {
            int capacity = host.spec().capacity();
            if (capacity > 0 && sandboxes(id) - warmth.spare(id) >= capacity) {
                return Optional.of("it has as many sandboxes as it may");
            }
            return host.seen()
                    .load()
                    .filter(load -> load.memoryFree() < LEAST_MEMORY)
                    .map(load -> "it has only " + (load.memoryFree() >> 20) + " MiB of memory left");
        });
    }

    /// The hosts that were opened and can have sandboxes, with their rooms.
    public Map<HostId, Housing.Rooms> open() {
        Map<HostId, Housing.Rooms> open = new LinkedHashMap<>();
        hosts.all().forEach(host -> known(host.id()).ifPresent(rooms -> open.put(host.id(), rooms)));
        return open;
    }

    /// A session goes on elsewhere: what it has on that host is destroyed once the host answers.
    public void leave(HostId host, SandboxId sandbox) {
        leftBehind.computeIfAbsent(host, _ -> ConcurrentHashMap.newKeySet()).add(sandbox);
    }

    private Placement.Candidate candidate(Host host, RepositoryId repository, Optional<CommitId> commit) {
        Host.Seen seen = host.seen();
        Optional<Housing.Rooms> rooms = known(host.id());
        Optional<HostLoad> load = seen.load();
        int sandboxes = rooms.map(open -> open.sandboxes().list().size()).orElse(0);
        int capacity = hosts.pools().capacity(host.spec());
        Set<PoolId> reserved = hosts.pools().with(host.spec()).stream()
                .filter(PoolSpec::reserved)
                .map(PoolSpec::id)
                .collect(Collectors.toSet());
        boolean hasImage = rooms.map(Housing.Rooms::images)
                .filter(images -> images.newest(repository).isPresent()
                        || commit.flatMap(at -> images.find(repository, at)).isPresent())
                .isPresent();
        return new Placement.Candidate(
                host.id(),
                host.spec().admission(),
                // The only host is asked again: its disk may have room by then, or the packages that it lacked.
                hosts.all().size() > 1 ? condition(host) : seen.condition(),
                host.spec().labels(),
                reserved,
                capacity == 0 ? Optional.empty() : Optional.of(capacity - sandboxes + warmth.spare(host.id())),
                load.flatMap(known -> known.load().map(average -> average / Math.max(1, known.processors())))
                        .orElse(0.0),
                load.map(HostLoad::memoryFree).orElse(Long.MAX_VALUE),
                load.map(HostLoad::diskFree).orElse(Long.MAX_VALUE),
                sandboxes,
                warmth.waiting(host.id(), repository),
                hasImage);
    }

    private void note(Host host) {
        if (hosts.find(host.id()).isEmpty()) {
            housings.remove(host.id());
            leftBehind.remove(host.id());
        } else if (host.seen().condition() == HostCondition.READY) {
            Housing housing = housing(host.id());
            // Placement passes over a host that was found unable, so nobody else would ask it again.
            housing.lookAgain();
            Set<SandboxId> left = leftBehind.get(host.id());
            if (left != null && !left.isEmpty() && housing.known().isPresent()) {
                Thread.ofVirtual().name("clearing " + host.id().value()).start(() -> clear(housing, left));
            }
        }
    }

    private static void clear(Housing housing, Set<SandboxId> left) {
        for (SandboxId id : Set.copyOf(left)) {
            try {
                housing.known().flatMap(rooms -> rooms.sandboxes().find(id)).ifPresent(Sandbox::destroy);
                left.remove(id);
            } catch (ProblemException e) {
                LOG.warn("Sandbox {} was left behind and is still there: {}", id.value(), e.getMessage());
            }
        }
    }
}
