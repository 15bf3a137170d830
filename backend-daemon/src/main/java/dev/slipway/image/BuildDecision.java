package dev.slipway.image;

import dev.slipway.model.fleet.ImageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether a repository's image is to be built now. Pure: what it says depends on what it is given only.
sealed interface BuildDecision {
    /// @param reason a few words, for the build
    record Build(String reason) implements BuildDecision {}

    /// @param until when to ask again
    /// @param why   a sentence
    record Wait(Instant until, String why) implements BuildDecision {}

    /// Not before something happens.
    record Rest(String why) implements BuildDecision {}

    /// How long failures may put off the next attempt.
    Duration LONGEST_PAUSE = Duration.ofDays(1);

    /// A branch that moves all the time is built every so often even so.
    int MOST_SETTLES = 8;

    /// What is known of a repository.
    /// @param building whether one waits or runs
    /// @param used     when somebody last began to work on it
    /// @param moved    when its default branch moved since the last attempt began
    /// @param failures attempts in a row that failed
    record Standing(
            boolean building, Optional<Instant> used, Optional<Moves> moved, Optional<Attempt> last, int failures) {}

    /// @param first of the moves since the last attempt
    record Moves(Instant first, Instant last) {}

    /// @param ended  when it was over
    /// @param jitter how early or late the next one comes, from -1 to 1: so that a hundred repositories don't
    ///     come at once
    record Attempt(Instant ended, ImageStatus status, double jitter) {}

    /// @param cadence the repository's own
    static BuildDecision of(Standing standing, Duration cadence, ImageSettings settings, Instant now) {
        if (standing.building()) {
            return new Rest("A build of it waits or runs.");
        }
        if (standing.used().isEmpty()) {
            return new Rest("Nobody has worked on it yet.");
        }
        if (standing.used().get().plus(settings.usedWithin()).isBefore(now)) {
            return new Rest(
                    "Nobody has worked on it for " + settings.usedWithin().toDays() + " days.");
        }
        if (standing.moved().isPresent()) {
            Instant settled = standing.moved().get().last().plus(settings.settle());
            Instant latest =
                    standing.moved().get().first().plus(settings.settle().multipliedBy(MOST_SETTLES));
            return at(settled.isBefore(latest) ? settled : latest, now, "the default branch moved");
        }
        if (standing.last().isEmpty()) {
            // Whoever begins to work is not to wait for a build beside it.
            return at(standing.used().get().plus(settings.settle()), now, "it has none yet");
        }
        Attempt last = standing.last().get();
        Duration pause = pause(cadence, standing.failures());
        Instant due = last.ended().plus(pause).plusMillis((long) (pause.toMillis() * 0.1 * last.jitter()));
        String reason =
                last.status() == ImageStatus.FAILED ? "another attempt after a failure" : "every " + words(cadence);
        return at(due, now, reason);
    }

    private static BuildDecision at(Instant due, Instant now, String reason) {
        return due.isAfter(now) ? new Wait(due, "The next build comes then: " + reason + ".") : new Build(reason);
    }

    /// Each failure doubles it.
    private static Duration pause(Duration cadence, int failures) {
        Duration pause = cadence.multipliedBy(1L << Math.min(Math.max(0, failures - 1), 10));
        Duration longest = LONGEST_PAUSE.compareTo(cadence) < 0 ? cadence : LONGEST_PAUSE;
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    private static String words(Duration time) {
        if (time.toMinutes() == 0) {
            return time.toSeconds() + " seconds";
        }
        return time.toMinutes() < 120 ? time.toMinutes() + " minutes" : time.toHours() + " hours";
    }
}
