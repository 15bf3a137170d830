package dev.slipway.image;

import dev.slipway.fleet.FleetNews;
import dev.slipway.git.BranchMoved;
import dev.slipway.image.BuildPlaces.Place;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageId;
import dev.slipway.model.fleet.ImageStatus;
import dev.slipway.model.fleet.RepositoryImage;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.ImageCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Builds the images of all repositories: by schedule and when somebody asks, each repository once at a time
/// and each host only so many. Whatever becomes of a build, the last good image stays in use until there is a
/// better one.
public final class ImageBuilds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageBuilds.class);
    private static final int BUILDS_KEPT = 30;
    /// Given to builds that are ended with the daemon.
    private static final Duration END = Duration.ofSeconds(10);

    private static final RepositoryImage NOTHING = new RepositoryImage(Optional.empty(), Optional.empty());

    private record Running(ImageBuild asked, Thread thread) {}

    private final ImageGround ground;
    private final ImageSettings settings;
    private final Path logs;
    private final FleetNews news;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ImageSchedule schedule;
    private final Map<RepositoryId, Running> running = new ConcurrentHashMap<>();
    private final Map<HostId, Semaphore> turns = new ConcurrentHashMap<>();
    private volatile boolean automatic;
    private boolean closed;

    /// Takes up what an earlier daemon left: builds that it had under way were interrupted.
    /// @param logs a directory for the logs of builds; made when it is missing
    public ImageBuilds(
            ImageGround ground,
            ImageSettings settings,
            Path logs,
            FleetNews news,
            InstantSource clock,
            RandomGenerator random) {
        this.ground = ground;
        this.settings = settings;
        this.logs = logs;
        this.news = news;
        this.clock = clock;
        this.random = random;
        this.schedule = new ImageSchedule(settings, clock, random, (repository, why) -> begin(repository, false, why));
        for (ImageBuild cut : ground.registry().unfinished()) {
            ground.registry()
                    .put(cut.as(
                            ImageStatus.INTERRUPTED,
                            cut.started(),
                            Optional.empty(),
                            List.of("The daemon ended in the midst of it."),
                            Optional.empty()));
        }
        for (RepositoryId repository :
                ground.registry().usedSince(clock.instant().minus(settings.usedWithin()))) {
            schedule.remember(
                    repository,
                    ground.registry().used(repository).orElse(Instant.EPOCH),
                    ground.registry().builds(repository, BUILDS_KEPT));
            tell(repository);
        }
    }

    /// Begins to build by schedule.
    public void start() {
        automatic = true;
        schedule.start();
    }

    /// Begins a build that somebody asks for. One that waits or runs is the answer, too.
    /// @param force even if nothing has changed
    /// @param by    who asks
    /// @throws dev.slipway.model.problem.ProblemException if there is no such repository
    public ImageBuild request(RepositoryId repository, boolean force, String by) {
        var _ = ground.sources().mirror(repository);
        return begin(repository, force, "asked for by " + by);
    }

    /// Ends a build that waits or runs, if it does.
    public void cancel(RepositoryId repository, ImageId id) {
        Optional.ofNullable(running.get(repository))
                .filter(build -> build.asked().id().equals(id))
                .ifPresent(build -> build.thread().interrupt());
    }

    /// Builds of a repository, the newest first.
    public List<ImageBuild> list(RepositoryId repository) {
        return ground.registry().builds(repository, 100);
    }

    /// @throws dev.slipway.model.problem.ProblemException `unknown-image`
    public ImageBuild get(RepositoryId repository, ImageId id) {
        return ground.registry()
                .find(repository, id)
                .orElseThrow(() -> Problem.unknown(
                                "unknown-image",
                                "There is no such image",
                                repository.value() + " has no image " + id.value() + ".")
                        .withRemedy("`slipway image list " + repository.value() + "` shows those it has.")
                        .toException());
    }

    /// Some lines of what a build says.
    /// @param from number of the first one, from 1
    public ImageCalls.LogPart log(RepositoryId repository, ImageId id, long from) {
        ImageBuild build = get(repository, id);
        return BuildLog.read(logOf(repository, id), from, build.status().over());
    }

    /// How a repository's image is.
    public RepositoryImage state(RepositoryId repository) {
        return ground.registry().state(repository);
    }

    /// When a repository is built next; empty if it is not by itself.
    public Optional<Instant> next(RepositoryId repository) {
        if (!automatic) {
            return Optional.empty();
        }
        return switch (schedule.next(repository)) {
            case BuildDecision.Build _ -> Optional.of(clock.instant());
            case BuildDecision.Wait wait -> Optional.of(wait.until());
            case BuildDecision.Rest _ -> Optional.empty();
        };
    }

    /// Why then, or why not, a sentence.
    public String schedule(RepositoryId repository) {
        if (!automatic) {
            return "Images of this server are built only when somebody asks (images.automatic).";
        }
        return switch (schedule.next(repository)) {
            case BuildDecision.Build build -> "The next build comes now: " + build.reason() + ".";
            case BuildDecision.Wait wait -> wait.why();
            case BuildDecision.Rest rest -> rest.why();
        };
    }

    public BuildSecrets secrets() {
        return ground.secrets();
    }

    /// Somebody works on a repository.
    public void used(RepositoryId repository, Instant at) {
        ground.registry().used(repository, at);
        if (!schedule.knows(repository)) {
            schedule.remember(repository, at, ground.registry().builds(repository, BUILDS_KEPT));
        }
        schedule.used(repository, at);
    }

    /// A branch of some repository moved.
    public void moved(BranchMoved move) {
        if (ground.sources().mirror(move.repository()).defaultBranch().equals(move.branch())) {
            schedule.moved(move.repository());
        }
    }

    /// A repository is no more.
    public void removed(RepositoryId repository) {
        schedule.removed(repository);
        Optional.ofNullable(running.get(repository)).ifPresent(build -> {
            build.thread().interrupt();
            join(build.thread());
        });
        ground.registry().remove(repository);
        news.tellEnd("image " + repository.value(), new FleetEvent.ImageChanged(repository, NOTHING));
        ground.secrets().remove(repository);
        BuildLog.delete(logs.resolve(repository.value()));
    }

    /// Ends all builds; their sandboxes go.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        schedule.close();
        List<Thread> threads = running.values().stream().map(Running::thread).toList();
        threads.forEach(Thread::interrupt);
        threads.forEach(ImageBuilds::join);
    }

    private static void join(Thread thread) {
        try {
            var _ = thread.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized ImageBuild begin(RepositoryId repository, boolean force, String reason) {
        Running known = running.get(repository);
        if (known != null) {
            return ground.registry().find(repository, known.asked().id()).orElse(known.asked());
        }
        Instant now = clock.instant();
        ImageBuild asked = ImageBuild.asked(ImageId.of(now.toEpochMilli(), random.nextLong()), repository, reason, now);
        if (closed) {
            return asked;
        }
        schedule.begun(repository);
        Progress progress = new Progress(asked, ground.registry(), clock, build -> tell(repository));
        Thread thread =
                Thread.ofVirtual().name("image of " + repository.value()).unstarted(() -> run(asked, force, progress));
        running.put(repository, new Running(asked, thread));
        thread.start();
        return asked;
    }

    private void run(ImageBuild asked, boolean force, Progress progress) {
        RepositoryId repository = asked.repository();
        try (FleetNews.Log told =
                        news.log((first, lines) -> new FleetEvent.BuildLog(repository, asked.id(), first, lines));
                BuildLog log = new BuildLog(logOf(repository, asked.id()), told::append)) {
            BuildRun.Task task =
                    new BuildRun.Task(asked, force, log, this::turn, cadence -> schedule.cadence(repository, cadence));
            end(repository, progress, new BuildRun(ground, settings, task, progress).run());
        } catch (RuntimeException e) {
            LOG.error("The build of an image of {} broke", repository.value(), e);
            end(repository, progress, () -> progress.failed(Problem.from(e), List.of()));
        }
        progress.now()
                .problem()
                .ifPresent(problem -> LOG.info("No new image of {}: {}", repository.value(), problem.title()));
    }

    /// Whoever asks for another build once this one is said to be over gets another.
    private synchronized void end(RepositoryId repository, Progress progress, Runnable end) {
        forgetOld(repository);
        running.remove(repository);
        end.run();
        schedule.ended(repository, progress.now().status());
    }

    private AutoCloseable turn(Place place) throws InterruptedException {
        Semaphore turn = turns.computeIfAbsent(place.host(), _ -> new Semaphore(settings.atOnce(), true));
        turn.acquire();
        return turn::release;
    }

    private void forgetOld(RepositoryId repository) {
        try {
            ground.registry().prune(repository, BUILDS_KEPT).forEach(old -> BuildLog.delete(logOf(repository, old)));
        } catch (RuntimeException e) {
            LOG.warn("Old builds of {} were not forgotten", repository.value(), e);
        }
    }

    private Path logOf(RepositoryId repository, ImageId id) {
        return logs.resolve(repository.value()).resolve(id.value());
    }

    private void tell(RepositoryId repository) {
        RepositoryImage now = ground.registry().state(repository);
        news.tell("image " + repository.value(), new FleetEvent.ImageChanged(repository, now));
    }
}
