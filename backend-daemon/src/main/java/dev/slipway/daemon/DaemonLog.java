package dev.slipway.daemon;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// One line a message on standard error, UTC, with the stack trace of what was unforeseen. `SLIPWAY_LOG=debug` shows
/// more of our own.
final class DaemonLog {
    private static final Logger OURS = Logger.getLogger("dev.slipway");

    private DaemonLog() {}

    static void configure(Map<String, String> environment) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        ConsoleHandler console = new ConsoleHandler();
        console.setFormatter(new Lines());
        console.setLevel(Level.ALL);
        root.addHandler(console);
        root.setLevel(Level.WARNING);
        OURS.setLevel("debug".equalsIgnoreCase(environment.get("SLIPWAY_LOG")) ? Level.FINE : Level.INFO);
    }

    private static final class Lines extends Formatter {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

        @Override
        public String format(LogRecord line) {
            String source = line.getLoggerName() == null ? "" : line.getLoggerName();
            StringBuilder text = new StringBuilder(TIME.format(line.getInstant()))
                    .append(' ')
                    .append(level(line.getLevel()))
                    .append(' ')
                    .append(source.substring(source.lastIndexOf('.') + 1))
                    .append(": ")
                    .append(formatMessage(line).replaceAll("\\p{Cntrl}+", " "))
                    .append('\n');
            for (Throwable thrown = line.getThrown(); thrown != null; thrown = thrown.getCause()) {
                text.append("    ").append(thrown).append('\n');
                for (StackTraceElement step : thrown.getStackTrace()) {
                    text.append("        at ").append(step).append('\n');
                }
            }
            return text.toString();
        }

        private static String level(Level level) {
            if (level.intValue() >= Level.SEVERE.intValue()) {
                return "ERROR";
            }
            if (level.intValue() >= Level.WARNING.intValue()) {
                return "WARN";
            }
            return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
        }
    }
}
