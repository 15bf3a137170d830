package dev.slipway.journal;

import dev.slipway.model.SessionId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// All journals of the daemon: `<directory>/<session id>/journal.db` with `blobs/` beside it. Files open on use and
/// close when idle.
public final class Journals implements AutoCloseable {
    private final Path directory;
    private final EmptyFile empty;
    private final InstantSource clock;
    private final Limits limits;
    private final JournalThreads threads;
    private final ConcurrentHashMap<SessionId, Journal> journals = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final LongAdder rowsWritten = new LongAdder();

    /// @param directory holds a directory for each session; made if it is not there
    public Journals(Path directory, InstantSource clock) {
        this(directory, clock, Limits.usual());
    }

    Journals(Path directory, InstantSource clock, Limits limits) {
        this.directory = directory;
        this.empty = new EmptyFile(directory);
        this.clock = clock;
        this.limits = limits;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw BlobDraft.problemOf(e, directory);
        }
        this.threads = new JournalThreads(limits.lanes(), limits.openFiles());
        for (OpenFiles files : threads.lanes()) {
            threads.every(limits.idle().dividedBy(4), () -> {
                if (files.size() > 0) {
                    files.lane().submit(() -> files.closeIdle(limits.idle()));
                }
            });
        }
    }

    /// Begins a session's journal, empty; its file is on disk when this returns.
    /// @throws ProblemException `session-exists`; or if the disk refuses
    public Journal create(SessionId session) {
        Path home = directory.resolve(session.value());
        OpenFiles files = threads.lane(session);
        files.lane().call(() -> {
            try {
                Files.createDirectories(home);
                if (Files.exists(file(session))) {
                    throw Problem.conflict(
                                    "session-exists",
                                    "This session exists already",
                                    "There is a journal of session " + session.value() + ".")
                            .toException();
                }
                empty.copyInto(home);
                return home;
            } catch (IOException e) {
                throw BlobDraft.problemOf(e, home);
            }
        });
        return open(session);
    }

    /// The journal of a session, always the same instance; its file is opened on first use.
    /// @throws ProblemException `unknown-session`
    public Journal open(SessionId session) {
        Journal known = journals.get(session);
        if (known != null) {
            return known;
        }
        if (!Files.isRegularFile(file(session))) {
            throw unknown(session);
        }
        return journals.computeIfAbsent(
                session, id -> new Journal(id, directory.resolve(id.value()), this, threads.lane(id)));
    }

    /// When the session's journal was last written to, by its files' times; for finding what a crash left behind.
    /// @throws ProblemException `unknown-session`
    public Instant lastWritten(SessionId session) {
        Path file = file(session);
        Instant written = writtenAt(file).orElseThrow(() -> unknown(session));
        return writtenAt(file.resolveSibling(file.getFileName() + "-wal"))
                .filter(written::isBefore)
                .orElse(written);
    }

    /// The sessions that have a journal, oldest first.
    public List<SessionId> all() {
        try (Stream<Path> homes = Files.list(directory)) {
            return homes.filter(home -> Files.isRegularFile(home.resolve("journal.db")))
                    .flatMap(home -> idOf(home).stream())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw BlobDraft.problemOf(e, directory);
        }
    }

    /// Rows written since this was made, in all journals.
    public long rowsWritten() {
        return rowsWritten.sum();
    }

    /// Files that are open now.
    public int openFiles() {
        return threads.lanes().stream().mapToInt(OpenFiles::size).sum();
    }

    /// Writes what was appended, then closes all files; who waits in a subscription gets a `stopping` problem.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        journals.values().forEach(Journal::stop);
        threads.close(files -> journals.values().stream()
                .filter(journal -> threads.lane(journal.session()) == files)
                .forEach(Journal::save));
    }

    InstantSource clock() {
        return clock;
    }

    Limits limits() {
        return limits;
    }

    JournalThreads threads() {
        return threads;
    }

    void wrote(int rows) {
        rowsWritten.add(rows);
    }

    private Path file(SessionId session) {
        return directory.resolve(session.value()).resolve("journal.db");
    }

    private static Optional<Instant> writtenAt(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw BlobDraft.problemOf(e, file);
        }
    }

    private static ProblemException unknown(SessionId session) {
        return Problem.unknown(
                        "unknown-session", "There is no such session", "No session has the id " + session.value() + ".")
                .withRemedy("`slipway sessions` lists the sessions there are.")
                .toException();
    }

    private static Optional<SessionId> idOf(Path home) {
        try {
            return Optional.of(new SessionId(String.valueOf(home.getFileName())));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }
}
