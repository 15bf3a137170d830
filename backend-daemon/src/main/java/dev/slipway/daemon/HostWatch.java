package dev.slipway.daemon;

import com.sun.management.OperatingSystemMXBean;
import dev.slipway.model.fleet.HostLoad;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.HostCalls.HostState;
import dev.slipway.model.wire.HostCalls.SandboxRules;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.session.Housing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks at the computer on which sandboxes run, for `/host`.
/// @param rules what every sandbox gets
record HostWatch(Path home, Housing housing, SandboxRules rules) {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    HostState look() {
        if (!housing.isKnown()) {
            return state(false, "This computer is still being looked at.", Optional.empty(), 0);
        }
        try {
            var sandboxes = housing.await().sandboxes();
            return state(
                    true,
                    sandboxes.isolation().says(),
                    Optional.empty(),
                    sandboxes.list().size());
        } catch (ProblemException e) {
            return state(false, e.problem().title(), Optional.of(ProblemDetails.of(e.problem())), 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return state(false, "Nobody waited for the answer.", Optional.empty(), 0);
        }
    }

    private HostState state(boolean ready, String isolation, Optional<ProblemDetails> problem, int sandboxes) {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version") + " ("
                + System.getProperty("os.arch") + ")";
        return new HostState(name(), system, ready, isolation, problem, sandboxes, load(), rules);
    }

    private HostLoad load() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double average = system.getSystemLoadAverage();
        try {
            FileStore disk = Files.getFileStore(home);
            return new HostLoad(
                    system.getAvailableProcessors(),
                    average < 0 ? Optional.empty() : Optional.of(average),
                    system.getTotalMemorySize(),
                    available().orElseGet(system::getFreeMemorySize),
                    disk.getTotalSpace(),
                    disk.getUsableSpace());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What could be had without swapping, which Java does not tell.
    private static OptionalLong available() throws IOException {
        if (!Files.isReadable(MEMORY)) {
            return OptionalLong.empty();
        }
        Matcher line = AVAILABLE.matcher(Files.readString(MEMORY));
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1)) << 10) : OptionalLong.empty();
    }

    private static String name() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
