package dev.slipway.desktop;

import dev.slipway.login.LocalDaemon;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.navigation.Destination;
import dev.slipway.platform.LinkScheme;
import dev.slipway.platform.SingleInstance;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.application.Application;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Entry point of the desktop application. It is no `Application` itself, as the Java launcher would start the toolkit
/// for such a one, and a start that only hands its link over must not wait for that.
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int NOT_UNDERSTOOD = 2;

    private Main() {}

    /// Starts the JavaFX runtime and returns when the window is closed; or hands over to the window that is open.
    /// @param args a `slipway://` link, to open its place; or `--register`, `--unregister`
    public static void main(String[] args) {
        try {
            System.exit(run(List.of(args)));
        } catch (ProblemException e) {
            System.err.println(e.problem().title() + "\n" + e.problem().detail()
                    + e.problem().remedy().map(remedy -> "\n" + remedy).orElse(""));
            System.exit(1);
        }
    }

    private static int run(List<String> arguments) {
        if (arguments.size() > 1 || !arguments.stream().allMatch(Main::understood)) {
            System.err.println("""
                    ./slipway desktop [slipway://HOST:PORT/PLACE]   opens the window, at that place
                    ./slipway desktop --register                    makes it open slipway:// links (--unregister)""");
            return NOT_UNDERSTOOD;
        }
        LinkScheme scheme =
                new LinkScheme(System.getenv(), LocalDaemon.fromEnvironment().launcher());
        if (arguments.contains("--register")) {
            scheme.register().forEach(System.out::println);
            return 0;
        }
        if (arguments.contains("--unregister")) {
            scheme.unregister().forEach(System.out::println);
            return 0;
        }
        Start start = Start.by(arguments, System.getenv());
        Optional<SingleInstance> claimed = Optional.empty();
        if (start.places().passing().isPresent()) {
            try {
                claimed = SingleInstance.claim(
                        start.places().passing().get(),
                        start.link().map(Object::toString).orElse(""),
                        PATIENCE);
                if (claimed.isEmpty()) {
                    return 0;
                }
            } catch (UncheckedIOException e) {
                log.warn("Whether another window is open can't be told, so this one opens", e);
            }
        }
        needDisplay(System.getenv());
        App.begin(new App.Beginning(start, scheme, claimed));
        Application.launch(App.class);
        claimed.ifPresent(SingleInstance::close);
        return 0;
    }

    /// JavaFX would say so by a stack trace.
    private static void needDisplay(Map<String, String> environment) {
        String system = System.getProperty("os.name");
        boolean asks = !system.startsWith("Windows") && !system.startsWith("Mac");
        boolean memory = System.getProperty("glass.platform") != null;
        boolean given = Stream.of("DISPLAY", "WAYLAND_DISPLAY")
                .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
        if (asks && !memory && !given) {
            throw Problem.unavailable(
                            "no-display",
                            "There is no display to open the window on",
                            "Neither DISPLAY nor WAYLAND_DISPLAY is set here.")
                    .withRemedy("Start it in a desktop session. What works in a terminal: ./slipway help.")
                    .toException();
        }
    }

    private static boolean understood(String argument) {
        return argument.equals("--register")
                || argument.equals("--unregister")
                || argument.startsWith(Destination.SCHEME + "://");
    }
}
