package dev.slipway.git;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What goes wrong with files and connections, in words for a person.
final class GitProblems {
    private GitProblems() {}

    /// A mirror can't be read or written.
    static ProblemException storage(String what, IOException e) {
        if (isDiskFull(e)) {
            return diskFull(e);
        }
        if (e instanceof ClosedByInterruptException || Thread.currentThread().isInterrupted()) {
            return Problem.conflict("stopped", "Git's work was stopped", what + ": it was stopped halfway.")
                    .toException(e);
        }
        return Problem.of(
                        Problem.Kind.INTERNAL,
                        "repository-unreadable",
                        "The repository can't be read or written",
                        what + ": " + Optional.ofNullable(e.getMessage()).orElse(e.toString()) + ".")
                .withRemedy("Look at the daemon's log and at the file system that holds its repositories.")
                .toException(e);
    }

    static ProblemException diskFull(Throwable e) {
        return Problem.unavailable(
                        "disk-full",
                        "The disk is full",
                        "The repository could not be written; what was there before is unharmed.")
                .withRemedy("Free some space on the file system that holds the daemon's data, then try again.")
                .toException(e);
    }

    static boolean isDiskFull(Throwable e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = cause instanceof FileSystemException file && file.getReason() != null
                    ? file.getReason()
                    : Optional.ofNullable(cause.getMessage()).orElse("");
            String lower = message.toLowerCase(Locale.ROOT);
            if (lower.contains("no space left on device") || lower.contains("disk quota exceeded")) {
                return true;
            }
        }
        return false;
    }
}
