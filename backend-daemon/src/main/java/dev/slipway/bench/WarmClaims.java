package dev.slipway.bench;

import dev.slipway.forge.Repositories;
import dev.slipway.git.GitExec;
import dev.slipway.git.GitIdentity;
import dev.slipway.git.Mirror;
import dev.slipway.git.Mirrors;
import dev.slipway.git.Workspaces;
import dev.slipway.host.HostSpec;
import dev.slipway.host.Hosts;
import dev.slipway.image.Images;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.wire.WarmCalls.RuleChange;
import dev.slipway.pool.Housing;
import dev.slipway.pool.Lease;
import dev.slipway.pool.Leases;
import dev.slipway.pool.Residents;
import dev.slipway.pool.SandboxPool;
import dev.slipway.pool.Stock;
import dev.slipway.pool.WarmSettings;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.snapshot.Snapshots;
import dev.slipway.sqlite.Database;
import dev.slipway.ssh.HostKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/// Sandboxes that wait on a host behind SSH, and how soon whoever claims one has the first answer of a program in it.
final class WarmClaims {
    private static final int RUNS = 30;
    private static final int WARM_UP = 5;
    private static final int WAITING = 3;
    private static final RepositoryId REPOSITORY = new RepositoryId("bench");
    private static final BranchName MAIN = new BranchName("main");
    private static final HostId HOST = new HostId("bench");

    private final Random random = new Random();
    private final InstantSource clock = InstantSource.system();
    private final Path home;
    private final Path root;
    private final LoopbackSshd sshd;

    /// @param home of a daemon without sessions
    /// @param root where the host has its sandboxes
    WarmClaims(Path home, Path root, LoopbackSshd sshd) {
        this.home = home;
        this.root = root;
        this.sshd = sshd;
    }

    void measure(BenchReport report, int megabytes) throws IOException, InterruptedException {
        try (Database database = Database.open(home.resolve("daemon.db"), "a bench's database");
                Mirrors mirrors = new Mirrors(home.resolve("repos"));
                Hosts hosts = new Hosts(
                        database,
                        home.resolve("sandboxes"),
                        sshd.target().logins(),
                        clock,
                        random,
                        Duration.ofHours(1))) {
            Repositories repositories = new Repositories(mirrors, database, clock);
            repositories.add(Optional.of(REPOSITORY), Optional.of(origin().toString()), Optional.empty());
            SandboxPool pool = new SandboxPool(hosts, this::rooms, Duration.ofMinutes(1), clock);
            HostKey key = sshd.pinned().of(sshd.target().address()).getFirst();
            hosts.add(new HostSpec(
                    HOST,
                    Optional.of(sshd.target().address()),
                    Optional.of(key),
                    Optional.empty(),
                    root.toString(),
                    new TreeSet<>(),
                    0,
                    Admission.OPEN));
            var _ = hosts.look(HOST);
            var _ = hosts.change(HostId.LOCAL, Optional.empty(), Optional.empty(), Optional.of(Admission.CORDONED));
            Workspaces workspaces = new Workspaces(GitIdentity.AGENT);
            Mirror mirror = repositories.mirror(REPOSITORY);
            Optional<CommitId> tip = mirror.tip(MAIN);
            Housing.Rooms rooms = pool.housing(HOST).await();
            var _ = rooms.images().get(REPOSITORY, tip.orElseThrow(), sandbox -> {
                var _ = workspaces.prepare(GitExec.in(sandbox), mirror, MAIN, tip, MAIN);
                ok(sandbox.run(ExecSpec.shell("echo big >> .git/info/exclude; mkdir big; i=0; while [ $i -lt "
                        + megabytes / 10 + " ]; do head -c 10000000 /dev/zero > big/f$i; i=$((i + 1)); done")));
            });
            Leases leases = new Leases(
                    new Stock(pool, SandboxSpec.of(new SandboxId("template")), workspaces, repositories),
                    database,
                    new WarmSettings(
                            true,
                            WAITING,
                            WAITING,
                            Duration.ofHours(1),
                            Duration.ofMinutes(1),
                            Duration.ofMinutes(1),
                            Duration.ofMillis(50)),
                    clock,
                    random);
            try {
                leases.start((_, _) -> Residents.Answer.UNKNOWN);
                var _ = leases.change(
                        REPOSITORY,
                        new RuleChange(Optional.empty(), Optional.of(WAITING), Optional.of(WAITING), Optional.empty()));
                claim(report, leases, workspaces, mirror, Map.of("image_mb", megabytes));
            } finally {
                leases.close();
                pool.destroySandboxes();
            }
        }
    }

