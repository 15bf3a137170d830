package dev.slipway.daemon;

import dev.slipway.api.ApiServer;
import dev.slipway.api.ApiServices;
import dev.slipway.api.ApiSettings;
import dev.slipway.api.Metrics;
import dev.slipway.fleet.FleetNews;
import dev.slipway.forge.Repositories;
import dev.slipway.forge.local.ForgeRules;
import dev.slipway.forge.local.GitHttp;
import dev.slipway.forge.local.LocalForge;
import dev.slipway.git.GitIdentity;
import dev.slipway.git.Mirrors;
import dev.slipway.git.Workspaces;
import dev.slipway.host.Host;
import dev.slipway.host.Hosts;
import dev.slipway.identity.LocalPerson;
import dev.slipway.identity.Users;
import dev.slipway.image.BuildSecrets;
import dev.slipway.image.ImageBuilds;
import dev.slipway.image.ImageGround;
import dev.slipway.image.ImageRegistry;
import dev.slipway.image.ImageTravel;
import dev.slipway.image.Images;
import dev.slipway.journal.Journals;
import dev.slipway.keyring.Keyring;
import dev.slipway.llm.Connections;
import dev.slipway.llm.ModelSettings;
import dev.slipway.llm.Models;
import dev.slipway.llm.Protocol;
import dev.slipway.llm.Provider;
import dev.slipway.llm.RetryPolicy;
import dev.slipway.llm.anthropic.AnthropicMessages;
import dev.slipway.llm.openai.OpenAiChat;
import dev.slipway.llm.openai.OpenAiResponses;
import dev.slipway.llm.rehearsal.Rehearsals;
import dev.slipway.model.SessionId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.pool.BuildSites;
import dev.slipway.pool.Holds;
import dev.slipway.pool.Housing;
import dev.slipway.pool.LayerCleaning;
import dev.slipway.pool.Leases;
import dev.slipway.pool.SandboxPool;
import dev.slipway.pool.Stock;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.session.Neighbours;
import dev.slipway.session.Sessions;
import dev.slipway.snapshot.SessionSnapshots;
import dev.slipway.snapshot.Shipping;
import dev.slipway.snapshot.SnapshotBook;
import dev.slipway.snapshot.Snapshots;
import dev.slipway.sqlite.Database;
import dev.slipway.ssh.OwnKey;
import dev.slipway.ssh.SshLogin;
import dev.slipway.statistics.StatisticsBook;
import dev.slipway.tunnel.Tunnels;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place that knows every part: makes them in order, each from those before it, and ends them the
/// other way
/// round.
final class Wiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private final Database database;
    private final Journals journals;
    private final Mirrors mirrors;
    private final Models models;
    private static final String OWN_KEY = "ssh/id_ed25519";

    private final Hosts hosts;
    private final SandboxPool pool;
    private final LayerCleaning cleaning;
    private final SessionSnapshots snapshots;
    private final ImageBuilds images;
    private final Leases leases;
    private final boolean keepSandboxes;
    private final Sessions sessions;
    private final StatisticsBook statistics;
    private final ApiServer api;

    Wiring(Path home, Config config, Map<String, String> environment) {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        FleetNews news = new FleetNews();
        database = Database.open(home.resolve("daemon.db"), "the daemon's database");
        journals = new Journals(home.resolve("sessions"), clock);
        Path person = Path.of(System.getProperty("user.home"));
        Users users = Users.open(
                database,
                home.resolve("token"),
                () -> LocalPerson.of(System.getProperty("user.name"), person),
                clock,
                random);
        Rehearsals rehearsals = new Rehearsals(Optional.of(home.resolve("rehearsals")));
        models = models(random, rehearsals);
        ModelSettings modelSettings = ModelSettings.open(
                ModelConfig.ground(config.models(), environment, rehearsals.names()),
                database,
                new Keyring(home.resolve("keys")),
                models,
                clock);
        models.standardProblem()
                .ifPresent(problem -> LOG.warn(
                        "Sessions that name no model can't begin: {} ({}). {}",
                        problem.title(),
                        problem.detail(),
                        problem.remedy().orElse("")));
        mirrors = new Mirrors(home.resolve("repos"));
        Repositories repositories = new Repositories(mirrors, database, clock);
        ForgeRules rules =
                new ForgeRules(config.forge().approvals(), config.forge().protectDefault());
        LocalForge forge = new LocalForge(repositories, database, users::list, rules, clock);
        statistics = new StatisticsBook(journals, database, clock);
        SandboxSettings settings = SandboxConfig.settings(config.sandbox(), environment);
        keepSandboxes = SandboxConfig.keeps(environment);
        Duration pace = Duration.ofSeconds(Math.max(
                1, Math.min(10, SandboxConfig.lostAfter(config.sandbox()).toSeconds() / 2)));
        hosts = new Hosts(database, home.resolve("sandboxes"), logins(home, environment), clock, random, pace);
        ImageRegistry registry = new ImageRegistry(database);
        pool = new SandboxPool(
                hosts,
                host -> rooms(host, home, settings, registry, clock, random),
                SandboxConfig.lostAfter(config.sandbox()),
                clock);
        var _ = repositories.onRemoved(gone -> hosts.pools().choose(gone, Optional.empty()));
        Housing housing = pool.housing(HostId.LOCAL);
        SnapshotBook snapshotBook = new SnapshotBook(database, clock, random);
        snapshots = SessionSnapshots.open(
                snapshotBook,
                new Shipping(),
                pool::reachable,
                SandboxConfig.copies(config.sandbox(), home.resolve("layers")));
        cleaning = new LayerCleaning(
                pool, () -> hosts.all().stream().map(Host::id).toList(), snapshotBook, Duration.ofHours(1));
        Holds holds = new Holds();
        SandboxSpec template = SandboxConfig.template(config.sandbox());
        Workspaces workspaces = new Workspaces(GitIdentity.AGENT);
        leases = new Leases(
                new Stock(pool, template, workspaces, repositories),
                database,
                SandboxConfig.warm(config.warm(), environment),
                clock,
                random);
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
                snapshots,
                holds,
                SandboxConfig.rooms(config.sandbox()),
                clock,
                random));
        leases.start(sessions::livesIn);
        sessions.onChange(statistics::note);
        hosts.onChange(host -> {
            if (hosts.find(host.id()).isEmpty()) {
                registry.removed(host.id());
            }
        });
        registry.onLacking(new ImageTravel(registry, snapshots.shipping(), pool::reachable)::begin);
        images = new ImageBuilds(
                new ImageGround(
                        registry,
                        new BuildSecrets(home.resolve("keys/builds")),
                        new BuildSites(pool, hosts, cleaning),
                        repositories,
                        workspaces,
                        template,
                        harmless(environment)),
                ImageConfig.settings(config.images()),
                home.resolve("logs/images"),
                news,
                clock,
                random);
        sessions.onChange(new UsedRepositories(sessions, images, clock)::note);
        var _ = repositories.onBranchMoved(images::moved);
        var _ = repositories.onRemoved(images::removed);
        forge.recover();
        if (config.images().automatic()) {
            images.start();
        }
        ApiSettings met = ApiSettings.usual(Version.current())
                .withHostNames(Set.copyOf(config.server().hosts()))
                .withOrigins(Set.copyOf(config.server().origins()));
        Tunnels tunnels = new Tunnels(
                new Tunnels.Rooms() {
                    @Override
                    public Sandbox sandbox(SessionId session) throws InterruptedException {
                        return sessions.sandbox(session);
                    }

                    @Override
                    public Optional<Sandbox> ready(SessionId session) {
                        return sessions.readySandbox(session);
                    }
                },
                holds,
                clock);
        Metrics metrics = new Metrics();
        StoreMetrics.register(metrics, journals, housing);
        WarmMetrics.register(metrics, leases);
        api = new ApiServer(
                met,
                new ApiServices(
                        new ApiServices.Ground(database, users, metrics, clock),
                        sessions,
                        repositories,
                        forge,
                        new GitHttp(repositories, rules),
                        statistics,
                        new ApiServices.Fleet(
                                hosts,
                                pool,
                                leases,
                                () -> OwnKey.in(home.resolve(OWN_KEY), "slipway")
                                        .publicLine(),
                                SandboxConfig.rules(config.sandbox()),
                                news,
                                images,
                                tunnels),
                        new ApiServices.Server(models, modelSettings, new HealthChecks(home, housing, models)::look)));
    }

    ApiServer api() {
        return api;
    }

    /// Makes the first model call as fast as any other, in the background.
    void warmUp() {
        Thread.ofVirtual().name("warm-up").start(() -> {
            try {
                models.warmUp();
            } catch (InterruptedException | RuntimeException e) {
                LOG.info("The models were not warmed up: {}", e.getMessage());
            }
        });
    }

    @Override
    public void close() {
        api.close();
        images.close();
        cleaning.close();
        try {
            sessions.close();
            leases.close();
            snapshots.close();
            if (!keepSandboxes) {
                pool.destroySandboxes();
            }
            statistics.close();
            hosts.close();
        } catch (InterruptedException e) {
            LOG.warn("The daemon was not given the time to end in good order");
            Thread.currentThread().interrupt();
        }
        journals.close();
        mirrors.close();
        models.close();
        database.close();
    }

    /// Without providers: those come from the settings.
    private static Models models(SecureRandom random, Rehearsals rehearsals) {
        Map<Provider.Kind, Protocol> protocols = Map.of(
                Provider.Kind.ANTHROPIC, new AnthropicMessages(),
                Provider.Kind.OPENAI_RESPONSES, new OpenAiResponses(),
                Provider.Kind.OPENAI_CHAT, new OpenAiChat(),
                Provider.Kind.REHEARSAL, rehearsals);
        return new Models(List.of(), protocols, List.of(), RetryPolicy.STANDARD, Connections.ofEnvironment(), random);
    }

    /// What repositories may ask for of the daemon's environment: nothing that could be a secret.
    private static Map<String, String> harmless(Map<String, String> environment) {
        Map<String, String> harmless = new HashMap<>(environment);
        harmless.keySet().retainAll(Set.of("LANG", "LC_ALL", "TZ"));
        return harmless;
    }

    /// The daemon's own key, and those of an agent that it was started with.
    private static List<SshLogin> logins(Path home, Map<String, String> environment) {
        List<SshLogin> logins = new ArrayList<>();
        Path key = home.resolve(OWN_KEY);
        logins.add(new SshLogin.KeyFile(key, Optional.empty()));
        Optional.ofNullable(environment.get("SSH_AUTH_SOCK"))
                .filter(socket -> !socket.isBlank())
                .ifPresent(socket -> logins.add(new SshLogin.Agent(Path.of(socket))));
        return logins;
    }

    private static Housing.Rooms rooms(
            Host host, Path home, SandboxSettings settings, ImageRegistry registry, Clock clock, SecureRandom random) {
        boolean here = host.spec().local();
        // Directories and JDK of this computer are not another one's.
        SandboxSettings there =
                new SandboxSettings(settings.allowUnisolated(), List.of(), Optional.empty(), settings.userId());
        Sandboxes sandboxes = new Sandboxes(host.shell(), here ? settings : there, random);
        Snapshots snapshots = new Snapshots(sandboxes, clock, random);
        Path images = home.resolve("images");
        return new Housing.Rooms(
                sandboxes,
                new Images(
                        sandboxes,
                        snapshots,
                        here
                                ? images
                                : home.resolve("host-images").resolve(host.id().value()),
                        random,
                        registry,
                        host.id()));
    }
}
