package dev.slipway.git;

import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.FileContent;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Whole files, as a person who reads a difference asks for them.
public final class FileContents {
    /// Bytes of a file that is shown whole.
    public static final int MOST = 16 * 1024 * 1024;

    private FileContents() {}

    /// @param commit empty where there is no tree on that side
    public static FileContent at(Mirror mirror, Optional<CommitId> commit, String path) {
        checkPath(path);
        byte[] bytes = commit.flatMap(at -> mirror.read(at, path, MOST + 1)).orElseThrow(() -> unknown(path));
        if (bytes.length > MOST) {
            throw tooLarge(path);
        }
        return of(path, bytes);
    }

    /// @param bytes all of them, at most [#MOST]
    public static FileContent of(String path, byte[] bytes) {
        Optional<String> text = text(bytes);
        Optional<String> base64 = text.isPresent()
                ? Optional.empty()
                : Optional.of(Base64.getEncoder().encodeToString(bytes));
        return new FileContent(path, bytes.length, text, base64);
    }

    /// A path of the repository, which leads nowhere else.
    public static void checkPath(String path) {
        boolean sound = !path.isEmpty()
                && path.indexOf('\0') < 0
                && Arrays.stream(path.split("/", -1))
                        .noneMatch(
                                part -> part.isEmpty() || part.equals(".") || part.equals("..") || part.equals(".git"));
        if (!sound) {
            throw Problem.invalid(
                            "malformed-path",
                            "This is no path of a repository",
                            "A path begins at the root of the repository, without a leading slash and without `..`.")
                    .toException();
        }
    }

    public static ProblemException unknown(String path) {
        return Problem.unknown("no-such-file", "There is no such file", "On this side there is no file " + path + ".")
                .toException();
    }

    public static ProblemException tooLarge(String path) {
        return Problem.of(
                        Problem.Kind.TOO_LARGE,
                        "file-too-large",
                        "The file is too large to show",
                        path + " has more than " + MOST / (1024 * 1024) + " MiB.")
                .withRemedy("Clone the repository and look at it there.")
                .toException();
    }

    private static Optional<String> text(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
