package dev.slipway.image;

import dev.slipway.fleet.FleetNews;
import dev.slipway.git.GitIdentity;
import dev.slipway.git.ImportProgress;
import dev.slipway.git.Mirror;
import dev.slipway.git.Mirrors;
import dev.slipway.git.Origin;
import dev.slipway.git.RealGit;
import dev.slipway.git.Workspaces;
import dev.slipway.host.HostShell;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.snapshot.Snapshots;
import dev.slipway.sqlite.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A place where images are built: a host with real sandboxes, a repository with a real origin, a database. The
/// host is this computer, in a directory of its own.
final class Yard implements AutoCloseable {
    static final RepositoryId SHOP = new RepositoryId("shop");
    static final RepositoryId OTHER = new RepositoryId("other");
    private static final int ORDINARY_USER = 61_234;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    final Path root = Files.createTempDirectory("slipway-images");
    final RealGit origin = RealGit.init(root.resolve("origin"));
    final Random random = new Random();
    final Sandboxes sandboxes;
    final Database database = Database.open(root.resolve("daemon.db"), "a test's database");
    final ImageRegistry registry = new ImageRegistry(database);
    final Mirrors mirrors = new Mirrors(root.resolve("repos"));
    final BuildSecrets secrets = new BuildSecrets(root.resolve("secrets"));
    final FleetNews news = new FleetNews();
    final Images images;
    ImageSettings settings = ImageSettings.DEFAULT;
    Optional<BuildPlaces.Disk> disk = Optional.empty();
    ImageBuilds builds;
    private int sessions;

    Yard() throws IOException {
        this(false);
    }

    /// @param ordinary whether the sandboxes belong to an ordinary user, even where root runs the tests
    Yard(boolean ordinary) throws IOException {
        sandboxes = new Sandboxes(host(ordinary), SandboxSettings.standard(), random);
        images = new Images(
                sandboxes,
                new Snapshots(sandboxes, InstantSource.system(), random),
                root.resolve("images"),
                random,
                registry,
                HostId.LOCAL);
        builds = open();
    }

    private HostShell host(boolean ordinary) throws IOException {
        Path place = Files.createDirectory(root.resolve("host"));
        if (!ordinary || !"root".equals(System.getProperty("user.name"))) {
            return HostShell.local(place, random);
        }
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(place, "unix:uid", ORDINARY_USER);
        return HostShell.localAs(ORDINARY_USER, place, random);
    }

    /// As a daemon does at its start.
    ImageBuilds open() {
        BuildPlaces places = new BuildPlaces() {
            @Override
            public Place choose(RepositoryId repository, Optional<CommitId> commit) {
                return new Place(HostId.LOCAL, images, disk);
            }

            @Override
            public void clean(HostId host) {
                sandboxes.collect(images.retain(3), Duration.ZERO);
            }
        };
        Sources sources = new Sources() {
            @Override
            public Mirror mirror(RepositoryId repository) {
                return mirrors.open(repository);
            }

            @Override
            public void refresh(RepositoryId repository) {
                mirror(repository).fetch(Origin.parse(origin.directory().toString()), ImportProgress.SILENT);
            }
        };
        ImageGround ground = new ImageGround(
                registry,
                secrets,
                places,
                sources,
                new Workspaces(GitIdentity.AGENT),
                SandboxSpec.of(new SandboxId("template")),
                Map.of("LANG", "de_DE.UTF-8"));
        return new ImageBuilds(ground, settings, root.resolve("logs"), news, InstantSource.system(), random);
    }

    /// Imports the repository once its origin has what it is to have.
    void importShop() {
        mirrors.importFrom(SHOP, Origin.parse(origin.directory().toString()), Optional.empty(), ImportProgress.SILENT);
    }

    /// A second repository with the same content.
    void importOther() {
        mirrors.importFrom(OTHER, Origin.parse(origin.directory().toString()), Optional.empty(), ImportProgress.SILENT);
    }

    /// Builds and waits for the end.
    ImageBuild build(boolean force) {
        ImageBuild asked = builds.request(SHOP, force, "a test");
        eventually(() -> builds.get(SHOP, asked.id()).status().over());
        return builds.get(SHOP, asked.id());
    }

    String log(ImageBuild build) {
        return String.join("\n", builds.log(SHOP, build.id(), 1).lines());
    }

    /// What a line for a shell says in a sandbox that starts from the newest image.
    String inSession(String line) throws InterruptedException {
        BuiltImage image = images.newest(SHOP).orElseThrow();
        Sandbox sandbox = sandboxes.create(image.start(SandboxSpec.of(new SandboxId("session-" + sessions++))));
        try {
            ExecResult result = sandbox.run(ExecSpec.shell(line));
            return (result.output() + result.error()).strip();
        } finally {
            sandbox.destroy();
        }
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

    List<Path> layers() {
        try (var all = Files.list(root.resolve("host/layers"))) {
            return all.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        builds.close();
        sandboxes.destroyAll();
        mirrors.close();
        database.close();
        String delete = "for i in 1 2 3 4 5 6 7 8 9; do rm -rf \"$0\" 2>/dev/null || unshare -U -r rm -rf \"$0\";"
                + " [ -e \"$0\" ] || exit 0; sleep 0.1; done";
        new ProcessBuilder("sh", "-c", delete, root.toString()).start().onExit().join();
    }
}
