package dev.slipway.fault;

import dev.slipway.control.Copying;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.notice.Notices;
import dev.slipway.notice.Toast;
import dev.slipway.words.Words;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/// The last to hear of a failure that nobody handled, on whichever thread: it tells the person, who goes on working,
/// and has a report ready for whoever mends it. A failure that explains itself is shown in its own words.
public final class Faults implements Thread.UncaughtExceptionHandler {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger(Faults.class);

    /// The window says by itself how its link stands.
    private static final String UNREACHABLE = "server-unreachable";

    /// A fault of a view may come back with every frame.
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final Notices notices;
    private final InstantSource clock;
    private final Supplier<List<String>> open;
    private final Supplier<Collection<String>> secrets;
    private final RecentLog recent = new RecentLog();
    private final Map<String, Instant> told = new ConcurrentHashMap<>();

    /// @param open    what the person has before them, in lines such as `Place: /settings`
    /// @param secrets that this program holds now, none of which is to be in a report
    public Faults(
            Notices notices, InstantSource clock, Supplier<List<String>> open, Supplier<Collection<String>> secrets) {
        this.notices = notices;
        this.clock = clock;
        this.open = open;
        this.secrets = secrets;
    }

    /// Hears from now on of all that fails in this program.
    public void install() {
        Logger.getLogger("").addHandler(recent);
        Thread.setDefaultUncaughtExceptionHandler(this);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable fault) {
        if (fault instanceof ProblemException known) {
            log.warn("Nobody waited for this failure: {}", known.problem());
            if (!known.problem().code().equals(UNREACHABLE)) {
                notices.problem(known.problem());
            }
            return;
        }
        log.error("Unforeseen, on {}", thread.getName(), fault);
        Instant now = clock.instant();
        Instant before = told.put(kind(fault), now);
        if (before != null && Duration.between(before, now).compareTo(QUIET) < 0) {
            return;
        }
        notices.show(new Toast(
                Toast.Kind.PROBLEM,
                Words.text("fault.title"),
                Words.text("fault.detail"),
                List.of(new Toast.Action(Words.text("fault.copy"), () -> {
                    Copying.copy(report(thread, fault, now));
                    notices.show(Toast.done(Words.text("fault.copied")));
                }))));
    }

    /// All that helps to mend it, without secrets; in English, as it is written for those who develop Slipway.
    String report(Thread thread, Throwable fault, Instant at) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        StringBuilder report = new StringBuilder("Slipway desktop: report of a fault\n\n");
        report.append("When: ").append(at).append('\n');
        report.append("Version: ").append(version()).append('\n');
        report.append("Java: ").append(property("java.version")).append(", JavaFX ");
        report.append(property("javafx.runtime.version")).append('\n');
        report.append("System: ").append(property("os.name")).append(' ').append(property("os.version"));
        report.append(' ').append(property("os.arch")).append(", ").append(Locale.getDefault());
        report.append('\n');
        open.get().forEach(line -> report.append(line).append('\n'));
        report.append("Thread: ").append(thread.getName()).append("\n\n").append(trace);
        report.append("\nThe last lines of the log:\n");
        recent.lines().forEach(line -> report.append(line).append('\n'));
        return new Redaction(secrets.get(), property("user.home")).apply(report.toString());
    }

    private static String kind(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        return fault.getClass().getName() + (trace.length == 0 ? "" : trace[0]);
    }

    private static String version() {
        return Optional.ofNullable(Faults.class.getPackage().getImplementationVersion())
                .orElse("built from source");
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
