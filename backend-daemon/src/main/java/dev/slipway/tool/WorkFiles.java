package dev.slipway.tool;

import dev.slipway.model.problem.ProblemException;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.FileInfo;
import dev.slipway.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The files of a work tree, for tools: by paths that stay inside it, with failures that a model can act on.
final class WorkFiles {
    /// A file of up to this size is read whole, in bytes.
    static final int SMALL = 256 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SUGGESTIONS = 8;

    /// Refuses what is not a file inside the current directory, links resolved.
    private static final String CHECK = """
            real=$(readlink -f -- "$1") || exit 41
            case $real in "$(pwd -P)"/*) ;; *) exit 45 ;; esac
            [ -e "$real" ] || exit 41
            [ -d "$real" ] && exit 42
            [ -f "$real" ] || exit 43
            [ -r "$real" ] || exit 44
            size=$(stat -c %s -- "$real") || exit 1
            """;
    /// Prints size and number of lines (-1: not counted), then the whole of a small file; of a larger one its first 8
    /// KiB
    /// and then the lines asked for.
    private static final String READ = CHECK + """
            if [ "$size" -le "$4" ]; then echo "$size -1"; exec cat -- "$real"; fi
            lines=-1
            [ "$size" -gt 67108864 ] || lines=$(wc -l < "$real")
            echo "$size $lines"
            head -c 8192 -- "$real"
            tail -n "+$2" -- "$real" | head -n "$3" | head -c "$4"
            """;
    private static final String PROBE = """
            real=$(readlink -m -- "$1") || exit 1
            case $real in "$(pwd -P)"/*) ;; *) exit 45 ;; esac
            [ -d "$real" ] && exit 42
            [ -e "$real" ] || exit 41
            [ -f "$real" ] || exit 43
            """;

    private final Sandbox sandbox;

    WorkFiles(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// A file, or a part of one.
    /// @param size  of the file, in bytes
    /// @param lines of the file, -1 when not counted
    /// @param head  its first bytes: all of a small file, else 8 KiB
    /// @param part  the lines asked for, of a file that is not small
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Content(long size, long lines, byte[] head, byte[] part) {
        boolean whole() {
            return head.length == size;
        }
    }

    /// @param from  first line, from 1, of a file that is not small
    /// @param count lines
    Content read(WorkspacePath path, int from, int count) throws BadArgumentsException, InterruptedException {
        ExecResult result = run(READ, path, Integer.toString(from), Integer.toString(count), Integer.toString(SMALL));
        check(path, result);
        byte[] all = result.stdout();
        int newline = 0;
        while (newline < all.length && all[newline] != '\n') {
            newline++;
        }
        String[] numbers = new String(all, 0, newline, StandardCharsets.US_ASCII).split(" ", 2);
        long size = Long.parseLong(numbers[0]);
        int begin = Math.min(newline + 1, all.length);
        int head = Math.min(size <= SMALL ? SMALL : 8192, all.length - begin);
        return new Content(
                size,
                Long.parseLong(numbers[1]),
                Arrays.copyOfRange(all, begin, begin + head),
                Arrays.copyOfRange(all, begin + head, all.length));
    }

    /// The whole file.
    /// @param most bytes that it may have
    byte[] readAll(WorkspacePath path, int most) throws BadArgumentsException, InterruptedException {
        Content start = read(path, 1, 1);
        if (start.whole()) {
            return start.head();
        }
        if (start.size() > most) {
            throw new BadArgumentsException(path.name() + " has " + start.size() + " bytes, more than the " + most
                    + " that this tool handles. Use the shell tool.");
        }
        return sandbox.files().read(path.relative(), 0, most).bytes();
    }

    /// Replaces or makes a file.
    /// @return whether there was one before
    boolean write(WorkspacePath path, byte[] content) throws BadArgumentsException, IOException, InterruptedException {
        ExecResult probe = run(PROBE, path);
        boolean missing = probe.exit().code() == 41;
        if (!missing) {
            check(path, probe);
        }
        replace(path, content);
        return !missing;
    }

    /// Replaces a file that was read before.
    void replace(WorkspacePath path, byte[] content) throws IOException, InterruptedException {
        try {
            sandbox.files().write(path.relative(), content);
        } catch (ProblemException failed) {
            throw new IOException(failed.getMessage(), failed);
        }
    }

    private ExecResult run(String script, WorkspacePath path, String... more) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh", path.relative()));
        command.addAll(List.of(more));
        ExecSpec spec = new ExecSpec(command, ".", Map.of(), Optional.of(PATIENCE));
        return sandbox.run(spec, new byte[0], SMALL + 8192 + 64);
    }

    private void check(WorkspacePath path, ExecResult result) throws BadArgumentsException, InterruptedException {
        String name = path.name();
        switch (result.exit().code()) {
            case 0 -> {}
            case 41 -> throw new BadArgumentsException("There is no file " + name + "." + similar(path));
            case 42 -> throw new BadArgumentsException(name + " is a directory. List it with glob.");
            case 43 ->
                throw new BadArgumentsException(
                        name + " is no regular file (a pipe, socket or device); it was not touched.");
            case 44 -> throw new BadArgumentsException(name + " can't be read: its permissions forbid it.");
            case 45 ->
                throw new BadArgumentsException(name + " is, or leads through, a link that points out of the work tree."
                        + " For other files of the sandbox use the shell tool.");
            default ->
                throw new BadArgumentsException("The sandbox could not do this with " + name + ": "
                        + (result.error().isBlank()
                                ? "exit code " + result.exit().code()
                                : result.error().strip()));
        }
    }

    /// Names that may have been meant.
    private String similar(WorkspacePath path) throws InterruptedException {
        int slash = path.relative().lastIndexOf('/');
        String directory = slash < 0 ? "." : path.relative().substring(0, slash);
        String wanted = stem(path.relative().substring(slash + 1));
        List<String> names;
        try {
            names = sandbox.files().list(directory).stream()
                    .map(FileInfo::name)
                    .filter(name -> stem(name).contains(wanted) || wanted.contains(stem(name)))
                    .sorted()
                    .limit(SUGGESTIONS)
                    .toList();
        } catch (ProblemException noDirectory) {
            return " There is no directory " + directory + " either.";
        }
        return names.isEmpty() ? "" : " In that directory there are: " + String.join(", ", names) + ".";
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name).toLowerCase(Locale.ROOT);
    }
}
