package dev.slipway.editor;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.SessionCalls.NewAttachment;
import dev.slipway.words.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads files that are to go with a prompt, and says in words which of them the server would not take (docs/api.md,
/// "Limits").
final class Enclosures {
    static final int MOST = 20;
    static final long LARGEST = 10L << 20;
    /// A request's body has 20 MiB at most, and Base64 makes 4 bytes of 3; some is left for the text.
    static final long TOGETHER = 14L << 20;
    /// Models see no larger image.
    static final long LARGEST_IMAGE = 3_700_000;

    /// @param taken    those that fit
    /// @param problems why others don't
    record Read(List<NewAttachment> taken, List<Problem> problems) {}

    private Enclosures() {}

    static Read read(List<Path> files, List<NewAttachment> before) {
        List<NewAttachment> taken = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                if (Files.isDirectory(file)) {
                    throw refusal("attachment-directory", "editor.directory", file.getFileName())
                            .toException();
                }
                check(file.getFileName().toString(), Files.size(file), joined(before, taken));
                taken.add(attachment(file.getFileName().toString(), type(file), Files.readAllBytes(file)));
            } catch (IOException e) {
                problems.add(Problem.unavailable(
                        "attachment-unreadable", Words.text("editor.unreadable"), file + ": " + e.getMessage()));
            } catch (ProblemException e) {
                problems.add(e.problem());
            }
        }
        return new Read(taken, problems);
    }

    /// @throws ProblemException why it does not fit
    static void check(String name, long bytes, List<NewAttachment> before) {
        if (before.size() >= MOST) {
            throw refusal("too-many-attachments", "editor.tooMany", name, MOST).toException();
        }
        if (bytes > LARGEST) {
            throw refusal("attachment-too-large", "editor.tooLarge", name, size(bytes))
                    .toException();
        }
        long together = before.stream().mapToLong(Enclosures::bytes).sum() + bytes;
        if (together > TOGETHER) {
            throw refusal("attachments-too-large", "editor.togetherTooLarge", name, size(together))
                    .toException();
        }
    }

    static NewAttachment attachment(String name, String mediaType, byte[] content) {
        return new NewAttachment(name, mediaType, Base64.getEncoder().encodeToString(content));
    }

    static long bytes(NewAttachment attachment) {
        String content = attachment.content();
        long padding = content.endsWith("==") ? 2 : content.endsWith("=") ? 1 : 0;
        return content.length() / 4L * 3 - padding;
    }

    static String size(long bytes) {
        return bytes < 1 << 10
                ? Words.text("editor.bytes", bytes)
                : bytes < 1 << 20
                        ? Words.text("editor.kilobytes", bytes >> 10)
                        : Words.text("editor.megabytes", String.format(Locale.ROOT, "%.1f", bytes / 1048576.0));
    }

    private static List<NewAttachment> joined(List<NewAttachment> before, List<NewAttachment> taken) {
        List<NewAttachment> all = new ArrayList<>(before);
        all.addAll(taken);
        return all;
    }

    private static String type(Path file) throws IOException {
        return Optional.ofNullable(Files.probeContentType(file)).orElse("application/octet-stream");
    }

    private static Problem refusal(String code, String key, Object... arguments) {
        return Problem.of(Problem.Kind.TOO_LARGE, code, Words.text(key), Words.text(key + ".detail", arguments))
                .withRemedy(Words.text("editor.enclose.remedy"));
    }
}
