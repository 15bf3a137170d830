package dev.slipway.tool;

import dev.slipway.sandbox.Execution;
import dev.slipway.sandbox.Exit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A program in the background. Of its output the newest is kept until it is read, so that it is never held back.
final class BackgroundProcess {
    /// In bytes.
    private static final int KEPT = 256 * 1024;

    private final String id;
    private final String command;
    private final Execution execution;
    private final Instant since;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ByteRing output = new ByteRing(KEPT);
    private long read;
    private String end = "";

    BackgroundProcess(String id, String command, Execution execution, Instant since) {
        this.since = since;
        this.id = id;
        this.command = command;
        this.execution = execution;
        Thread.ofVirtual().name("background-" + id).start(this::follow);
    }

    String id() {
        return id;
    }

    Instant since() {
        return since;
    }

    String command() {
        return command;
    }

    /// Ends it and all that came of it.
    void kill() {
        execution.kill();
    }

    boolean ended() {
        lock.lock();
        try {
            return !end.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until it has written something new or has ended, at most that long.
    void awaitNews(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while (left > 0 && output.written() == read && end.isEmpty()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until it has ended, at most that long.
    void awaitEnd(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while (left > 0 && end.isEmpty()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// What it wrote since the last call, as far as it is kept, and how it is.
    String news() {
        lock.lock();
        try {
            byte[] bytes = output.since(read);
            long lost = output.written() - read - bytes.length;
            PlainText plain = new PlainText();
            HeadAndTail shown = new HeadAndTail(CapturedOutput.FOR_MODEL);
            shown.add(lost > 0 ? "[… " + lost + " bytes are no longer kept …]\n" : "");
            shown.add(plain.add(new String(bytes, StandardCharsets.UTF_8)));
            shown.add(plain.finish());
            read = output.written();
            String text = shown.text("[… " + shown.missing() + " characters left out …]");
            String state = end.isEmpty() ? id + " is running." : id + " has ended: " + end + ".";
            return (text.isEmpty() ? "(no new output)" : text.stripTrailing()) + "\n[" + state + "]";
        } finally {
            lock.unlock();
        }
    }

    private void follow() {
        String how;
        try {
            byte[] buffer = new byte[16 * 1024];
            int count = execution.stdout().read(buffer);
            while (count >= 0) {
                keep(buffer, count);
                count = execution.stdout().read(buffer);
            }
            how = words(execution.waitFor());
        } catch (IOException | InterruptedException broken) {
            how = "its output broke off: " + broken.getMessage();
        }
        lock.lock();
        try {
            end = how;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void keep(byte[] buffer, int count) {
        lock.lock();
        try {
            output.add(buffer, 0, count);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static String words(Exit exit) {
        return switch (exit.cause()) {
            case EXITED -> "exit code " + exit.code();
            case KILLED -> "it was killed";
            case TIMED_OUT -> "its time was up";
        };
    }
}
