package dev.slipway.journal;

import dev.slipway.sqlite.Lane;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The platform threads that all journals share: lanes that own the files, a few that wait for the disk, and a
/// timer.
final class JournalThreads {
    private static final int DISK_THREADS = 4;

    private final List<OpenFiles> lanes;
    private final ThreadPoolExecutor disk;
    private final ScheduledThreadPoolExecutor timer;

    JournalThreads(int laneCount, int openFiles) {
        lanes = IntStream.range(0, laneCount)
                .mapToObj(i -> new OpenFiles(new Lane("journal-" + i), Math.max(1, openFiles / laneCount)))
                .toList();
        disk = new ThreadPoolExecutor(
                DISK_THREADS,
                DISK_THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("journal-disk-", 0).daemon(true).factory());
        disk.allowCoreThreadTimeOut(true);
        timer = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform().name("journal-timer").daemon(true).factory(),
                // What is due after the end, the end does itself.
                new ThreadPoolExecutor.DiscardPolicy());
    }

    OpenFiles lane(Object key) {
        return lanes.get(Math.floorMod(key.hashCode(), lanes.size()));
    }

    List<OpenFiles> lanes() {
        return lanes;
    }

    void onDisk(Runnable task) {
        disk.execute(task);
    }

    void later(Duration delay, Runnable task) {
        var _ = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    void every(Duration period, Runnable task) {
        var _ = timer.scheduleWithFixedDelay(task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Ends the threads when all is done that was asked of them.
    /// @param last what each lane does before it closes its files
    void close(Consumer<OpenFiles> last) {
        timer.shutdownNow();
        disk.close();
        lanes.forEach(files -> files.lane().closeAfter(() -> {
            last.accept(files);
            files.closeAll();
        }));
    }
}
