package dev.slipway.cli;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The daemon as a process on this computer: started from the same Java and class path as this program, found and
/// ended.
///
/// `SLIPWAY_DAEMON_JAVA_OPTS` are the flags for its JVM, one a line, such as those for an AOT cache.
final class DaemonProcess {
    private static final String MAIN = "dev.slipway.daemon.Main";
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(30);
    private static final int LOG_LINES = 15;

    private final Surroundings surroundings;
    private final Home home;

    DaemonProcess(Surroundings surroundings, Home home) {
        this.surroundings = surroundings;
        this.home = home;
    }

    /// Where a daemon that runs with this home listens; empty when none answers.
    Optional<String> listening() {
        return home.daemonUrl().filter(DaemonProcess::answers);
    }

    /// Starts it in the background and waits until it listens.
    /// @param own environment variables for it alone
    /// @return where it listens
    /// @throws ProblemException with the end of its output, when it does not come up
    String start(Map<String, String> own, List<String> arguments) throws InterruptedException {
        Process process;
        try {
            Path log = prepared();
            ProcessBuilder builder = new ProcessBuilder(command(true, arguments))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(log.toFile())
                    .redirectErrorStream(true);
            environment(builder, own);
            process = builder.start();
        } catch (IOException e) {
            throw Problem.unavailable("daemon-not-started", "The daemon could not be started", e.toString())
                    .toException(e);
        }
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<String> url = listening();
            if (url.isPresent()) {
                return url.get();
            }
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw didNotStart("It ended with exit code " + process.exitValue() + ".");
            }
        }
        process.destroy();
        throw didNotStart("It did not listen after " + START.toSeconds() + " s.");
    }

    /// Runs it in the foreground.
    /// @return its exit code
    int runHere(List<String> arguments) throws InterruptedException {
        try {
            Files.createDirectories(home.directory());
            ProcessBuilder builder = new ProcessBuilder(command(false, arguments)).inheritIO();
            environment(builder, Map.of());
            return builder.start().waitFor();
        } catch (IOException e) {
            throw Problem.unavailable("daemon-not-started", "The daemon could not be started", e.toString())
                    .toException(e);
        }
    }

    /// Ends it in good order.
    /// @return false when none runs that was started in the background with this home
    boolean end() throws InterruptedException {
        Optional<ProcessHandle> process = running();
        if (process.isEmpty()) {
            return false;
        }
        process.get().destroy();
        try {
            process.get().onExit().get(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
            throw Problem.unavailable(
                            "daemon-does-not-end",
                            "The daemon does not end",
                            "Process " + process.get().pid() + " was asked to and still runs after " + END.toSeconds()
                                    + " s.")
                    .withRemedy("End it with `kill -9 " + process.get().pid()
                            + "`: nothing that was accepted is lost, and a turn that runs is marked interrupted.")
                    .toException(e);
        }
        return true;
    }

    /// Process numbers are used again, so the command line must be the daemon's.
    Optional<ProcessHandle> running() {
        return home.daemonPid()
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .commandLine()
                        .map(line -> line.contains(MAIN))
                        .orElse(false));
    }

    private List<String> command(boolean ownGroup, List<String> arguments) {
        List<String> command = new ArrayList<>();
        // In a process group of its own, Ctrl-C in this terminal does not reach it.
        if (ownGroup && Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        surroundings
                .variable("SLIPWAY_DAEMON_JAVA_OPTS")
                .orElse("--enable-native-access=ALL-UNNAMED")
                .lines()
                .forEach(command::add);
        command.add(MAIN);
        command.addAll(arguments);
        return command;
    }

    private void environment(ProcessBuilder builder, Map<String, String> own) {
        builder.environment().clear();
        builder.environment().putAll(surroundings.environment());
        builder.environment().put("SLIPWAY_HOME", home.directory().toString());
        // Not on the command line: what the system tells of that is cut at 4,096 characters, and the daemon is known by
        // it.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().putAll(own);
    }

    private Path prepared() throws IOException {
        Files.createDirectories(
                home.directory(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectories(home.log().getParent());
        Files.deleteIfExists(home.directory().resolve("daemon.url"));
        return home.log();
    }

    private ProblemException didNotStart(String why) {
        String end;
        try {
            List<String> lines = Files.readAllLines(home.log());
            end = String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            end = "(its output can't be read: " + e.getMessage() + ")";
        }
        return Problem.unavailable(
                        "daemon-not-started", "The daemon did not start", why + " The end of its output:\n" + end)
                .withRemedy("All of it is in " + home.log() + "; `slipway doctor` says what this computer lacks.")
                .toException();
    }

    private static boolean answers(String url) {
        URI address = ServerAddress.parse(url);
        String host = address.getHost().replaceAll("[\\[\\]]", "");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, address.getPort() < 0 ? 80 : address.getPort()), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
