package dev.slipway.bench;

import dev.slipway.fleet.FleetNews;
import dev.slipway.git.GitIdentity;
import dev.slipway.git.ImportProgress;
import dev.slipway.git.Mirror;
import dev.slipway.git.Mirrors;
import dev.slipway.git.Origin;
import dev.slipway.git.Workspaces;
import dev.slipway.host.HostShell;
import dev.slipway.image.BuildPlaces;
import dev.slipway.image.BuildSecrets;
import dev.slipway.image.ImageBuilds;
import dev.slipway.image.ImageGround;
import dev.slipway.image.ImageRegistry;
import dev.slipway.image.ImageSettings;
import dev.slipway.image.Images;
import dev.slipway.image.Sources;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageStatus;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.snapshot.Snapshots;
import dev.slipway.sqlite.Database;
import dev.slipway.ssh.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Images: what a rebuild costs beside the repository's own commands, here and behind SSH.
final class ImageBench implements Bench {
    private static final RepositoryId REPOSITORY = new RepositoryId("bench");
    private static final int FILES = 2_000;
    private static final int RUNS = 12;
    private static final int WARM_UP = 2;

    private final Random random = new Random();

    @Override
    public String name() {
        return "image";
    }

    @Override
    public String about() {
        return "a rebuild of an unchanged repository's image, beside what its own commands take";
    }

    @Override
    public void run(BenchReport report) throws IOException, InterruptedException {
        Path root = Files.createTempDirectory("slipway-bench");
        try (Scratch scratch = new Scratch("image")) {
            rebuild(report, scratch.path().resolve("local"), HostShell.local(root.resolve("local"), random), root);
        }
        Path far = Files.createTempDirectory("slipway-bench");
        try (Scratch scratch = new Scratch("image");
                LoopbackSshd sshd = new LoopbackSshd(scratch.path());
                SshServer server = new SshServer(sshd.target(), sshd.pinned(), random)) {
            HostShell host = HostShell.ssh(new HostId("bench"), server, far.toString(), random);
            rebuild(report, scratch.path().resolve("ssh"), host, far);
        }
        new ShipBench().run(report);
    }

    /// The repository's commands write 20 MB and run for a tenth of a second or so; each rebuild is forced.
    private void rebuild(BenchReport report, Path home, HostShell host, Path root)
            throws IOException, InterruptedException {
        Files.createDirectories(home);
        Sandboxes sandboxes = new Sandboxes(host, SandboxSettings.standard(), random);
        try (Database database = Database.open(home.resolve("daemon.db"), "the bench's database");
                Mirrors mirrors = new Mirrors(home.resolve("repos"))) {
            mirrors.importFrom(
                    REPOSITORY, Origin.parse(repository(home).toString()), Optional.empty(), ImportProgress.SILENT);
            ImageRegistry registry = new ImageRegistry(database);
            Snapshots snapshots = new Snapshots(sandboxes, InstantSource.system(), random);
            Images images = new Images(sandboxes, snapshots, home.resolve("images"), random, registry, host.id());
            ImageGround ground = new ImageGround(
                    registry,
                    new BuildSecrets(home.resolve("secrets")),
                    place(host.id(), images),
                    sources(mirrors),
                    new Workspaces(GitIdentity.AGENT),
                    SandboxSpec.of(new SandboxId("template")),
                    Map.of());
            try (ImageBuilds builds = new ImageBuilds(
                    ground,
                    ImageSettings.DEFAULT,
                    home.resolve("logs"),
                    new FleetNews(),
                    InstantSource.system(),
                    random)) {
                measure(report, builds, host.id());
            }
        } finally {
            SandboxBench.clean(sandboxes, root);
        }
    }

    private static void measure(BenchReport report, ImageBuilds builds, HostId host) throws InterruptedException {
        List<Double> overheads = new ArrayList<>();
        List<Double> commands = new ArrayList<>();
        for (int i = 0; i < RUNS + WARM_UP; i++) {
            ImageBuild build = build(builds);
            double own = build.commands().orElseThrow().toNanos() / 1e9;
            if (i >= WARM_UP) {
                overheads.add(build.took().orElseThrow().toNanos() / 1e9 - own);
                commands.add(own);
            }
        }
        Collections.sort(overheads);
        Collections.sort(commands);
        report.report(
                "image",
                "rebuild_overhead",
                overheads.get(RUNS / 2),
                "s",
                Map.of(
                        "host",
                        host.equals(HostId.LOCAL) ? "local" : "ssh",
                        "runs",
                        RUNS,
                        "p10",
                        rounded(overheads.get(RUNS / 10)),
                        "p90",
                        rounded(overheads.get(RUNS * 9 / 10)),
                        "own_commands",
                        rounded(commands.get(RUNS / 2)),
                        "files",
                        FILES));
    }

    private static ImageBuild build(ImageBuilds builds) throws InterruptedException {
        ImageBuild build = builds.request(REPOSITORY, true, "the bench");
        while (!build.status().over()) {
            TimeUnit.MILLISECONDS.sleep(5);
            build = builds.get(REPOSITORY, build.id());
        }
        if (build.status() != ImageStatus.SUCCEEDED) {
            throw new IllegalStateException("a build did not succeed: " + build);
        }
        return build;
    }

    private static BuildPlaces place(HostId host, Images images) {
        return new BuildPlaces() {
            @Override
            public Place choose(RepositoryId repository, Optional<CommitId> commit) {
                return new Place(host, images, Optional.empty());
            }

            @Override
            public void clean(HostId full) {
                throw new IllegalStateException("the bench has room");
            }
        };
    }

    private static Sources sources(Mirrors mirrors) {
        return new Sources() {
            @Override
            public Mirror mirror(RepositoryId repository) {
                return mirrors.open(repository);
            }

            @Override
            public void refresh(RepositoryId repository) {
                // It was created here.
            }
        };
    }

    private static Path repository(Path home) throws IOException, InterruptedException {
        Path work = home.resolve("origin");
        for (int i = 0; i < FILES; i++) {
            Path file = work.resolve("src/d" + i % 50 + "/f" + i + ".txt");
            Files.createDirectories(file.getParent());
            Files.writeString(file, ("line of file " + i + "\n").repeat(50));
        }
        Files.writeString(work.resolve(".gitignore"), "out\n");
        Files.writeString(work.resolve(".slipway.yml"), """
                image:
                  setup: mkdir -p out && head -c 20000000 /dev/zero > out/packages
                  build: cat src/*/*.txt > out/all
                  test: sleep 0.1
                """);
        for (String line : List.of("git init -q -b main", "git add -A", "git commit -q -m Begin")) {
            ProcessBuilder git = new ProcessBuilder(line.split(" ", -1))
                    .directory(work.toFile())
                    .inheritIO();
            git.environment()
                    .putAll(Map.of(
                            "GIT_CONFIG_GLOBAL",
                            "/dev/null",
                            "GIT_AUTHOR_NAME",
                            "Bench",
                            "GIT_AUTHOR_EMAIL",
                            "bench@example.org",
                            "GIT_COMMITTER_NAME",
                            "Bench",
                            "GIT_COMMITTER_EMAIL",
                            "bench@example.org"));
            if (git.start().waitFor() != 0) {
                throw new IllegalStateException(line + " failed");
            }
        }
        return work;
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1_000) / 1_000.0;
    }
}
