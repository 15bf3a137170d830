package dev.slipway.sandbox;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files in a sandbox, by short programs that run inside it: so a symbolic link leads wherever it leads in
/// there, never out of it, and limits hold. Some 5 ms a call. Paths are absolute, or relative to the workspace.
public final class SandboxFiles {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MISSING = 41;
    private static final int NOT_A_FILE = 42;
    private static final int NOT_A_DIRECTORY = 43;
    private static final int CUT_SHORT = 44;

    /// Prints "size\n" and then the bytes.
    private static final String READ = """
            [ -e "$1" ] || exit 41
            [ -f "$1" ] || exit 42
            stat -L -c %s -- "$1" || exit 1
            exec dd if="$1" bs=1048576 iflag=skip_bytes,count_bytes skip="$2" count="$3" status=none""";
    private static final String WRITE = """
            path=$(readlink -m -- "$1") || exit 1
            [ ! -e "$path" ] || [ -f "$path" ] || exit 42
            parent=${path%/*}
            [ -d "$parent" ] || mkdir -p -- "$parent" || exit 1
            fresh=$parent/.slipway.$$
            cat > "$fresh" || { rm -f -- "$fresh"; exit 1; }
            [ "$(stat -c %s -- "$fresh")" = "$2" ] || { rm -f -- "$fresh"; exit 44; }
            [ ! -e "$path" ] || chmod --reference="$path" -- "$fresh"
            exec mv -fT -- "$fresh" "$path\"""";
    private static final String STAT = """
            [ -e "$1" ] || [ -L "$1" ] || exit 41
            exec find "$1" -maxdepth 0 -printf '%y\\t%s\\t%T@\\t%m\\t%f\\0'""";
    private static final String LIST = """
            [ -e "$1" ] || exit 41
            [ -d "$1" ] || exit 43
            exec find "$1/" -mindepth 1 -maxdepth 1 -printf '%y\\t%s\\t%T@\\t%m\\t%f\\0'""";

    private final Sandbox sandbox;

    SandboxFiles(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// Reads a part of a file.
    /// @param offset where to begin, in bytes
    /// @param limit  how many bytes at most, up to 64 MiB
    public FileSlice read(String path, long offset, int limit) throws InterruptedException {
        if (offset < 0 || limit < 0 || limit > 64 << 20) {
            throw Problem.invalid(
                            "bad-range", "There is no such part of a file", offset + " and " + limit + " bytes on")
                    .toException();
        }
        ExecResult result = run(READ, path, new byte[0], limit + 32, Long.toString(offset), Integer.toString(limit));
        byte[] all = result.stdout();
        int newline = 0;
        while (all[newline] != '\n') {
            newline++;
        }
        long size = Long.parseLong(new String(all, 0, newline, StandardCharsets.US_ASCII));
        return new FileSlice(Arrays.copyOfRange(all, newline + 1, all.length), offset, size);
    }

    /// Replaces a file's content in one step, or makes the file and the directories above it. Its mode is kept;
    /// a symbolic link stays one and its target is replaced.
    public void write(String path, byte[] content) throws InterruptedException {
        var _ = run(WRITE, path, content, 0, Integer.toString(content.length));
    }

    /// What is at a path; does not follow a symbolic link.
    public FileInfo stat(String path) throws InterruptedException {
        return parse(run(STAT, path, new byte[0], 1 << 16)).getFirst();
    }

    /// Whether something is at a path, be it a dangling link.
    public boolean exists(String path) throws InterruptedException {
        return exec(STAT, path, new byte[0], 1 << 16).ok();
    }

    /// What is in a directory, in no order; up to some 50,000 entries (4 MiB of names), of more the rest is
    /// left out.
    public List<FileInfo> list(String path) throws InterruptedException {
        return parse(run(LIST, path, new byte[0], 4 << 20));
    }

    private ExecResult run(String script, String path, byte[] input, int keep, String... more)
            throws InterruptedException {
        ExecResult result = exec(script, path, input, keep, more);
        if (!result.ok()) {
            throw problem(path, result);
        }
        return result;
    }

    private ExecResult exec(String script, String path, byte[] input, int keep, String... more)
            throws InterruptedException {
        String absolute = path.startsWith("/") ? path : sandbox.workspace() + "/" + path;
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh", absolute));
        command.addAll(List.of(more));
        return sandbox.run(new ExecSpec(command, ".", Map.of(), Optional.of(PATIENCE)), input, keep);
    }

    private static List<FileInfo> parse(ExecResult result) {
        List<FileInfo> files = new ArrayList<>();
        String output = result.output();
        int from = 0;
        for (int end = output.indexOf('\0'); end >= 0; end = output.indexOf('\0', from)) {
            String[] words = output.substring(from, end).split("\t", 5);
            files.add(new FileInfo(
                    words[4],
                    kind(words[0]),
                    Long.parseLong(words[1]),
                    instant(words[2]),
                    Integer.parseInt(words[3], 8)));
            from = end + 1;
        }
        return files;
    }

    private static FileInfo.Kind kind(String letter) {
        return switch (letter) {
            case "f" -> FileInfo.Kind.FILE;
            case "d" -> FileInfo.Kind.DIRECTORY;
            case "l" -> FileInfo.Kind.LINK;
            default -> FileInfo.Kind.OTHER;
        };
    }

    private static Instant instant(String seconds) {
        BigDecimal exact = new BigDecimal(seconds);
        return Instant.ofEpochSecond(0, exact.movePointRight(9).longValue());
    }

    private static ProblemException problem(String path, ExecResult result) {
        Problem problem = switch (result.exit().code()) {
            case MISSING -> Problem.unknown("no-such-file", "There is no such file", path);
            case NOT_A_FILE -> Problem.invalid("not-a-file", "This is not a file", path);
            case NOT_A_DIRECTORY -> Problem.invalid("not-a-directory", "This is not a directory", path);
            case CUT_SHORT ->
                Problem.unavailable("write-cut-short", "The file was not written", path + " is as it was before.");
            default ->
                Problem.unavailable(
                        "file-failed",
                        "The sandbox could not do this with the file",
                        path + ": " + result.error().strip());
        };
        return problem.toException();
    }
}
