package dev.slipway.pool;

import dev.slipway.forge.Repositories;
import dev.slipway.git.GitIdentity;
import dev.slipway.git.Mirrors;
import dev.slipway.git.RealGit;
import dev.slipway.git.Workspaces;
import dev.slipway.host.HostSpec;
import dev.slipway.host.Hosts;
import dev.slipway.image.Images;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.wire.WarmCalls.RuleChange;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.snapshot.Snapshots;
import dev.slipway.sqlite.Database;
import dev.slipway.ssh.SshLogin;
import dev.slipway.ssh.TestSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// All that leases stand on, real, over a home directory; only the clock can be set forward.
final class WarmHouse {
    static final RepositoryId SHOP = new RepositoryId("shop");
    static final BranchName MAIN = new BranchName("main");
    static final UserId ADA = new UserId("ada");
    static final UserId BOB = new UserId("bob");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    final Path home;
    final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    final Database database;
    final Mirrors mirrors;
    final Repositories repositories;
    final Hosts hosts;
    final SandboxPool pool;
    final Leases leases;
    private final AtomicInteger sessions = new AtomicInteger();

    WarmHouse(Path home, WarmSettings settings, List<SshLogin> logins) {
        this.home = home;
        Random random = new Random();
        database = Database.open(home.resolve("daemon.db"), "the daemon's database");
        mirrors = new Mirrors(home.resolve("repos"));
        repositories = new Repositories(mirrors, database, this::now);
        hosts = new Hosts(database, home.resolve("sandboxes"), logins, this::now, random, Duration.ofHours(1));
        pool = new SandboxPool(
                hosts,
                host -> {
                    Sandboxes sandboxes = new Sandboxes(host.shell(), SandboxSettings.standard(), random);
                    return new Housing.Rooms(
                            sandboxes,
                            new Images(
                                    sandboxes,
                                    new Snapshots(sandboxes, this::now, random),
                                    home.resolve("images").resolve(host.id().value()),
                                    random));
                },
                Duration.ZERO,
                this::now);
        leases = new Leases(
                new Stock(
                        pool,
                        SandboxSpec.of(new SandboxId("template")),
                        new Workspaces(GitIdentity.AGENT),
                        repositories),
                database,
                settings,
                this::now,
                random);
    }

    /// Looks often, as nobody has time in a test.
    static WarmSettings settings(int each) {
        return new WarmSettings(
                true, each, 20, Duration.ofHours(4), Duration.ofMinutes(1), Duration.ZERO, Duration.ofMillis(20));
    }

    Instant now() {
        return Instant.now().plus(ahead.get());
    }

    void pass(Duration time) {
        ahead.updateAndGet(before -> before.plus(time));
    }

    /// Begins with what sessions say of their sandboxes.
    void start(Residents residents) {
        leases.start(residents);
    }

    void start() {
        start((_, _) -> Residents.Answer.UNKNOWN);
    }

    RealGit importShop() {
        RealGit git = RealGit.init(home.resolve("origin"));
        git.commit("README.md", "A shop.\n");
        repositories.add(Optional.of(SHOP), Optional.of(git.directory().toString()), Optional.empty());
        return git;
    }

    void keep(int sandboxes) {
        var _ = leases.change(
                SHOP,
                new RuleChange(Optional.of(true), Optional.of(sandboxes), Optional.of(sandboxes), Optional.empty()));
    }

    HostId addHost(String name, TestSshd sshd, Path root) throws IOException {
        HostId id = new HostId(name);
        hosts.add(new HostSpec(
                id,
                Optional.of(sshd.address()),
                Optional.of(sshd.hostKey()),
                Optional.empty(),
                root.toString(),
                new TreeSet<>(),
                0,
                Admission.OPEN));
        var _ = hosts.look(id);
        eventually(() -> pool.known(id).isPresent());
        return id;
    }

    SessionId session() {
        return SessionId.of(1_700_000_000_000L, sessions.incrementAndGet());
    }

    Leases.Wish wish(SessionId session) {
        return new Leases.Wish(session, SHOP, MAIN, Optional.empty());
    }

    Lease claim() throws InterruptedException {
        return leases.claim(wish(session()));
    }

    int waiting() {
        return leases.totals().waiting();
    }

    List<SandboxId> waitingOn(HostId host) {
        return leases.pool(SHOP).sandboxes().stream()
                .filter(one -> one.state() == dev.slipway.model.fleet.WarmSandbox.State.WAITING)
                .filter(one -> one.host().equals(host))
                .map(one -> new SandboxId(one.sandbox()))
                .toList();
    }

    List<SandboxId> on(HostId host) {
        return pool.known(host).orElseThrow().sandboxes().list().stream()
                .map(Sandbox::id)
                .toList();
    }

    static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It did not come true within " + LIMIT.toSeconds() + " s");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /// Ends as a daemon does; sandboxes stay.
    void close() throws InterruptedException {
        leases.close();
        hosts.close();
        mirrors.close();
        database.close();
    }

    void tearDown() throws InterruptedException, IOException {
        leases.close();
        pool.destroySandboxes();
        hosts.close();
        mirrors.close();
        database.close();
        remove(home);
    }

    static void remove(Path directory) throws IOException {
        Process delete = new ProcessBuilder(
                        "sh", "-c", "rm -rf \"$0\" 2>/dev/null || unshare -U -r rm -rf \"$0\"", directory.toString())
                .inheritIO()
                .start();
        if (delete.onExit().join().exitValue() != 0 || Files.exists(directory)) {
            throw new IOException("can't delete " + directory);
        }
    }
}
