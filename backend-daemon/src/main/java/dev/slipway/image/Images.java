package dev.slipway.image;

import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.ImageId;
import dev.slipway.model.problem.Problem;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.snapshot.Snapshot;
import dev.slipway.snapshot.Snapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The images of one host, each shared by all sandboxes that start from it: those that builds have made, and,
/// until there is one, a bare checkout of each commit that somebody asked for. Each of the latter is a line in
/// a small file of the repository's, kept in the daemon's own directory.
public final class Images {
    /// How the names of sandboxes begin in which images are made.
    private static final String BUILD = "image-";

    private final Sandboxes sandboxes;
    private final Snapshots snapshots;
    private final Path directory;
    private final RandomGenerator random;
    private final Optional<Built> built;
    private final Map<RepositoryId, ReentrantLock> locks = new ConcurrentHashMap<>();

    /// The images that were built on a host, or brought there.
    private record Built(ImageRegistry registry, HostId host) {}

    /// The images of a host on which none are built but bare ones.
    /// @param directory where to remember them; made when it is missing
    public Images(Sandboxes sandboxes, Snapshots snapshots, Path directory, RandomGenerator random) {
        this(sandboxes, snapshots, directory, random, Optional.empty());
    }

    /// @param directory where to remember bare ones; made when it is missing
    /// @param registry  of those that were built
    public Images(
            Sandboxes sandboxes,
            Snapshots snapshots,
            Path directory,
            RandomGenerator random,
            ImageRegistry registry,
            HostId host) {
        this(sandboxes, snapshots, directory, random, Optional.of(new Built(registry, host)));
    }

    private Images(
            Sandboxes sandboxes, Snapshots snapshots, Path directory, RandomGenerator random, Optional<Built> built) {
        this.sandboxes = sandboxes;
        this.snapshots = snapshots;
        this.directory = directory;
        this.random = random;
        this.built = built;
    }

    /// The newest good image of a repository on this host, from which its sandboxes start whatever their
    /// branch; the work tree in it may be older than any of them, and is brought up by git. Empty until one was
    /// built, or brought here: then there is [#get], a bare checkout.
    public Optional<BuiltImage> newest(RepositoryId repository) {
        return built.flatMap(images -> images.registry().newest(images.host(), repository));
    }

    /// Destroys what builds of an earlier daemon left half done. To be called once, before anything is built.
    public void clearUp() {
        sandboxes.list().stream()
                .filter(sandbox -> sandbox.id().value().startsWith(BUILD))
                .forEach(Sandbox::destroy);
    }

    /// A sandbox for a build.
    Sandbox sandbox(ImageId build, SandboxSpec like, List<LayerId> layers) {
        return sandboxes.create(
                like.withId(new SandboxId(BUILD + build.value())).withLayers(layers));
    }

    Snapshot seal(Sandbox sandbox) {
        return snapshots.seal(sandbox, Snapshots.Running.END);
    }

    /// Bytes of each layer that is there.
    Map<LayerId, Long> sizes(Set<LayerId> layers) {
        return sandboxes.sizes(layers);
    }

    /// On which some sandbox stands now.
    Set<LayerId> layersOfSandboxes() {
        Set<LayerId> layers = new HashSet<>();
        sandboxes.list().forEach(sandbox -> layers.addAll(sandbox.spec().layers()));
        return layers;
    }

    /// The image of a repository at a commit, if it was built.
    public Optional<Image> find(RepositoryId repository, CommitId commit) {
        Path file = file(repository, commit);
        try {
            return Files.exists(file)
                    ? Optional.of(new Image(repository, commit, parse(Files.readString(file))))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the image " + file, e);
        }
    }

    /// The image of a repository at a commit; built now unless it is there. Whoever asks for a repository that
    /// is being built waits for it.
    public Image get(RepositoryId repository, CommitId commit, ImageBuilder builder) throws InterruptedException {
        built.ifPresent(images -> images.registry().lacks(images.host(), repository));
        ReentrantLock lock = locks.computeIfAbsent(repository, _ -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            Optional<Image> known = find(repository, commit);
            return known.isPresent() ? known.get() : build(repository, commit, builder);
        } finally {
            lock.unlock();
        }
    }

    /// Forgets all but the newest images of each repository. Their layers stay until they are collected.
    /// @param each how many to keep of each repository
    /// @return the layers of those that there were: of one that was forgotten now, they go next time
    public Set<LayerId> retain(int each) {
        Set<LayerId> layers = new HashSet<>();
        try (Stream<Path> repositories = Files.exists(directory) ? Files.list(directory) : Stream.empty()) {
            for (Path repository : repositories.filter(Files::isDirectory).toList()) {
                retain(repository, each, layers);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't look through the images in " + directory, e);
        }
        built.ifPresent(images -> layers.addAll(images.registry().retain(images.host(), each)));
        return layers;
    }

    private static void retain(Path repository, int each, Set<LayerId> layers) throws IOException {
        Map<Path, Snapshot> images = new HashMap<>();
        try (Stream<Path> files = Files.list(repository)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".image")).toList()) {
                // One that is being written has no such name yet, or is whole.
                String text = Files.readString(file);
                if (!text.isEmpty()) {
                    images.put(file, parse(text));
                }
            }
        }
        List<Path> newest = images.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(
                        Comparator.comparing(Snapshot::taken).reversed()))
                .map(Map.Entry::getKey)
                .toList();
        for (Path old : newest.subList(Math.min(each, newest.size()), newest.size())) {
            Files.deleteIfExists(old);
            // Its layers go next time: somebody may be starting from it right now.
        }
        images.values().forEach(image -> layers.addAll(image.layers()));
    }

    private Image build(RepositoryId repository, CommitId commit, ImageBuilder builder) throws InterruptedException {
        SandboxId id = new SandboxId(BUILD + LayerId.random(random).value());
        Sandbox sandbox = sandboxes.create(SandboxSpec.of(id));
        try {
            builder.fill(sandbox);
            Image image = new Image(repository, commit, snapshots.seal(sandbox, Snapshots.Running.END));
            remember(image);
            return image;
        } finally {
            sandbox.destroy();
        }
    }

    private void remember(Image image) {
        Path file = file(image.repository(), image.commit());
        try {
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(file.getParent(), "new", ".image");
            Files.writeString(fresh, text(image.snapshot()));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Problem.unavailable(
                            "image-not-kept",
                            "The image was built but could not be remembered",
                            String.valueOf(e.getMessage()))
                    .withRemedy("Make room on the daemon's disk.")
                    .toException(e);
        }
    }

    private Path file(RepositoryId repository, CommitId commit) {
        return directory.resolve(repository.value()).resolve(commit.value() + ".image");
    }

    private static String text(Snapshot snapshot) {
        return snapshot.taken() + "\n"
                + snapshot.layers().stream().map(LayerId::value).collect(Collectors.joining("\n")) + "\n";
    }

    private static Snapshot parse(String text) {
        List<String> lines = text.lines().toList();
        Stream<LayerId> layers = lines.stream().skip(1).map(LayerId::new);
        return new Snapshot(layers.toList(), Instant.parse(lines.getFirst()));
    }
}
