package dev.slipway.desktop;

import dev.slipway.command.Command;
import dev.slipway.fault.Faults;
import dev.slipway.link.Server;
import dev.slipway.login.KnownServers;
import dev.slipway.login.LocalDaemon;
import dev.slipway.login.WelcomeModel;
import dev.slipway.login.WelcomeView;
import dev.slipway.navigation.Destination;
import dev.slipway.notice.Notices;
import dev.slipway.notice.NoticesView;
import dev.slipway.notice.ToastsView;
import dev.slipway.theme.Icon;
import dev.slipway.theme.Theme;
import dev.slipway.window.MainWindow;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javafx.application.Application;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// Entry point of the desktop application.
public final class Main extends Application {
    private static final String LOOK = "look";

    private final Work work = new Work();
    private final Folders folders = Folders.fromEnvironment();
    private final LocalDaemon local = LocalDaemon.fromEnvironment();
    private final Notices notices = new Notices(InstantSource.system());
    private final NoticesView told = new NoticesView(notices, InstantSource.system());
    private final ToastsView toasts = new ToastsView(notices, told::open);
    private final Faults faults = new Faults(notices, InstantSource.system(), this::before, this::secrets);
    private @Nullable Wiring wiring;
    private @Nullable Theme theme;

    /// Starts the JavaFX runtime; returns when the last window is closed.
    /// @param args may hold a `slipway://` link, to open its place
    public static void main(String[] args) {
        launch(args);
    }

    @Override
    public void start(Stage stage) {
        faults.install();
        MainWindow window = new MainWindow(stage, theme(), folders.settings());
        window.overlay(toasts);
        window.overlay(told);
        choose(window, window.recall(LOOK));
        KnownServers known = new KnownServers(folders.settings());
        Optional<Server> server = local.running().or(known::last);
        if (server.isPresent()) {
            enter(window, server.get());
        } else {
            WelcomeModel model = new WelcomeModel(known, local, work, chosen -> enter(window, chosen));
            window.show(new WelcomeView(model));
        }
        window.open();
    }

    @Override
    public void stop() {
        if (wiring != null) {
            wiring.close();
        }
        work.close();
    }

    /// What a report of a fault says of the moment.
    private List<String> before() {
        Wiring entered = wiring;
        return entered == null ? List.of("Place: the first page") : entered.before();
    }

    private Collection<String> secrets() {
        Wiring entered = wiring;
        return entered == null ? List.of() : List.of(entered.token());
    }

    private Theme theme() {
        Theme made = new Theme();
        theme = made;
        return made;
    }

    private void choose(MainWindow window, String look) {
        Theme dressed = theme;
        for (Theme.Choice choice : Theme.Choice.values()) {
            if (dressed != null && choice.name().equals(look)) {
                dressed.choose(choice);
                window.remember(LOOK, look);
            }
        }
    }

    private void enter(MainWindow window, Server server) {
        Wiring entered = new Wiring(server, folders.data(), InstantSource.system(), this::browse, notices);
        wiring = entered;
        entered.commands().add(Command.of(Icon.BELL, Words.text("command.notices"), "Shortcut+Shift+N", told::open));
        entered.commands().add(Command.of(Icon.BELL, Words.text("command.toasts"), "F8", toasts::focus));
        for (Theme.Choice choice : Theme.Choice.values()) {
            entered.commands()
                    .add(Command.place(
                            Icon.EYE, Words.text("look." + choice.name()), "", () -> choose(window, choice.name())));
        }
        window.show(entered.view());
        place(window).ifPresent(entered.navigator()::go);
        entered.navigator().onChange(place -> window.remember("place", place.path()));
    }

    private Optional<Destination> place(MainWindow window) {
        List<String> arguments =
                getParameters() == null ? List.of() : getParameters().getRaw();
        return arguments.stream()
                .filter(argument -> argument.startsWith(Destination.SCHEME + "://"))
                .findFirst()
                .flatMap(link -> Destination.of(URI.create(link)))
                .or(() -> Destination.ofPath(window.recall("place")));
    }

    private void browse(String address) {
        if (address.startsWith("http://") || address.startsWith("https://")) {
            getHostServices().showDocument(address);
        }
    }

    /// Where the desktop keeps its own files.
    /// @param settings window, servers
    /// @param data     replicas, which may be deleted at any time
    record Folders(Path settings, Path data) {
        static Folders fromEnvironment() {
            Path home = Path.of(System.getProperty("user.home"));
            return new Folders(
                    variable("XDG_CONFIG_HOME", home.resolve(".config")).resolve("slipway"),
                    variable("XDG_DATA_HOME", home.resolve(".local/share")).resolve("slipway-desktop"));
        }

        private static Path variable(String name, Path otherwise) {
            return Optional.ofNullable(System.getenv(name)).map(Path::of).orElse(otherwise);
        }
    }
}
