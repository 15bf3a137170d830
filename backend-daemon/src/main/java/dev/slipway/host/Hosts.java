package dev.slipway.host;

import dev.slipway.model.Pin;
import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.HostCalls;
import dev.slipway.sqlite.Database;
import dev.slipway.ssh.HostKey;
import dev.slipway.ssh.PinnedKeys;
import dev.slipway.ssh.SshAddress;
import dev.slipway.ssh.SshLogin;
import dev.slipway.ssh.SshProcess;
import dev.slipway.ssh.SshServer;
import dev.slipway.ssh.SshTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The machines on which sandboxes run: the daemon's own, and any number behind SSH. Each is looked at again and again,
/// by a thread of its own, so that one that hangs holds up no other.
public final class Hosts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hosts.class);

    /// Given to a look that is under way.
    private static final Duration END = Duration.ofSeconds(5);

    private final Database database;
    private final List<SshLogin> logins;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Duration pace;
    private final Pools pools;
    private final Map<HostId, Host> hosts = new ConcurrentHashMap<>();
    private final Map<HostId, Thread> watches = new ConcurrentHashMap<>();
    private final List<Consumer<Host>> listeners = new CopyOnWriteArrayList<>();

    /// @param localRoot the directory of the daemon's own machine
    /// @param logins    with which hosts are logged in to
    /// @param pace      between two looks at a host
    public Hosts(
            Database database,
            Path localRoot,
            List<SshLogin> logins,
            InstantSource clock,
            RandomGenerator random,
            Duration pace) {
        this.database = database;
        this.logins = List.copyOf(logins);
        this.clock = clock;
        this.random = random;
        this.pace = pace;
        database.migrate(HostRows.TABLES);
        pools = new Pools(database);
        List<HostSpec> known = HostRows.all(database);
        HostSpec local = known.stream()
                .filter(HostSpec::local)
                .findFirst()
                .map(old -> here(localRoot, old.labels(), old.capacity(), old.admission()))
                .orElseGet(() -> here(localRoot, new TreeSet<>(), 0, Admission.OPEN));
        enter(local);
        known.stream().filter(spec -> !spec.local()).forEach(this::enter);
    }

    /// Which of them belong together.
    public Pools pools() {
        return pools;
    }

    /// By id, the daemon's own machine among them.
    public List<Host> all() {
        return hosts.values().stream()
                .sorted(Comparator.comparing(host -> host.id().value()))
                .toList();
    }

    public Optional<Host> find(HostId id) {
        return Optional.ofNullable(hosts.get(id));
    }

    /// @throws ProblemException `unknown-host`
    public Host get(HostId id) {
        return find(id).orElseThrow(() -> HostProblems.unknown(id));
    }

    /// The key that a server shows, for an admin to compare and accept.
    public HostKey show(SshAddress address, Optional<HostSpec.Way> way) {
        return SshServer.show(target(address, way, Optional.empty()), pinned(Optional.empty(), way));
    }

    /// Adds a host as an admin describes it, over one connection, which it keeps.
    /// @throws ProblemException `host-exists`, `host-key-not-accepted`, or why it can't be used
    public Host add(HostCalls.NewHost wish) {
        if (hosts.containsKey(wish.id())) {
            throw HostProblems.exists(wish.id());
        }
        SshAddress address = SshAddress.parse(wish.address());
        Optional<HostSpec.Way> way = wish.via().map(this::way);
        wish.keyFile().ifPresent(Hosts::requireReadable);
        Acceptance acceptance = new Acceptance(address, wish.fingerprint(), pinned(Optional.empty(), way));
        SshServer server = new SshServer(target(address, way, wish.keyFile()), acceptance, random);
        try {
            String root = wish.root().orElseGet(() -> usualRoot(server));
            HostShell shell = HostShell.ssh(wish.id(), server, root, random);
            // Tells at once what is wrong with address, key, login or directory.
            shell.facts();
            HostSpec spec = new HostSpec(
                    wish.id(),
                    Optional.of(address),
                    acceptance.accepted(),
                    way,
                    wish.keyFile(),
                    root,
                    new TreeSet<>(wish.labels()),
                    wish.capacity().orElse(0),
                    Admission.OPEN);
            return keep(new Host(spec, shell, Optional.of(server)));
        } catch (RuntimeException e) {
            server.close();
            acceptance.refused().ifPresent(shown -> {
                throw HostProblems.notAccepted(address.toString(), shown.fingerprint(), wish.fingerprint());
            });
            throw e;
        }
    }

    /// Adds a host that answers and lets the daemon in.
    /// @throws ProblemException `host-exists`, or why it can't be used
    public Host add(HostSpec spec) {
        if (spec.local() || hosts.containsKey(spec.id())) {
            throw HostProblems.exists(spec.id());
        }
        Host host = make(spec);
        try {
            // Tells at once what is wrong with address, key, login or directory.
            host.shell().facts();
        } catch (ProblemException e) {
            host.close();
            throw e;
        }
        return keep(host);
    }

    private Host keep(Host host) {
        HostRows.put(database, host.spec());
        enter(host);
        return host;
    }

    /// The server on the way to another, by the address under which it is a host.
    /// @throws ProblemException `unknown-way`
    public HostSpec.Way way(String via) {
        SshAddress address = SshAddress.parse(via);
        return all().stream()
                .map(Host::spec)
                .filter(spec -> spec.address().equals(Optional.of(address))
                        && spec.key().isPresent())
                .findFirst()
                .map(spec -> new HostSpec.Way(address, spec.key().orElseThrow()))
                .orElseThrow(() -> HostProblems.unknownWay(via));
    }

    /// A directory for Slipway in the home of the user there.
    private static String usualRoot(SshServer server) {
        String address = server.target().address().toString();
        try (SshProcess process = server.start(List.of("/bin/sh", "-c", "cd && pwd -P"))) {
            String home = new String(process.stdout().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!home.startsWith("/") || home.indexOf('\n') >= 0) {
                throw HostProblems.noHome(address, home);
            }
            return (home.equals("/") ? "" : home) + "/.slipway";
        } catch (IOException e) {
            throw HostProblems.noHome(address, String.valueOf(e.getMessage()));
        }
    }

    private static void requireReadable(String keyFile) {
        Path file = Path.of(keyFile);
        if (!file.isAbsolute()) {
            throw HostProblems.keyFileNotHere(keyFile, "is not an absolute path");
        }
        if (!Files.isRegularFile(file)) {
            throw HostProblems.keyFileNotHere(keyFile, "is not there");
        }
        if (!Files.isReadable(file)) {
            throw HostProblems.keyFileNotHere(keyFile, "can't be read by " + System.getProperty("user.name"));
        }
    }

    /// Changes what placement makes of a host.
    public Host change(
            HostId id, Optional<SortedSet<String>> labels, Optional<Integer> capacity, Optional<Admission> admission) {
        Host host = get(id);
        HostSpec old = host.spec();
        HostSpec changed = old.with(
                labels.orElse(old.labels()), capacity.orElse(old.capacity()), admission.orElse(old.admission()));
        HostRows.put(database, changed);
        host.become(changed);
        tell(host);
        return host;
    }

    /// Forgets a host. What is on it stays there.
    /// @param sandboxes that are known to be there
    /// @param force     even so
    public void remove(HostId id, int sandboxes, boolean force) {
        Host host = get(id);
        if (host.spec().local()) {
            throw HostProblems.localStays();
        }
        if (sandboxes > 0 && !force) {
            throw HostProblems.inUse(id, sandboxes);
        }
        HostRows.remove(database, id);
        hosts.remove(id);
        Optional.ofNullable(watches.remove(id)).ifPresent(Thread::interrupt);
        host.close();
        tell(host);
    }

    /// Looks at a host now, rather than when its turn comes.
    public Host.Seen look(HostId id) {
        Host host = get(id);
        host.server().ifPresent(SshServer::wake);
        Host.Seen seen = host.look(clock);
        tell(host);
        return seen;
    }

    /// Calls the listener after each look and each change, in the thread that made it.
    public Pin onChange(Consumer<Host> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        watches.values().forEach(Thread::interrupt);
        for (Thread watch : watches.values()) {
            try {
                watch.join(END);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        hosts.values().forEach(Host::close);
    }

    private static HostSpec here(Path root, SortedSet<String> labels, int capacity, Admission admission) {
        String place = root.toAbsolutePath().normalize().toString();
        return new HostSpec(
                HostId.LOCAL, Optional.empty(), Optional.empty(), Optional.empty(), place, labels, capacity, admission);
    }

    private void enter(HostSpec spec) {
        enter(make(spec));
    }

    private void enter(Host host) {
        hosts.put(host.id(), host);
        watches.put(
                host.id(),
                Thread.ofVirtual().name("watch of host " + host.id().value()).start(() -> watch(host)));
    }

    private Host make(HostSpec spec) {
        if (spec.local()) {
            return new Host(spec, HostShell.local(Path.of(spec.root()), random), Optional.empty());
        }
        SshServer server = new SshServer(
                target(spec.address().orElseThrow(), spec.way(), spec.keyFile()),
                pinned(spec.key(), spec.way()),
                random);
        return new Host(spec, HostShell.ssh(spec.id(), server, spec.root(), random), Optional.of(server));
    }

    private SshTarget target(SshAddress address, Optional<HostSpec.Way> way, Optional<String> keyFile) {
        return new SshTarget(
                address,
                logins(keyFile),
                way.map(between ->
                        new SshTarget(between.address(), logins(keyFileOf(between.address())), Optional.empty())));
    }

    /// A server on the way is a host of its own, and logged in to as such.
    private Optional<String> keyFileOf(SshAddress address) {
        return hosts.values().stream()
                .map(Host::spec)
                .filter(spec -> spec.address().equals(Optional.of(address)))
                .findFirst()
                .flatMap(HostSpec::keyFile);
    }

    private List<SshLogin> logins(Optional<String> keyFile) {
        List<SshLogin> all = new ArrayList<>();
        keyFile.ifPresent(file -> all.add(new SshLogin.KeyFile(Path.of(file), Optional.empty())));
        all.addAll(logins);
        return all;
    }

    private static PinnedKeys pinned(Optional<HostKey> key, Optional<HostSpec.Way> way) {
        return address ->
                way.filter(between -> between.address().equals(address)).map(HostSpec.Way::key).or(() -> key).stream()
                        .toList();
    }

    private void watch(Host host) {
        try {
            while (hosts.get(host.id()) == host) {
                host.look(clock);
                tell(host);
                Thread.sleep(pace);
            }
        } catch (InterruptedException e) {
            LOG.debug("Host {} is not looked at any more", host.id().value());
        }
    }

    private void tell(Host host) {
        for (Consumer<Host> listener : listeners) {
            try {
                listener.accept(host);
            } catch (RuntimeException e) {
                LOG.warn("Somebody could not take news of host {}", host.id().value(), e);
            }
        }
    }
}
