package dev.slipway.session;

import dev.slipway.forge.Repositories;
import dev.slipway.forge.local.ForgeRules;
import dev.slipway.forge.local.LocalForge;
import dev.slipway.git.GitIdentity;
import dev.slipway.git.Mirrors;
import dev.slipway.git.RealGit;
import dev.slipway.git.Workspaces;
import dev.slipway.host.HostShell;
import dev.slipway.host.Hosts;
import dev.slipway.image.Images;
import dev.slipway.journal.Batch;
import dev.slipway.journal.Journals;
import dev.slipway.journal.Subscription;
import dev.slipway.llm.Connections;
import dev.slipway.llm.Models;
import dev.slipway.llm.Provider;
import dev.slipway.llm.RetryPolicy;
import dev.slipway.llm.anthropic.AnthropicMessages;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.wire.SessionCalls.NewPrompt;
import dev.slipway.model.wire.SessionCalls.NewSession;
import dev.slipway.pool.Holds;
import dev.slipway.pool.Housing;
import dev.slipway.pool.Leases;
import dev.slipway.pool.SandboxPool;
import dev.slipway.pool.Stock;
import dev.slipway.pool.WarmSettings;
import dev.slipway.sandbox.Limits;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.snapshot.CopySettings;
import dev.slipway.snapshot.SessionSnapshots;
import dev.slipway.snapshot.Shipping;
import dev.slipway.snapshot.SnapshotBook;
import dev.slipway.snapshot.Snapshots;
import dev.slipway.sqlite.Database;
import dev.slipway.ssh.SshLogin;
import dev.slipway.statistics.StatisticsBook;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// A daemon without its API: all real parts over a home directory, with a model that plays by script elsewhere.
final class House implements AutoCloseable {
    static final User ADA = user("ada", "Ada Lovelace");
    static final User BOB = user("bob", "Bob Moran");
    static final User EVE = user("eve", "Eve Reader");
    static final RepositoryId SHOP = new RepositoryId("shop");
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final RetryPolicy QUICK =
            new RetryPolicy(2, 2, Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofSeconds(1));

    final Path home;
    final Database database;
    final Journals journals;
    final Mirrors mirrors;
    final Models models;
    final Repositories repositories;
    final LocalForge forge;
    final StatisticsBook statistics;
    final Hosts hosts;
    final SandboxPool pool;
    final Housing housing;
    final SnapshotBook snapshots;
    final SessionSnapshots sessionSnapshots;
    final Holds holds = new Holds();
    final Leases leases;
    final Sessions sessions;

    private static User user(String id, String name) {
        return new User(new UserId(id), name, id + "@example.org", Role.MEMBER, Instant.EPOCH);
    }

    House(Path home, String model) {
        this(home, model, shell -> shell);
    }

    /// @param model where the model answers, in Anthropic's words
    /// @param host  what becomes of the host's shell
    House(Path home, String model, UnaryOperator<HostShell> host) {
        this(home, model, host, List.of());
    }

    /// @param logins for hosts behind SSH
    House(Path home, String model, UnaryOperator<HostShell> host, List<SshLogin> logins) {
        this(home, model, host, logins, RoomRules.STANDARD);
    }

    /// @param rules how long sessions keep their sandboxes
    House(Path home, String model, UnaryOperator<HostShell> host, List<SshLogin> logins, RoomRules rules) {
        this(home, model, host, logins, rules, WarmSettings.OFF);
    }

    /// @param warm what waits before anyone asks
    House(
            Path home,
            String model,
            UnaryOperator<HostShell> host,
            List<SshLogin> logins,
            RoomRules rules,
            WarmSettings warm) {
        this.home = home;
        InstantSource clock = InstantSource.system();
        Random random = new Random();
        database = Database.open(home.resolve("daemon.db"), "the daemon's database");
        journals = new Journals(home.resolve("sessions"), clock);
        mirrors = new Mirrors(home.resolve("repos"));
        models = new Models(
                List.of(Provider.of("p", Provider.Kind.ANTHROPIC, model, "key", List.of("stub-1"))),
                Map.of(Provider.Kind.ANTHROPIC, new AnthropicMessages()),
                List.of(),
                QUICK,
                new Connections(ProxySelector.of(null)),
                random);
        repositories = new Repositories(mirrors, database, clock);
        forge = new LocalForge(repositories, database, () -> List.of(ADA, BOB, EVE), ForgeRules.DEFAULT, clock);
        statistics = new StatisticsBook(journals, database, clock);
        hosts = new Hosts(database, home.resolve("sandboxes"), logins, clock, random, Duration.ofHours(1));
        pool = new SandboxPool(
                hosts,
                of -> {
                    HostShell shell = host.apply(of.shell());
                    Sandboxes sandboxes = new Sandboxes(shell, SandboxSettings.standard(), random);
                    Snapshots snapshots = new Snapshots(sandboxes, clock, random);
                    return new Housing.Rooms(
                            sandboxes,
                            new Images(
                                    sandboxes,
                                    snapshots,
                                    home.resolve("images").resolve(of.id().value()),
                                    random));
                },
                Duration.ZERO,
                clock);
        housing = pool.housing(HostId.LOCAL);
        snapshots = new SnapshotBook(database, clock, random);
        sessionSnapshots = SessionSnapshots.open(
                snapshots,
                new Shipping(),
                pool::reachable,
                Optional.of(new CopySettings(home.resolve("layers"), 1 << 30)));
        SandboxSpec template = SandboxSpec.of(new SandboxId("template")).withLimits(Limits.DEFAULT.withProcesses(200));
        Workspaces workspaces = new Workspaces(GitIdentity.AGENT);
        leases = new Leases(new Stock(pool, template, workspaces, repositories), database, warm, clock, random);
        sessions = Sessions.open(new Neighbours(
                journals,
                database,
                models,
                repositories,
                workspaces,
                forge,
                pool,
                template,
                leases,
                sessionSnapshots,
                holds,
                rules,
                clock,
                random));
        leases.start(sessions::livesIn);
        sessions.onChange(statistics::note);
        forge.recover();
    }

