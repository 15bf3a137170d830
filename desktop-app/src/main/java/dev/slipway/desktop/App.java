package dev.slipway.desktop;

import dev.slipway.command.Command;
import dev.slipway.command.Commands;
import dev.slipway.command.Keys;
import dev.slipway.command.Place;
import dev.slipway.fault.Faults;
import dev.slipway.link.Server;
import dev.slipway.model.Pin;
import dev.slipway.notice.Notices;
import dev.slipway.notice.NoticesView;
import dev.slipway.notice.Toast;
import dev.slipway.notice.ToastsView;
import dev.slipway.notification.Desk;
import dev.slipway.notification.Preferences;
import dev.slipway.platform.LinkScheme;
import dev.slipway.platform.SingleInstance;
import dev.slipway.settings.Appearance;
import dev.slipway.theme.Icon;
import dev.slipway.theme.Theme;
import dev.slipway.window.MainWindow;
import dev.slipway.window.QuestionView;
import dev.slipway.window.Zoom;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The application as the toolkit starts and stops it.
public final class App extends Application {
    private static volatile @Nullable Beginning asked;

    /// What [Main] knows before the toolkit makes the application.
    /// @param instance hears of later starts; empty for a window that stands apart
    record Beginning(Start start, LinkScheme links, Optional<SingleInstance> instance) {}

    private final Beginning beginning = Objects.requireNonNull(asked, "the beginning");
    private final Start start = beginning.start();
    private final CompletableFuture<Void> toolkit = new CompletableFuture<>();
    private final CompletableFuture<Servers> begun = new CompletableFuture<>();
    private final Work work = new Work();
    private final Notices notices = new Notices(InstantSource.system());
    private final Faults faults = new Faults(notices, InstantSource.system(), this::before, this::secrets);
    private final Desk desk = Desk.ofThisSystem();
    private Pin zoomed = () -> {};
    private @Nullable Servers servers;
    private @Nullable Appearance look;
    private @Nullable Preferences wishes;

    static void begin(Beginning wanted) {
        asked = wanted;
    }

    @Override
    public void init() {
        var _ = start.first(this::open, toolkit)
                .whenComplete((first, fault) -> Platform.runLater(() -> {
                    Servers shown = Objects.requireNonNull(servers);
                    if (first != null) {
                        shown.begin(first);
                        start.link().ifPresent(shown::open);
                    } else {
                        shown.fail(fault);
                    }
                    begun.complete(shown);
                    FirstFrame.await();
                }));
        beginning
                .instance()
                .ifPresent(instance -> instance.serve(message -> {
                    var _ = begun.thenAccept(shown -> Platform.runLater(() -> shown.heard(message)));
                }));
    }

    @Override
    public void start(Stage stage) {
        Platform.setImplicitExit(false);
        toolkit.complete(null);
        faults.install();
        Theme theme = new Theme();
        MainWindow window = new MainWindow(stage, theme, start.places().settings());
        Appearance appearance = new Appearance(theme, Zoom.STEPS, window::recall, window::remember);
        window.zoom().factor().subscribe(factor -> appearance.zoom().set(factor.doubleValue()));
        appearance.zoom().subscribe(factor -> window.zoom().set(factor.doubleValue()));
        Keys keys = new Keys(window::recall, window::remember);
        look = appearance;
        NoticesView told = new NoticesView(notices, InstantSource.system());
        ToastsView toasts = new ToastsView(notices, told::open);
        QuestionView question = new QuestionView();
        Quit quit = new Quit(
                start.local(),
                work,
                window,
                question,
                () -> beginning.instance().ifPresent(SingleInstance::retire),
                Platform::exit);
        window.onClose(quit::ask);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(quit::unasked));
        Preferences preferences = new Preferences(window::recall, window::remember);
        wishes = preferences;
        Servers.Telling telling = (wiring, bring) -> wiring.tell(desk, preferences, stage::isFocused, bring);
        Consumer<Commands> common = commands -> {
            commands.use(keys);
            addCommands(commands, appearance);
            addZoom(commands, window.zoom());
            commands.add(Command.of(Icon.BELL, Words.text("command.notices"), "Shortcut+Shift+N", told::open));
            commands.add(Command.of(Icon.BELL, Words.text("command.toasts"), "F8", toasts::focus));
            if (beginning.links().possible()) {
                commands.add(Command.place(Icon.LINK, Words.text("command.links"), "", this::register));
            }
            commands.add(Command.of(Icon.CLOSE, Words.text("command.quit"), "Shortcut+Q", quit::ask));
        };
        servers = new Servers(window, question, start, work, this::open, common, telling);
        window.overlay(toasts);
        window.zoom().factor().addListener((_, _, factor) -> tellZoom(factor.doubleValue()));
        window.overlay(told);
        window.overlay(question);
        window.open();
    }

    @Override
    public void stop() {
        Servers shown = servers;
        if (shown != null) {
            shown.close();
        }
        work.close();
        desk.close();
    }

    /// What a report of a fault says of the moment.
    private List<String> before() {
        Servers all = servers;
        return all == null ? List.of() : all.before();
    }

    private Collection<String> secrets() {
        Servers all = servers;
        return all == null ? List.of() : all.secrets();
    }

    /// What can be done whichever server shows.
    private static void addCommands(Commands commands, Appearance appearance) {
        for (Theme.Choice choice : Theme.Choice.values()) {
            commands.add(Command.place(
                    Icon.EYE,
                    Words.text("look." + choice.name()),
                    "",
                    () -> appearance.look().set(choice)));
        }
    }

    private void addZoom(Commands commands, Zoom zoom) {
        commands.add(Command.of(Icon.SEARCH, Words.text("zoom.in"), "Shortcut+PLUS", zoom::in)
                .in(Place.WINDOW));
        commands.add(Command.of(Icon.SEARCH, Words.text("zoom.out"), "Shortcut+MINUS", zoom::out)
                .in(Place.WINDOW));
        commands.add(Command.of(Icon.SEARCH, Words.text("zoom.reset"), "Shortcut+0", zoom::reset)
                .in(Place.WINDOW));
    }

    private void tellZoom(double factor) {
        zoomed.close();
        zoomed = notices.show(Toast.done(Words.text("zoom.is", factor)));
    }

    private void register() {
        work.start(
                beginning.links()::register,
                done -> notices.show(Toast.done(Words.text("links.done"))),
                notices::problem);
    }

    private Wiring open(Server server) {
        Wiring wiring = new Wiring(server, start.places().data(), InstantSource.system(), this::browse, notices);
        wiring.around(() -> new WholeWindow(
                Objects.requireNonNull(servers),
                Objects.requireNonNull(look),
                Objects.requireNonNull(wishes),
                notices));
        return wiring;
    }

    private void browse(String address) {
        if (address.startsWith("http://") || address.startsWith("https://")) {
            getHostServices().showDocument(address);
        }
    }
}
