package dev.slipway.journal;

import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What was handed to a journal and is not written yet: rows and live text in one line, so that a piece of text
/// becomes visible when all rows before it are. Shares the journal's lock with the [Feed], into which it passes
/// things on.
final class Intake {
    /// What may wait to be written; an append beyond that waits itself.
    private static final int MAX_ROWS = 10_000;

    private static final long MAX_BYTES = 16L << 20;

    /// At most about this many rows in one commit, so that other journals of the lane get their turn.
    private static final int COMMIT_ROWS = 2_000;

    private final ReentrantLock lock;
    private final Condition progress;
    private final Feed feed;
    private final Runnable writeSoon;
    private final Runnable saveSoon;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final List<PendingRows> untold = new ArrayList<>();
    private long assigned;
    private int rowsPending;
    private long bytesPending;
    private boolean writeDue;
    private boolean stopped;

    /// @param writeSoon has [#nextBatch] written by the lane
    /// @param saveSoon  has open blocks saved by the lane, soon; may be called often
    Intake(ReentrantLock lock, Feed feed, Runnable writeSoon, Runnable saveSoon) {
        this.lock = lock;
        this.progress = lock.newCondition();
        this.feed = feed;
        this.writeSoon = writeSoon;
        this.saveSoon = saveSoon;
    }

    /// Takes up the count where the file ends.
    void begin(long lastInFile) {
        assigned = lastInFile;
    }

    PendingRows add(List<? extends SessionEvent> events, List<String> json, Instant now) {
        long bytes = json.stream().mapToLong(String::length).sum();
        lock.lock();
        try {
            while ((rowsPending >= MAX_ROWS || bytesPending >= MAX_BYTES) && !stopped) {
                progress.awaitUninterruptibly();
            }
            refuseIfBroken();
            List<Envelope> envelopes = new ArrayList<>(events.size());
            for (SessionEvent event : events) {
                envelopes.add(new Envelope(++assigned, now, event));
            }
            PendingRows rows = new PendingRows(List.copyOf(envelopes), json);
            pending.add(rows);
            rowsPending += json.size();
            bytesPending += bytes;
            if (!writeDue) {
                writeDue = true;
                writeSoon.run();
            }
            return rows;
        } finally {
            lock.unlock();
        }
    }

    /// @return who is to be woken
    Set<JournalSubscription> add(Piece piece) {
        lock.lock();
        try {
            if (stopped) {
                throw stopping();
            }
            if (!pending.isEmpty()) {
                pending.add(piece);
                return Set.of();
            }
            if (!feed.live().add(piece)) {
                return Set.of();
            }
            saveSoon.run();
            return feed.changed();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the rows are written.
    /// @throws ProblemException if they can't be
    void await(PendingRows rows) {
        lock.lock();
        try {
            rows.tell();
            while (rows.state() == PendingRows.State.WAITING) {
                progress.awaitUninterruptibly();
            }
            untold.remove(rows);
            Problem failure = rows.failure();
            if (failure != null) {
                throw failure.toException();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The newest rows that wait to be written.
    Optional<PendingRows> newest() {
        lock.lock();
        try {
            Iterator<Pending> newestFirst = pending.descendingIterator();
            while (newestFirst.hasNext()) {
                if (newestFirst.next() instanceof PendingRows rows) {
                    return Optional.of(rows);
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// What goes into the next commit.
    List<PendingRows> nextBatch() {
        lock.lock();
        try {
            List<PendingRows> batch = new ArrayList<>();
            int rows = 0;
            for (Pending each : pending) {
                if (rows >= COMMIT_ROWS) {
                    break;
                }
                if (each instanceof PendingRows append) {
                    batch.add(append);
                    rows += append.envelopes().size();
                }
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /// Shows the rows of a commit, or, if it failed, refuses all that wait: their numbers are given to others.
    /// @return who is to be woken
    Set<JournalSubscription> finish(List<PendingRows> batch, @Nullable Problem failure) {
        lock.lock();
        try {
            long written = failure == null ? batch.getLast().last() : 0;
            boolean textChanged = false;
            for (Pending next = pending.peek(); next != null; next = pending.peek()) {
                if (next instanceof PendingRows rows && failure == null && rows.last() > written) {
                    break;
                }
                pending.remove();
                switch (next) {
                    case PendingRows rows when failure == null -> show(rows);
                    case PendingRows rows -> refuse(rows, failure);
                    case Piece piece -> textChanged |= feed.live().add(piece);
                }
            }
            if (textChanged) {
                saveSoon.run();
            }
            writeDue = rowsPending > 0;
            if (writeDue) {
                writeSoon.run();
            } else {
                assigned = feed.last();
            }
            progress.signalAll();
            return feed.changed();
        } finally {
            lock.unlock();
        }
    }

    /// Takes nothing more.
    /// @return who is to be woken
    Set<JournalSubscription> stop() {
        lock.lock();
        try {
            stopped = true;
            progress.signalAll();
            return feed.changed();
        } finally {
            lock.unlock();
        }
    }

    /// @throws ProblemException if it takes nothing more
    void refuseIfStopped() {
        if (stopped) {
            throw stopping();
        }
    }

    private void refuseIfBroken() {
        refuseIfStopped();
        if (!untold.isEmpty()) {
            Problem failure = Objects.requireNonNull(untold.getFirst().failure());
            untold.clear();
            throw failure.toException();
        }
    }

    private void show(PendingRows rows) {
        for (int i = 0; i < rows.envelopes().size(); i++) {
            feed.add(rows.envelopes().get(i), rows.json().get(i).length());
        }
        forget(rows);
        rows.written();
    }

    private void refuse(PendingRows rows, Problem failure) {
        forget(rows);
        rows.failed(failure);
        if (!rows.told()) {
            untold.add(rows);
        }
    }

    private void forget(PendingRows rows) {
        rows.json().forEach(json -> bytesPending -= json.length());
        rowsPending -= rows.json().size();
    }

    private static ProblemException stopping() {
        return Problem.unavailable("stopping", "Slipway is stopping", "The journals are closed.")
                .withRemedy("Try again when the daemon runs again.")
                .toException();
    }
}