    /// Imports a repository whose work tree is made here.
    RealGit importShop() {
        RealGit git = RealGit.init(home.resolve("origin"));
        git.commit("README.md", "A shop.\n");
        repositories.add(Optional.of(SHOP), Optional.of(git.directory().toString()), Optional.empty());
        return git;
    }

    SessionId session(User by) {
        return session(SHOP, by);
    }

    SessionId session(RepositoryId repository, User by) {
        return sessions.create(
                        new NewSession(
                                repository,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Optional.of("Work")),
                        by)
                .id();
    }

    Prompt prompt(SessionId session, User by, String text) {
        return prompt(session, by, text, PromptMode.QUEUE, Optional.empty());
    }

    Prompt prompt(SessionId session, User by, String text, PromptMode mode, Optional<PromptId> id) {
        return sessions.prompt(session, new NewPrompt(id, text, Optional.of(mode), List.of(), Optional.empty()), by);
    }

    /// Prompts and waits until the session rests.
    void turn(SessionId session, User by, String text) {
        prompt(session, by, text);
        rest(session);
    }

    /// Waits until no turn runs and what it wrote can be read.
    void rest(SessionId session) {
        eventually(() -> {
            SessionState state = sessions.summary(session).state();
            return state != SessionState.WORKING && state != SessionState.STOPPING;
        });
        sessions.journal(session).awaitWritten();
    }

    /// What the journal says, written or soon written.
    List<SessionEvent> rows(SessionId session) {
        sessions.journal(session).awaitWritten();
        List<SessionEvent> rows = new ArrayList<>();
        sessions.journal(session).forEach(1, envelope -> rows.add(envelope.event()));
        return rows;
    }

    <T extends SessionEvent> List<T> rows(SessionId session, Class<T> type) {
        return rows(session).stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// Waits for the n-th row of a kind, from 1.
    <T extends SessionEvent> T await(SessionId session, Class<T> type, int nth) throws InterruptedException {
        try (Subscription subscription = sessions.journal(session).subscribe(1)) {
            long end = System.nanoTime() + LIMIT.toNanos();
            int seen = 0;
            while (System.nanoTime() < end) {
                Batch batch = subscription.next(Duration.ofSeconds(1));
                for (Envelope envelope : batch.events()) {
                    if (type.isInstance(envelope.event()) && ++seen == nth) {
                        return type.cast(envelope.event());
                    }
                }
            }
        }
        throw new AssertionError("No " + type.getSimpleName() + " number " + nth + " within " + LIMIT.toSeconds()
                + " s, but " + rows(session));
    }

    /// Waits until this text streams.
    void awaitLive(SessionId session, String text) {
        eventually(() -> sessions.journal(session).live().stream()
                .anyMatch(live -> live.text().contains(text)));
    }

    Sandbox sandbox(SessionId session) throws InterruptedException {
        SandboxId id = sessions.actor(session).read(SessionProjection::sandbox).orElseThrow();
        return housing.await().sandboxes().find(id).orElseThrow();
    }

    /// git on a mirror.
    RealGit mirror(RepositoryId repository) {
        return new RealGit(home.resolve("repos").resolve(repository.value() + ".git"));
    }

    static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It did not come true within " + LIMIT.toSeconds() + " s");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    /// Ends as a daemon does; sandboxes stay.
    @Override
    public void close() {
        rest();
        hosts.close();
        shut();
    }

    private void rest() {
        try {
            sessions.close();
            leases.close();
            statistics.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("A test was given no time to close its house", e);
        }
    }

    private void shut() {
        sessionSnapshots.close();
        journals.close();
        mirrors.close();
        models.close();
        database.close();
    }

    /// Ends it together with its sandboxes and files.
    void tearDown() throws InterruptedException, IOException {
        rest();
        try {
            // Even when nobody has asked for the host: probing it makes directories, and an earlier house left
            // sandboxes.
            pool.destroySandboxes();
        } catch (ProblemException e) {
            // A host without sandboxes has none to destroy.
        }
        hosts.close();
        shut();
        Process delete = new ProcessBuilder(
                        "sh", "-c", "rm -rf \"$0\" 2>/dev/null || unshare -U -r rm -rf \"$0\"", home.toString())
                .inheritIO()
                .start();
        if (delete.onExit().join().exitValue() != 0) {
            throw new IOException("can't delete " + home);
        }
    }
}