    private void claim(BenchReport report, Leases leases, Workspaces workspaces, Mirror mirror, Map<String, ?> size)
            throws InterruptedException {
        Timings first = new Timings();
        Timings written = new Timings();
        for (int i = 0; i < RUNS + WARM_UP; i++) {
            while (leases.totals().waiting() < WAITING) {
                Thread.sleep(Duration.ofMillis(5));
            }
            SessionId session = SessionId.of(1_700_000_000_000L + i, random.nextLong());
            Lease[] lease = new Lease[1];
            var _ = written.time(() -> {
                var _ = first.time(() -> {
                    lease[0] = leases.claim(new Leases.Wish(session, REPOSITORY, MAIN, Optional.empty()));
                    return run(lease[0].sandbox(), "cat README.md");
                });
                var _ = workspaces.prepare(
                        GitExec.in(lease[0].sandbox()),
                        mirror,
                        MAIN,
                        mirror.tip(MAIN),
                        Workspaces.branchFor(session, "Bench"));
                return run(lease[0].sandbox(), "echo more >> README.md");
            });
            if (lease[0].kind() != Lease.Kind.HIT) {
                throw new IllegalStateException("no warm sandbox was given: " + lease[0].reason());
            }
            leases.settle(lease[0].sandbox().id());
            lease[0].sandbox().destroy();
        }
        first.report(report, "claim", "warm_claim", WARM_UP, size);
        written.report(report, "claim", "warm_claim_write", WARM_UP, size);
    }

    private static Sandbox run(Sandbox sandbox, String line) throws InterruptedException {
        ok(sandbox.run(ExecSpec.shell(line)));
        return sandbox;
    }

    private Housing.Rooms rooms(dev.slipway.host.Host host) {
        Sandboxes sandboxes = new Sandboxes(host.shell(), SandboxSettings.standard(), random);
        return new Housing.Rooms(
                sandboxes,
                new Images(
                        sandboxes,
                        new Snapshots(sandboxes, clock, random),
                        home.resolve("images").resolve(host.id().value()),
                        random));
    }

    /// A repository of a few hundred files.
    private Path origin() throws IOException, InterruptedException {
        Path origin = home.resolve("origin");
        for (int i = 0; i < 300; i++) {
            Path file = origin.resolve("module" + i % 20 + "/File" + i + ".txt");
            Files.createDirectories(file.getParent());
            Files.writeString(file, ("line of file " + i + "\n").repeat(40));
        }
        Files.writeString(origin.resolve("README.md"), "A repository to measure with.\n");
        git(origin, "init", "-q", "-b", "main");
        git(origin, "add", "-A");
        git(origin, "-c", "user.name=Bench", "-c", "user.email=bench@example.org", "commit", "-q", "-m", "Begin");
        return origin;
    }

    private static void git(Path directory, String... words) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        Process git = new ProcessBuilder(command)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        if (git.waitFor() != 0) {
            throw new IOException("git " + String.join(" ", words) + " failed");
        }
    }

    private static void ok(ExecResult result) {
        if (!result.ok()) {
            throw new IllegalStateException("a program in the sandbox failed: " + result.error());
        }
    }
}
