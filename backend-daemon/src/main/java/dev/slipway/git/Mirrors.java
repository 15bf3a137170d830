package dev.slipway.git;

import dev.slipway.model.Pin;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bare repositories of this daemon, one directory each: `<id>.git`. A repository comes into being whole, by a
/// rename, or not at all. Only this process may write there.
public final class Mirrors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mirrors.class);
    private static final String UNFINISHED = ".unfinished-";

    private final Path directory;
    private final ReceiveLimits limits;
    private final Map<RepositoryId, Mirror> open = new ConcurrentHashMap<>();
    private final List<Consumer<BranchMoved>> listeners = new CopyOnWriteArrayList<>();

    /// @param directory made when it is not there; what an import or removal left half done in it is cleared away
    public Mirrors(Path directory) {
        this(directory, ReceiveLimits.DEFAULT);
    }

    /// @param limits for what is pushed and published
    public Mirrors(Path directory, ReceiveLimits limits) {
        JGitHouse.furnish();
        this.directory = directory;
        this.limits = limits;
        try {
            Files.createDirectories(directory);
            try (Stream<Path> entries = Files.list(directory)) {
                entries.filter(e -> e.getFileName().toString().startsWith(UNFINISHED))
                        .forEach(Mirrors::clearAway);
            }
        } catch (IOException e) {
            throw GitProblems.storage("The repositories' directory", e);
        }
    }

    /// Makes a repository without commits.
    public Mirror create(RepositoryId id, BranchName defaultBranch) {
        return build(id, repository -> pointHead(repository, defaultBranch)).mirror();
    }

    /// Copies all branches and tags of a repository elsewhere. An import that fails, or is cancelled through
    /// `progress` or by an interrupt, leaves nothing.
    /// @param defaultBranch what the origin says, unless given
    public Imported importFrom(
            RepositoryId id, Origin origin, Optional<BranchName> defaultBranch, ImportProgress progress) {
        return build(id, repository -> new Importing(repository, origin, progress).run(defaultBranch));
    }

    /// What an origin has.
    /// @param defaultBranch empty while it has no commits
    public record Looked(Optional<BranchName> defaultBranch, int branches) {}

    /// Looks at an origin and brings nothing in.
    /// @throws dev.slipway.model.problem.ProblemException if it can't be read
    public Looked look(Origin origin) {
        try {
            Path scratch = Files.createTempDirectory(directory, UNFINISHED);
            try (Repository repository = initialise(scratch.resolve("look.git"))) {
                return new Importing(repository, origin, ImportProgress.SILENT).look();
            } finally {
                clearAway(scratch);
            }
        } catch (IOException e) {
            throw GitProblems.storage("The repositories' directory", e);
        }
    }

    /// @throws dev.slipway.model.problem.ProblemException `unknown-repository`
    public Mirror open(RepositoryId id) {
        Mirror known = open.get(id);
        if (known != null) {
            return known;
        }
        if (!exists(id)) {
            throw Problem.unknown(
                            "unknown-repository",
                            "There is no such repository",
                            "This daemon has no repository \"" + id.value() + "\".")
                    .withRemedy("`slipway repo list` shows those it has.")
                    .toException();
        }
        return open.computeIfAbsent(id, this::load);
    }

    public boolean exists(RepositoryId id) {
        return Files.isRegularFile(path(id).resolve(Constants.HEAD));
    }

    /// All there are, by name.
    public List<RepositoryId> all() {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(e -> e.getFileName().toString())
                    .filter(name -> name.matches("[a-z0-9][a-z0-9._-]*\\.git"))
                    .map(name -> new RepositoryId(name.substring(0, name.length() - ".git".length())))
                    .sorted(java.util.Comparator.comparing(RepositoryId::value))
                    .toList();
        } catch (IOException e) {
            throw GitProblems.storage("The repositories' directory", e);
        }
    }

    /// Removes a repository with all its commits. Does nothing when there is none.
    public void delete(RepositoryId id) {
        Mirror mirror = open.remove(id);
        if (mirror != null) {
            mirror.close();
        }
        if (!exists(id)) {
            return;
        }
        try {
            Path doomed = Files.createTempDirectory(directory, UNFINISHED);
            Files.move(path(id), doomed.resolve("removed.git"), StandardCopyOption.ATOMIC_MOVE);
            clearAway(doomed);
        } catch (IOException e) {
            throw GitProblems.storage("The repository " + id.value(), e);
        }
    }

    /// Calls the listener after each change of a branch, in the thread that made it.
    public Pin onBranchMoved(Consumer<BranchMoved> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Closes every file. Mirrors handed out before are of no use then.
    @Override
    public void close() {
        open.values().forEach(Mirror::close);
        open.clear();
    }

    /// @param notices what a person should know of this import, a sentence each
    public record Imported(Mirror mirror, List<String> notices) {
        public Imported {
            notices = List.copyOf(notices);
        }
    }

    @FunctionalInterface
    private interface Filling {
        List<String> fill(Repository repository) throws IOException;
    }

    private Imported build(RepositoryId id, Filling filling) {
        if (Files.exists(path(id))) {
            throw exists(id, null);
        }
        try {
            Path staging = Files.createTempDirectory(directory, UNFINISHED);
            try {
                List<String> notices;
                try (Repository repository = initialise(staging.resolve("new.git"))) {
                    notices = filling.fill(repository);
                }
                Files.move(staging.resolve("new.git"), path(id), StandardCopyOption.ATOMIC_MOVE);
                return new Imported(open(id), notices);
            } finally {
                clearAway(staging);
            }
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            throw exists(id, e);
        } catch (FileSystemException e) {
            throw Files.exists(path(id)) ? exists(id, e) : GitProblems.storage("The repository " + id.value(), e);
        } catch (IOException e) {
            throw GitProblems.storage("The repository " + id.value(), e);
        }
    }

    private static dev.slipway.model.problem.ProblemException exists(
            RepositoryId id, @org.jspecify.annotations.Nullable Throwable cause) {
        Problem problem = Problem.conflict(
                        "repository-exists",
                        "There is a repository of this name",
                        "This daemon has a repository \"" + id.value() + "\" already.")
                .withRemedy("Use it, or give the new one another name.");
        return cause == null ? problem.toException() : problem.toException(cause);
    }

    private static Repository initialise(Path path) throws IOException {
        Repository repository = new FileRepositoryBuilder()
                .setGitDir(path.toFile())
                .setBare()
                .setMustExist(false)
                .build();
        repository.create(true);
        JGitHouse.configure(repository);
        return repository;
    }

    private static List<String> pointHead(Repository repository, BranchName branch) throws IOException {
        repository.updateRef(Constants.HEAD, false).link(branch.ref());
        return List.of();
    }

    private Mirror load(RepositoryId id) {
        Path path = path(id);
        try {
            removeStaleLocks(path);
            Repository repository = new FileRepositoryBuilder()
                    .setGitDir(path.toFile())
                    .setBare()
                    .setMustExist(true)
                    .build();
            return new Mirror(id, repository, limits, this::announce);
        } catch (IOException e) {
            throw GitProblems.storage("The repository " + id.value(), e);
        }
    }

    /// A lock file outlives a killed process and would refuse every later change; nobody else writes here.
    private static void removeStaleLocks(Path repository) throws IOException {
        try (Stream<Path> refs = Files.walk(repository.resolve("refs"));
                Stream<Path> top = Files.list(repository)) {
            for (Path lock : Stream.concat(refs, top)
                    .filter(f -> f.toString().endsWith(".lock") && Files.isRegularFile(f))
                    .toList()) {
                LOG.warn("Removing {}, left by a process that ended", lock);
                Files.deleteIfExists(lock);
            }
        }
    }

    private void announce(BranchMoved moved) {
        for (Consumer<BranchMoved> listener : listeners) {
            try {
                listener.accept(moved);
            } catch (RuntimeException e) {
                LOG.error("A listener failed on {}", moved, e);
            }
        }
    }

    private Path path(RepositoryId id) {
        return directory.resolve(id.value() + ".git");
    }

    private static void clearAway(Path doomed) {
        try (Stream<Path> files = Files.walk(doomed)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} could not be removed; the next start tries again", doomed, e);
        }
    }
}
