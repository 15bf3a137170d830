package dev.slipway.image;

import dev.slipway.image.BuildDecision.Attempt;
import dev.slipway.image.BuildDecision.Moves;
import dev.slipway.image.BuildDecision.Standing;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has images built when it is time: every so often, and soon after a default branch moved. One thread asks
/// [BuildDecision] of each repository that somebody works on, and sleeps until the earliest answer changes.
final class ImageSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageSchedule.class);
    private static final Duration LONGEST_SLEEP = Duration.ofHours(1);

    /// What is known of a repository that somebody works on.
    private static final class Plan {
        Instant used = Instant.EPOCH;
        Optional<Moves> moved = Optional.empty();
        Optional<Attempt> last = Optional.empty();
        int failures;
        Optional<Duration> cadence = Optional.empty();
        boolean building;

        Standing standing() {
            return new Standing(building, Optional.of(used), moved, last, failures);
        }
    }

    private final ImageSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final BiConsumer<RepositoryId, String> build;
    private final Map<RepositoryId, Plan> plans = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;

    /// @param build begins a build for a reason
    ImageSchedule(
            ImageSettings settings,
            InstantSource clock,
            RandomGenerator random,
            BiConsumer<RepositoryId, String> build) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.build = build;
    }

    /// Takes up what an earlier daemon knew.
    /// @param builds the newest first
    void remember(RepositoryId repository, Instant used, List<ImageBuild> builds) {
        Plan plan = new Plan();
        plan.used = used;
        for (ImageBuild of : builds) {
            if (of.status() != ImageStatus.FAILED) {
                break;
            }
            plan.failures++;
        }
        builds.stream()
                .findFirst()
                .ifPresent(of -> plan.last = Optional.of(new Attempt(
                        of.started().orElse(of.asked()).plus(of.took().orElse(Duration.ZERO)), of.status(), jitter())));
        with(() -> plans.put(repository, plan));
    }

    void start() {
        Thread.ofVirtual().name("image schedule").start(this::run);
    }

    boolean knows(RepositoryId repository) {
        lock.lock();
        try {
            return plans.containsKey(repository);
        } finally {
            lock.unlock();
        }
    }

    void used(RepositoryId repository, Instant at) {
        with(() -> {
            Plan plan = plans.computeIfAbsent(repository, _ -> new Plan());
            plan.used = at.isAfter(plan.used) ? at : plan.used;
        });
    }

    /// Its default branch moved.
    void moved(RepositoryId repository) {
        Instant now = clock.instant();
        with(() -> Optional.ofNullable(plans.get(repository))
                .ifPresent(plan -> plan.moved =
                        Optional.of(new Moves(plan.moved.map(Moves::first).orElse(now), now))));
    }

    void begun(RepositoryId repository) {
        with(() -> Optional.ofNullable(plans.get(repository)).ifPresent(plan -> {
            plan.building = true;
            plan.moved = Optional.empty();
        }));
    }

    void cadence(RepositoryId repository, Optional<Duration> own) {
        with(() -> Optional.ofNullable(plans.get(repository)).ifPresent(plan -> plan.cadence = own));
    }

    void ended(RepositoryId repository, ImageStatus status) {
        Instant now = clock.instant();
        with(() -> Optional.ofNullable(plans.get(repository)).ifPresent(plan -> {
            plan.building = false;
            plan.failures = status == ImageStatus.FAILED ? plan.failures + 1 : 0;
            plan.last = Optional.of(new Attempt(now, status, jitter()));
        }));
    }

    void removed(RepositoryId repository) {
        with(() -> plans.remove(repository));
    }

    /// Whether and when it is built next.
    BuildDecision next(RepositoryId repository) {
        lock.lock();
        try {
            return Optional.ofNullable(plans.get(repository))
                    .map(this::decide)
                    .orElseGet(() ->
                            new BuildDecision.Rest("Nobody works on it, so it is built only when somebody asks."));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        with(() -> closed = true);
    }

    private void with(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private BuildDecision decide(Plan plan) {
        return BuildDecision.of(plan.standing(), plan.cadence.orElse(settings.cadence()), settings, clock.instant());
    }

    private void run() {
        lock.lock();
        try {
            while (!closed) {
                Duration sleep = round();
                var _ = changed.await(Math.max(1, sleep.toMillis()), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            LOG.debug("Images are not built by schedule any more");
        } finally {
            lock.unlock();
        }
    }

    /// @return until when nothing changes by itself
    private Duration round() {
        Instant now = clock.instant();
        Duration sleep = LONGEST_SLEEP;
        for (Map.Entry<RepositoryId, Plan> entry : Map.copyOf(plans).entrySet()) {
            switch (decide(entry.getValue())) {
                case BuildDecision.Build now0 -> begin(entry.getKey(), now0.reason());
                case BuildDecision.Wait wait -> {
                    Duration until = Duration.between(now, wait.until());
                    sleep = until.compareTo(sleep) < 0 ? until : sleep;
                }
                case BuildDecision.Rest _ -> {}
            }
        }
        return sleep;
    }

    private void begin(RepositoryId repository, String reason) {
        try {
            build.accept(repository, reason);
        } catch (RuntimeException e) {
            LOG.warn("The image of {} can't be built", repository.value(), e);
            ended(repository, ImageStatus.FAILED);
        }
    }

    private double jitter() {
        return random.nextDouble() * 2 - 1;
    }
}
