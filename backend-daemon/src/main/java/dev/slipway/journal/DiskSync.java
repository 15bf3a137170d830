package dev.slipway.journal;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Syncs the write-ahead log of one journal to disk. SQLite in mode NORMAL leaves that out of a commit; all that was
/// committed is in the log, or, after a checkpoint, which syncs by itself, in the file. One sync serves all who
/// wait.
final class DiskSync {
    private final Path directory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition done = lock.newCondition();
    private long synced;
    private boolean running;
    private long failedUpTo;
    private @Nullable Problem failure;
    private @Nullable Object knownLog;

    DiskSync(Path directory) {
        this.directory = directory;
    }

    /// Waits until the disk has a committed row.
    /// @param committed tells the newest committed row
    void await(long seq, LongSupplier committed, JournalThreads threads) {
        lock.lock();
        try {
            while (synced < seq) {
                if (running) {
                    done.awaitUninterruptibly();
                    if (failedUpTo >= seq && synced < seq) {
                        throw Objects.requireNonNull(failure).toException();
                    }
                } else {
                    threads.onDisk(() -> run(committed));
                    running = true;
                    failedUpTo = 0;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void run(LongSupplier committed) {
        long target = committed.getAsLong();
        @Nullable Problem problem = Problem.of(
                Problem.Kind.INTERNAL, "journal-error", "The journal can't be synced", "Unexpected; see the log.");
        try {
            force();
            problem = null;
        } catch (IOException e) {
            problem = BlobDraft.problemOf(e, directory).problem();
        } catch (ProblemException e) {
            problem = e.problem();
        } finally {
            lock.lock();
            try {
                running = false;
                if (problem == null) {
                    synced = Math.max(synced, target);
                } else {
                    failure = problem;
                    failedUpTo = target;
                }
                done.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void force() throws IOException {
        Path log = directory.resolve("journal.db-wal");
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.force(false);
            Object key = Files.readAttributes(log, BasicFileAttributes.class).fileKey();
            if (key == null || !key.equals(knownLog)) {
                forceDirectory(directory);
                knownLog = key;
            }
        } catch (NoSuchFileException e) {
            // Closing the file brings the log home, syncs the file and removes the log.
            if (!Files.exists(directory.resolve("journal.db"))) {
                throw JournalFile.gone(directory.resolve("journal.db"));
            }
        }
    }

    /// Makes the names in a directory survive a power cut, whether the thread is interrupted or not.
    static void forceDirectory(Path directory) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                    entries.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
