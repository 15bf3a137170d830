package dev.slipway.model.fleet;

import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A build of a repository's image, and the image that came of it.
/// @param reason   why it was built, a few words
/// @param commit   of the default branch; empty until it is known
/// @param recipe   the first 12 hexadecimal digits of a SHA-256 over all that decides what the build does
/// @param host     where it is built; empty until that is chosen
/// @param asked    when somebody, or the daemon itself, asked for it
/// @param started  when it began to run
/// @param took     from `started` to its end
/// @param commands how much of that the repository's own commands took
/// @param bytes    of what the build added to the image that it started from
/// @param hosts    where the image is, so that sessions start from it there
/// @param notes    what a person should know and that kept nothing from working, such as failing tests
/// @param problem  why it failed
public record ImageBuild(
        ImageId id,
        RepositoryId repository,
        ImageStatus status,
        String reason,
        Optional<CommitId> commit,
        Optional<String> recipe,
        Optional<HostId> host,
        Instant asked,
        Optional<Instant> started,
        Optional<Duration> took,
        Optional<Duration> commands,
        Optional<Long> bytes,
        List<HostId> hosts,
        List<String> notes,
        Optional<Problem> problem) {
    public ImageBuild {
        hosts = List.copyOf(hosts);
        notes = List.copyOf(notes);
    }

    /// One that was just asked for.
    public static ImageBuild asked(ImageId id, RepositoryId repository, String reason, Instant asked) {
        return new ImageBuild(
                id,
                repository,
                ImageStatus.QUEUED,
                reason,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                asked,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /// The same, on other hosts.
    public ImageBuild on(List<HostId> others) {
        return new ImageBuild(
                id,
                repository,
                status,
                reason,
                commit,
                recipe,
                host,
                asked,
                started,
                took,
                commands,
                bytes,
                others,
                notes,
                problem);
    }

    /// The same, of which it is known now what goes in.
    public ImageBuild of(CommitId content, String digest) {
        return new ImageBuild(
                id,
                repository,
                status,
                reason,
                Optional.of(content),
                Optional.of(digest),
                host,
                asked,
                started,
                took,
                commands,
                bytes,
                hosts,
                notes,
                problem);
    }

    /// The same, on the host that was chosen for it.
    public ImageBuild at(HostId chosen) {
        return new ImageBuild(
                id,
                repository,
                status,
                reason,
                commit,
                recipe,
                Optional.of(chosen),
                asked,
                started,
                took,
                commands,
                bytes,
                hosts,
                notes,
                problem);
    }

    /// The same, further on.
    public ImageBuild as(
            ImageStatus next,
            Optional<Instant> begun,
            Optional<Duration> lasted,
            List<String> told,
            Optional<Problem> wrong) {
        return new ImageBuild(
                id,
                repository,
                next,
                reason,
                commit,
                recipe,
                host,
                asked,
                begun,
                lasted,
                commands,
                bytes,
                hosts,
                told,
                wrong);
    }

    /// The same, with what came of it.
    public ImageBuild gave(Duration ran, long added) {
        return new ImageBuild(
                id,
                repository,
                status,
                reason,
                commit,
                recipe,
                host,
                asked,
                started,
                took,
                Optional.of(ran),
                Optional.of(added),
                hosts,
                notes,
                problem);
    }
}
