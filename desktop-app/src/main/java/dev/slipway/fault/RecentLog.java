package dev.slipway.fault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/// The last lines of the log, for a report.
final class RecentLog extends Handler {
    private static final int KEPT = 60;

    private final Deque<String> lines = new ArrayDeque<>();

    RecentLog() {
        setFormatter(new SimpleFormatter());
    }

    @Override
    public synchronized void publish(LogRecord line) {
        if (!isLoggable(line)) {
            return;
        }
        String thrown = line.getThrown() == null ? "" : "  " + line.getThrown();
        lines.add("%s %s %s: %s%s"
                .formatted(
                        line.getInstant(),
                        line.getLevel(),
                        line.getLoggerName(),
                        getFormatter().formatMessage(line),
                        thrown));
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
