package dev.slipway.cli;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Gives the demo a daemon and a home of its own, and takes both away again.
@Command(
        name = "demo",
        description =
                "See a whole session, from a prompt to a merged pull request, on a sample repository. The model only"
                        + " plays a script, so that no account is needed; all else is real.")
final class DemoCommand implements Callable<Integer> {
    /// What could make it spend money, or speak to another daemon.
    private static final List<String> NOT_FOR_THE_DEMO = List.of(
            "SLIPWAY_URL",
            "SLIPWAY_TOKEN",
            "ANTHROPIC_API_KEY",
            "ANTHROPIC_BASE_URL",
            "OPENAI_API_KEY",
            "OPENAI_BASE_URL");

    private final Slipway slipway;

    @Option(names = "--keep", description = "Leave the daemon running and its data where they are, to look around.")
    boolean keep;

    @Option(
            names = "--window",
            negatable = true,
            description =
                    "Open the desktop's window on the demo's session, which ends when the window is closed; or, with"
                            + " --no-window, stay in the terminal. By default it opens where the output is a terminal before a"
                            + " display of this computer.")
    @Nullable Boolean window;

    @Option(
            names = "--hosts",
            paramLabel = "N",
            description =
                    "See sessions on N other machines instead, 1 to 9, which SSH servers of this computer play, and"
                            + " one of which is lost.")
    int hosts;

    DemoCommand(Slipway slipway) {
        this.slipway = slipway;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (hosts < 0 || hosts > 9) {
            throw Problem.invalid("bad-hosts", "That many hosts can't be shown", "--hosts " + hosts + " is not 1 to 9.")
                    .toException();
        }
        long begun = System.nanoTime();
        Path place = place();
        Surroundings own = surroundings(place);
        DaemonProcess daemon = new DaemonProcess(own, Home.of(own));
        Console console = slipway.console();
        DemoWindow shown = new DemoWindow(own, launcher(), place, console);
        Thread cleaning = Thread.ofPlatform().unstarted(() -> clean(shown, daemon, place));
        Runtime.getRuntime().addShutdownHook(cleaning);
        int exitCode = ExitCode.OK;
        try {
            if (hosts > 0) {
                new HostsDemo(slipway, own, daemon, place, hosts).play();
            } else {
                new Demo(slipway, own, daemon, place, shown).play();
            }
        } catch (ProblemException e) {
            exitCode = slipway.failed(e);
        }
        console.aside("");
        if (keep || exitCode != ExitCode.OK) {
            Runtime.getRuntime().removeShutdownHook(cleaning);
            leave(shown, daemon, own, place, exitCode == ExitCode.OK);
        } else {
            console.aside(console.dim("All of it took " + Wording.duration(Duration.ofNanos(System.nanoTime() - begun))
                    + ". With your own repository: slipway up, then slipway run --repo PATH_OR_URL \"what to do\""));
            if (shown.isOpen()) {
                console.aside("The window still shows it. Close it" + (own.terminal() ? ", or press Enter here," : "")
                        + " to end the demo.");
                shown.awaitEnd();
            }
        }
        return exitCode;
    }

    /// The launcher says by this variable that a window is wanted and built.
    private Optional<String> launcher() {
        Optional<String> launcher = slipway.surroundings().variable("SLIPWAY_DEMO_WINDOW");
        if (launcher.isEmpty() && Boolean.TRUE.equals(window)) {
            slipway.console().aside("Only ./slipway demo opens the window; this is the command line alone.");
        }
        return launcher.filter(_ -> !Boolean.FALSE.equals(window));
    }

    /// Keeps the data, and the daemon too where a person asked for that.
    private void leave(DemoWindow shown, DaemonProcess daemon, Surroundings own, Path place, boolean good)
            throws InterruptedException {
        Console console = slipway.console();
        if (!keep) {
            shown.close();
            daemon.end();
        }
        console.aside(good ? "The daemon still runs. Look around:" : "Its data are kept for a look:");
        console.aside("  export SLIPWAY_HOME=" + Home.of(own).directory());
        if (!keep) {
            console.aside("  export SLIPWAY_KEEP_SANDBOXES=0");
        }
        console.aside("  " + (keep ? "" : "slipway up; ") + "slipway sessions; slipway show last; slipway pr show 1");
        console.aside("  the daemon's output: " + Home.of(own).log());
        console.aside("To end it: slipway down; rm -r " + place);
    }

    private Path place() {
        try {
            Path parent =
                    slipway.surroundings().variable("TMPDIR").map(Path::of).orElse(Path.of("/tmp"));
            return Files.createTempDirectory(parent, "slipway-demo-");
        } catch (IOException e) {
            throw Problem.unavailable("no-place", "There is no place for the demo", e.toString())
                    .withRemedy("Set TMPDIR to a directory that can be written.")
                    .toException(e);
        }
    }

    private Surroundings surroundings(Path place) {
        Surroundings now = slipway.surroundings();
        Map<String, String> environment = new HashMap<>(now.environment());
        NOT_FOR_THE_DEMO.forEach(environment::remove);
        environment.put("SLIPWAY_HOME", place.resolve("home").toString());
        environment.put("SLIPWAY_LISTEN", "127.0.0.1:0");
        environment.put("SLIPWAY_KEEP_SANDBOXES", "0");
        return new Surroundings(environment, place, now.in(), now.out(), now.err(), now.terminal());
    }

    /// Runs as the process ends, also by Ctrl-C.
    private void clean(DemoWindow shown, DaemonProcess daemon, Path place) {
        try {
            shown.close();
            daemon.end();
            new Removal(place).run();
        } catch (IOException | RuntimeException | InterruptedException e) {
            slipway.console()
                    .aside("Not all of the demo could be removed (" + e.getMessage() + "). What is left is in "
                            + place);
        }
    }
}
