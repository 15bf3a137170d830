package dev.slipway.git;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.ProgressMonitor;

/// Tells JGit's progress to whoever listens, and the wish to stop to JGit.
final class Hearing implements ProgressMonitor {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ImportProgress progress;
    private String step = "";
    private long done;
    private long total;
    private long toldAt = System.nanoTime() - EVERY_NANOS;
    private volatile boolean cancelled;

    Hearing(ImportProgress progress) {
        this.progress = progress;
    }

    @Override
    public void start(int totalTasks) {}

    @Override
    public synchronized void beginTask(String title, int totalWork) {
        step = title;
        done = 0;
        total = totalWork == UNKNOWN ? 0 : totalWork;
        tell();
    }

    @Override
    public synchronized void update(int completed) {
        done += completed;
        if (System.nanoTime() - toldAt >= EVERY_NANOS) {
            tell();
        }
    }

    @Override
    public void endTask() {}

    @Override
    public boolean isCancelled() {
        return cancelled || Thread.currentThread().isInterrupted();
    }

    @Override
    public void showDuration(boolean enabled) {}

    private void tell() {
        toldAt = System.nanoTime();
        cancelled |= !progress.at(step, done, total);
    }
}
