package dev.slipway.image;

import dev.slipway.model.code.CommitId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.ImageBuild;
import dev.slipway.model.fleet.ImageStatus;
import dev.slipway.model.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The record of one build, written at each of its steps and told to whoever watches. Only the build's own thread
/// changes it.
final class Progress {
    private final ImageRegistry registry;
    private final InstantSource clock;
    private final Consumer<ImageBuild> told;
    private volatile ImageBuild now;
    private long began;

    Progress(ImageBuild asked, ImageRegistry registry, InstantSource clock, Consumer<ImageBuild> told) {
        this.now = asked;
        this.registry = registry;
        this.clock = clock;
        this.told = told;
        become(asked);
    }

    ImageBuild now() {
        return now;
    }

    void known(CommitId commit, String recipe) {
        become(now.of(commit, recipe));
    }

    void placed(HostId host) {
        become(now.at(host));
    }

    void began() {
        began = System.nanoTime();
        Instant start = clock.instant();
        become(now.as(ImageStatus.RUNNING, Optional.of(start), Optional.empty(), List.of(), Optional.empty()));
    }

    void skipped(String why) {
        end(ImageStatus.SKIPPED, List.of(why), Optional.empty());
    }

    void failed(Problem problem, List<String> notes) {
        end(ImageStatus.FAILED, notes, Optional.of(problem));
    }

    void interrupted() {
        end(ImageStatus.INTERRUPTED, List.of(), Optional.empty());
    }

    void succeeded(BuiltImage image, HostId host, Duration commands, long bytes, List<String> notes) {
        ImageBuild done = now.as(ImageStatus.SUCCEEDED, now.started(), took(), notes, Optional.empty())
                .gave(commands, bytes)
                .on(List.of(host));
        registry.put(done, image, host);
        now = done;
        told.accept(done);
    }

    private void end(ImageStatus status, List<String> notes, Optional<Problem> problem) {
        become(now.as(status, now.started(), took(), notes, problem));
    }

    private Optional<Duration> took() {
        return now.started().map(_ -> Duration.ofNanos(System.nanoTime() - began));
    }

    private void become(ImageBuild next) {
        registry.put(next);
        now = next;
        told.accept(next);
    }
}
