package dev.slipway.image;

import dev.slipway.model.wire.ImageCalls.LogPart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a build said, line by line, in files of a directory of its own: so it can be read while it grows and
/// after a crash. Of a long one the first 2 MiB are kept and the last 1 to 2 MiB; each file is named by the
/// number of its first line, from 1.
final class BuildLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BuildLog.class);
    private static final int HEAD = 2 << 20;
    private static final int PART = 1 << 20;
    private static final int MOST_LINES = 2_000;

    private final Path directory;
    private final Consumer<String> listener;
    private final Deque<Path> tail = new ArrayDeque<>();
    private final Deque<String> last = new ArrayDeque<>();
    private @Nullable OutputStream out;
    private long room;
    private long next = 1;
    private boolean closed;

    /// @param directory made now
    /// @param listener  gets each line, too
    BuildLog(Path directory, Consumer<String> listener) {
        this.directory = directory;
        this.listener = listener;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("can't keep a build's log in " + directory, e);
        }
    }

    /// @param text one line, or several; nothing in it is secret any more
    synchronized void say(String text) {
        text.lines().forEach(this::line);
        if (text.isEmpty()) {
            line("");
        }
    }

    /// What it said last, for a summary.
    synchronized List<String> tail() {
        return List.copyOf(last);
    }

    private void line(String line) {
        if (closed) {
            return; // of a program that outlived its build by a moment
        }
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            OutputStream part = out == null || room < bytes.length ? begin() : out;
            part.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("can't keep a build's log in " + directory, e);
        }
        room -= bytes.length;
        next++;
        last.addLast(line);
        if (last.size() > 20) {
            last.removeFirst();
        }
        listener.accept(line);
    }

    private OutputStream begin() throws IOException {
        if (out != null) {
            out.close();
        }
        Path file = directory.resolve(Long.toString(next));
        OutputStream part = Files.newOutputStream(file);
        out = part;
        room = next == 1 ? HEAD : PART;
        if (next > 1) {
            tail.addLast(file);
            if (tail.size() > 2) {
                Files.deleteIfExists(tail.removeFirst());
            }
        }
        return part;
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't keep a build's log in " + directory, e);
        }
    }

    /// Some lines of a log.
    /// @param from number of the first line that is wanted; where it was dropped, the answer begins after it
    static LogPart read(Path directory, long from, boolean over) {
        NavigableMap<Long, Path> files = files(directory);
        List<String> lines = new ArrayList<>();
        long wanted = Math.max(1, from);
        long first = wanted;
        for (Optional<Long> at = start(files, wanted);
                at.isPresent();
                at = Optional.ofNullable(files.higherKey(at.get()))) {
            long number = at.get();
            if (!lines.isEmpty() && number > first + lines.size()) {
                break;
            }
            try (BufferedReader reader = Files.newBufferedReader(files.get(number))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    if (number >= wanted && lines.size() < MOST_LINES) {
                        if (lines.isEmpty()) {
                            first = number;
                        }
                        lines.add(line);
                    }
                    number++;
                }
            } catch (NoSuchFileException gone) {
                LOG.debug("A part of a log was dropped while it was read", gone);
            } catch (IOException e) {
                throw new UncheckedIOException("can't read a build's log in " + directory, e);
            }
        }
        return new LogPart(first, lines, over && lines.size() < MOST_LINES && !more(files, first + lines.size()));
    }

    private static Optional<Long> start(NavigableMap<Long, Path> files, long wanted) {
        return Optional.ofNullable(files.floorKey(wanted)).or(() -> Optional.ofNullable(files.ceilingKey(wanted)));
    }

    private static boolean more(NavigableMap<Long, Path> files, long after) {
        return files.ceilingKey(after) != null;
    }

    private static NavigableMap<Long, Path> files(Path directory) {
        NavigableMap<Long, Path> files = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> all = Files.list(directory)) {
                all.forEach(file -> files.put(Long.parseLong(file.getFileName().toString()), file));
            } catch (IOException e) {
                throw new UncheckedIOException("can't read a build's log in " + directory, e);
            }
        }
        return files;
    }

    /// Deletes a log, or all those in a directory.
    static void delete(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't delete the logs in " + directory, e);
        }
    }
}
