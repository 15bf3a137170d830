package dev.slipway.journal;

import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.Json;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One journal's way to its file: every touch of the file happens on the journal's lane. A file that gave an error
/// is closed, and opened anew by the next use.
final class JournalStore {
    private static final Logger log = LoggerFactory.getLogger(JournalStore.class);

    /// Bytes in the write-ahead log from which on it is copied into the file.
    private static final long CHECKPOINT_BYTES = 4L << 20;

    private final Journal journal;
    private final Path path;
    private final OpenFiles files;
    private final JournalThreads threads;
    private boolean checkpointDue;
    private long last = -1;
    private volatile WeakReference<@Nullable Page> recentPage = new WeakReference<>(null);

    /// Rows that many readers may want at the same time, as after a restart.
    private record Page(long from, Batch batch) {}

    JournalStore(Journal journal, Path path, OpenFiles files, JournalThreads threads) {
        this.journal = journal;
        this.path = path;
        this.files = files;
        this.threads = threads;
    }

    void onLane(Runnable task) {
        files.lane().submit(task);
    }

    /// Works on the file and waits for the result.
    <T> T call(Function<JournalFile, T> work) {
        return files.lane().call(() -> use(work));
    }

    /// Works on the file; only on the lane.
    <T> T use(Function<JournalFile, T> work) {
        try {
            return work.apply(files.use(this));
        } catch (ProblemException e) {
            files.drop(this);
            throw e;
        }
    }

    JournalFile open() {
        JournalFile file = JournalFile.open(path);
        try {
            long found = file.last();
            if (last >= 0 && found != last) {
                throw Problem.unavailable(
                                "journal-changed",
                                "The journal was changed behind the daemon's back",
                                path + " ends with row " + found + "; the daemon wrote row " + last + " last.")
                        .withRemedy("Restart the daemon, which reads it anew.")
                        .toException();
            }
            last = found;
            return file;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /// Nobody has used the file for a while.
    void rest() {
        journal.rest();
    }

    SessionId session() {
        return journal.session();
    }

    // ---- only on the lane

    long last() {
        return use(_ -> last);
    }

    /// Adds the rows in one commit.
    /// @return why that could not be done; null if it was
    @Nullable Problem append(List<PendingRows> batch) {
        try {
            use(file -> {
                file.append(batch);
                return file;
            });
            last = batch.getLast().last();
            return null;
        } catch (ProblemException e) {
            log.warn("The journal of session {} can't be written: {}", session().value(), e.getMessage());
            return e.problem();
        } catch (RuntimeException | Error e) {
            log.error("The journal of session {} can't be written", session().value(), e);
            return Problem.of(
                    Problem.Kind.INTERNAL,
                    "journal-error",
                    "The journal can't be written",
                    "Something unexpected happened; the daemon's log has the details.");
        }
    }

    /// Saves what is new in open blocks.
    /// @return what was saved
    List<LiveText> save(List<OpenBlock.Unsaved> blocks) {
        Map<BlockId, Long> starts = new HashMap<>();
        List<LiveText> pieces = new ArrayList<>();
        for (OpenBlock.Unsaved each : blocks) {
            pieces.add(each.text());
            starts.put(each.text().block(), each.start());
        }
        try {
            use(file -> {
                file.save(pieces, starts);
                return file;
            });
            return pieces;
        } catch (ProblemException e) {
            log.warn(
                    "The text so far of session {} can't be saved: {}",
                    session().value(),
                    e.getMessage());
            return List.of();
        }
    }

    /// Brings a large write-ahead log home: the bulk beside the lane, which goes on writing, then the rest on the
    /// lane, so that the next commit finds the log empty and begins it anew.
    void checkpointIfLarge() {
        if (checkpointDue || use(JournalFile::bytesSinceCheckpoint) < CHECKPOINT_BYTES) {
            return;
        }
        checkpointDue = true;
        threads.onDisk(() -> {
            try {
                JournalFile.checkpoint(path);
            } catch (ProblemException e) {
                log.warn(
                        "The log of session {} can't be brought home: {}",
                        session().value(),
                        e.getMessage());
            }
            onLane(this::checkpointRest);
        });
    }

    private void checkpointRest() {
        checkpointDue = false;
        try {
            use(file -> {
                file.checkpoint();
                return file;
            });
        } catch (ProblemException e) {
            log.warn(
                    "The log of session {} can't be brought home: {}", session().value(), e.getMessage());
        }
    }

    // ---- rows

    /// @param limit at most this many, and at most 1,000; read in pieces of about 1 MiB, so that the lane stays free
    List<Envelope> read(long from, int limit) {
        List<Envelope> rows = new ArrayList<>();
        int wanted = Math.clamp(limit, 0, Tail.MAX_ROWS);
        while (rows.size() < wanted) {
            List<Envelope> more = piece(from + rows.size(), wanted - rows.size());
            if (more.isEmpty()) {
                break;
            }
            rows.addAll(more);
        }
        return List.copyOf(rows);
    }

    /// Rows from here on, which must be there.
    Batch page(long from) {
        Page known = recentPage.get();
        if (known != null && known.from() == from) {
            return known.batch();
        }
        List<Envelope> rows = piece(from, Tail.MAX_ROWS);
        if (rows.isEmpty()) {
            throw JournalFile.gone(path);
        }
        Page page = new Page(from, new Batch(rows, List.of()));
        recentPage = new WeakReference<>(page);
        return page.batch();
    }

    private List<Envelope> piece(long from, int limit) {
        return call(file -> file.read(from, limit)).stream()
                .map(row -> new Envelope(row.seq(), row.at(), eventOf(row)))
                .toList();
    }

    private SessionEvent eventOf(JournalFile.Row row) {
        try {
            return Json.read(row.json(), SessionEvent.class);
        } catch (ProblemException e) {
            log.warn(
                    "Row {} of session {} can't be understood: {}",
                    row.seq(),
                    session().value(),
                    e.getMessage());
            return new SessionEvent.Unrecognised();
        }
    }
}
