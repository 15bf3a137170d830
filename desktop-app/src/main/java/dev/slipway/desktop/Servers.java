package dev.slipway.desktop;

import dev.slipway.command.Command;
import dev.slipway.command.Commands;
import dev.slipway.control.ProblemPanel;
import dev.slipway.link.Server;
import dev.slipway.login.KnownServers;
import dev.slipway.login.OwnDaemon;
import dev.slipway.login.WelcomeModel;
import dev.slipway.login.WelcomeView;
import dev.slipway.model.Pin;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.navigation.Destination;
import dev.slipway.theme.Icon;
import dev.slipway.window.MainWindow;
import dev.slipway.window.QuestionView;
import dev.slipway.window.RailView;
import dev.slipway.window.ServerTab;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import dev.slipway.workbench.LinkModel;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// The servers side by side: each that the person is signed in to has a wiring, which is at work whether it shows or
/// not; the window shows one of them, or the page on which another is added. Used on the window's thread.
final class Servers implements AutoCloseable {
    private static final String PLACE = "place.";
    private static final String SEND_KEY = "send-key";
    private static final String SHORTCUT = "shortcut";
    private static final int KEYS = 9;

    private final MainWindow window;
    private final Start start;
    private final KnownServers known;
    private final OwnDaemon local;
    private final Work work;
    private final Function<Server, Wiring> opening;
    private final Consumer<Commands> common;
    private final Telling telling;
    private final RailView rail;
    private final ServerChoices choices;
    private final Map<URI, Wiring> wirings = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Set<Server> forgotten = new HashSet<>();
    private List<Server> servers = List.of();
    private final Set<URI> coming = new HashSet<>();
    private Optional<URI> shown = Optional.empty();
    private Optional<Runnable> wanted = Optional.empty();

    /// @param opening makes the wiring of a server, on any thread
    /// @param common  adds what can be done whichever server shows
    /// @param telling begins to tell of what happens on a server
    Servers(
            MainWindow window,
            QuestionView question,
            Start start,
            Work work,
            Function<Server, Wiring> opening,
            Consumer<Commands> common,
            Telling telling) {
        this.window = window;
        this.start = start;
        this.known = start.known();
        this.local = start.local();
        this.work = work;
        this.opening = opening;
        this.common = common;
        this.telling = telling;
        choices = new ServerChoices(this, known, question, start.visit());
        rail = new RailView(this::show, this::add, choices::about);
        window.side(rail);
        window.scene().addEventFilter(KeyEvent.KEY_PRESSED, this::switchByKey);
    }

    /// Begins to tell the person of what happens on a server, in view or not.
    interface Telling {
        /// @param bring shows this server, at a place if one is given
        void begin(Wiring wiring, Consumer<Optional<Destination>> bring);
    }

    /// The one that a `slipway://` link leads to.
    static Optional<Server> of(List<Server> servers, URI link) {
        return servers.stream()
                .filter(server -> authority(server.address()).equals(authority(link)))
                .findFirst();
    }

    /// Shows what the start has got ready; the links to the other servers come up behind it.
    void begin(Start.First first) {
        servers = first.servers();
        first.wiring()
                .ifPresentOrElse(
                        wiring -> {
                            if (servers.isEmpty()) {
                                servers = List.of(wiring.server());
                            }
                            adopt(wiring);
                            show(wiring.server().address());
                        },
                        () -> add(Optional.empty(), "", Optional.empty()));
        for (Server server : servers) {
            if (KnownServers.signedIn(server) && !wirings.containsKey(server.address())) {
                come(server);
            }
        }
        refresh();
    }

    /// Shows why there is nothing to show.
    void fail(Throwable fault) {
        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
        Problem problem = cause instanceof ProblemException known
                ? known.problem()
                : Problem.of(
                                Problem.Kind.INTERNAL,
                                "desktop-fault",
                                "Something went wrong in Slipway itself",
                                String.valueOf(cause))
                        .withRemedy("Try again. If it stays, copy this report and open an issue.");
        show(problem);
    }

    /// Opens the place that a link leads to, on its server; offers to connect to one that is not known.
    void open(URI link) {
        Destination.of(link)
                .ifPresent(place -> of(servers, link)
                        .ifPresentOrElse(
                                server -> show(server, Optional.of(place)),
                                () -> add(
                                        Optional.of(URI.create(scheme(link) + "://" + link.getAuthority())),
                                        Words.text("login.link", link.getAuthority()),
                                        Optional.of(place))));
        window.toFront();
    }

    /// A later start wants a place, or only to see the window.
    void heard(String message) {
        Start.uri(message).filter(link -> !message.isEmpty()).ifPresentOrElse(this::open, window::toFront);
    }

    /// What a report of a fault says of the moment.
    List<String> before() {
        return shown.map(wirings::get).map(Wiring::before).orElse(List.of("Place: the first page"));
    }

    /// What must not be in a report.
    List<String> secrets() {
        return servers.stream()
                .map(Server::token)
                .filter(token -> !token.isEmpty())
                .toList();
    }

    @Override
    public void close() {
        shown = Optional.empty();
        wirings.values().forEach(Wiring::close);
        wirings.clear();
        forgotten.forEach(
                server -> Wiring.deleteReplica(Wiring.replica(start.places().data(), server)));
        forgotten.clear();
    }

    ServerChoices choices() {
        return choices;
    }

    /// Those the person knows, in their order.
    List<Server> known() {
        return servers;
    }

    /// Tells now and whenever the servers change.
    Pin onChange(Runnable listener) {
        listeners.add(listener);
        listener.run();
        return () -> listeners.remove(listener);
    }

    /// Opens the page on which a server is added.
    void add() {
        add(Optional.empty(), "", Optional.empty());
    }

    /// Forgets a server; until the window closes, [#recall] brings it back with all that is kept of it here.
    void forget(Server server) {
        known.forget(server);
        forgotten.add(server);
        leave(server);
        servers.stream().findFirst().ifPresentOrElse(next -> show(next.address()), this::add);
    }

    void recall(Server server) {
        forgotten.remove(server);
        known.remember(server);
        entered(server, Optional.empty());
    }

    void show(URI address) {
        servers.stream()
                .filter(server -> server.address().equals(address))
                .findFirst()
                .ifPresent(server -> show(server, Optional.empty()));
    }

    private void show(Server server, Optional<Destination> place) {
        @Nullable Wiring wiring = wirings.get(server.address());
        if (!KnownServers.signedIn(server)) {
            add(Optional.of(server.address()), Words.text("login.signedOut", server.name()), place);
        } else if (wiring == null) {
            wanted = Optional.of(() -> show(server, place));
            come(server);
        } else {
            wanted = Optional.empty();
            shown = Optional.of(server.address());
            window.show(wiring.view());
            place.or(() -> restored(wiring)).ifPresent(wiring.navigator()::go);
            if (known.isLocal(server)) {
                bringUp(wiring);
            } else if (!start.visit().filter(server::equals).isPresent()) {
                work.start(() -> known.remember(server));
            }
            refresh();
        }
    }

    /// Makes the wiring of a server, unless that is being done; if it is still wanted then, it shows.
    private void come(Server server) {
        if (coming.add(server.address())) {
            work.start(
                    () -> opening.apply(server),
                    made -> {
                        coming.remove(server.address());
                        adopt(made);
                        wanted.ifPresent(Runnable::run);
                    },
                    problem -> {
                        coming.remove(server.address());
                        if (wanted.isPresent()) {
                            show(problem);
                        }
                    });
        }
    }

    private void show(Problem problem) {
        StackPane page = new StackPane(new ProblemPanel(problem));
        page.getStyleClass().add("welcome");
        window.show(page);
    }

    /// Where the person was on this server, as long as nothing is open there.
    private Optional<Destination> restored(Wiring wiring) {
        String path = window.recall(PLACE + wiring.server().address().getAuthority());
        return wiring.navigator().current() instanceof Destination.Home && !path.isEmpty()
                ? Destination.ofPath(path)
                : Optional.empty();
    }

    private void adopt(Wiring wiring) {
        URI address = wiring.server().address();
        if (servers.stream().noneMatch(wiring.server()::equals)) {
            // Forgotten, or with another token by now.
            wiring.close();
            return;
        }
        @Nullable Wiring older = wirings.put(address, wiring);
        if (older != null) {
            older.close();
        }
        wiring.choices(() -> choices.beside(address));
        common.accept(wiring.commands());
        telling.begin(wiring, place -> {
            window.toFront();
            show(wiring.server(), place);
        });
        wiring.habits().enterSends().set(!window.recall(SEND_KEY).equals(SHORTCUT));
        wiring.habits().enterSends().addListener((_, _, enter) -> {
            window.remember(SEND_KEY, enter ? "" : SHORTCUT);
            wirings.values().forEach(other -> other.habits().enterSends().set(enter));
        });
        wiring.commands()
                .add(Command.of(Icon.SERVER, Words.text("command.servers"), "Shortcut+1", () -> showNumber(0)));
        wiring.link().standing().addListener(_ -> refresh());
        wiring.link().text().addListener(_ -> refresh());
        wiring.unread().addListener(_ -> refresh());
        wiring.title().addListener(_ -> refresh());
        wiring.navigator().onChange(place -> keep(address, place));
        refresh();
    }

    private void keep(URI address, Destination place) {
        if (shown.filter(address::equals).isPresent()) {
            window.remember(PLACE + address.getAuthority(), place.path());
        }
    }

    /// The page on which a server is added, or signed in to again.
    private void add(Optional<URI> address, String why, Optional<Destination> place) {
        wanted = Optional.empty();
        Optional<Runnable> back = shown.filter(wirings::containsKey)
                .or(() -> wirings.keySet().stream().findFirst())
                .map(before -> () -> show(before));
        WelcomeModel model = new WelcomeModel(known, local, work, server -> entered(server, place));
        address.ifPresent(to -> model.offer(to, why));
        WelcomeView page = new WelcomeView(model, back);
        window.show(page);
        page.focus();
    }

    private void entered(Server server, Optional<Destination> place) {
        servers = all();
        forgotten.removeIf(gone -> gone.address().equals(server.address()));
        @Nullable Wiring wiring = wirings.get(server.address());
        if (wiring != null && !wiring.server().equals(server)) {
            drop(server.address());
        }
        show(server, place);
    }

    private List<Server> all() {
        return Stream.concat(start.visit().stream(), known.all().stream()).toList();
    }

    /// Starts this computer's own server where it does not run; what goes wrong with that is told at its foot.
    private void bringUp(Wiring wiring) {
        if (!local.canStart()) {
            return;
        }
        work.start(
                () -> {
                    if (local.running().isEmpty()) {
                        wiring.link().meanwhile(Words.text("link.starting"));
                    }
                    Server up = local.start();
                    known.rememberLocal(up);
                    return up;
                },
                up -> {
                    wiring.link().meanwhile("");
                    window.tellNothing();
                    if (up.equals(wiring.server())) {
                        wiring.retry();
                    } else {
                        drop(wiring.server().address());
                        entered(up, Optional.empty());
                    }
                },
                problem -> {
                    wiring.link().meanwhile("");
                    window.tell(problem, () -> bringUp(wiring));
                });
    }

    private void drop(URI address) {
        @Nullable Wiring wiring = wirings.remove(address);
        if (wiring != null) {
            wiring.close();
        }
    }

    private void refresh() {
        List<ServerTab> tabs = new ArrayList<>();
        for (Server server : servers) {
            Optional<Wiring> wiring = Optional.ofNullable(wirings.get(server.address()));
            tabs.add(new ServerTab(
                    server.name(),
                    server.address(),
                    wiring.map(one -> ServerTab.Standing.valueOf(
                                    one.link().standing().get().name()))
                            .orElse(
                                    KnownServers.signedIn(server)
                                            ? ServerTab.Standing.TRYING
                                            : ServerTab.Standing.SIGNED_OUT),
                    wiring.map(one -> one.link().text().get()).orElse(Words.text("rail.signedOut")),
                    wiring.map(one -> one.unread().get()).orElse(0),
                    shown.filter(server.address()::equals).isPresent()));
        }
        rail.show(tabs);
        listeners.forEach(Runnable::run);
        shown.map(wirings::get)
                .ifPresent(wiring -> window.entitle(
                        wiring.title().get(),
                        servers.size() > 1 ? wiring.server().name() : ""));
    }

    private void switchByKey(KeyEvent event) {
        int number = event.getCode().isDigitKey() ? event.getCode().getChar().charAt(0) - '1' : -1;
        if (event.isShortcutDown() && !event.isAltDown() && !event.isShiftDown() && number >= 0 && number < KEYS) {
            showNumber(number);
            event.consume();
        }
    }

    private void showNumber(int index) {
        if (index < servers.size()) {
            show(servers.get(index).address());
        }
    }

    /// Whether a server lets this token in no more.
    boolean refuses(Server server) {
        return Optional.ofNullable(wirings.get(server.address()))
                .filter(wiring -> wiring.link().standing().get() == LinkModel.Standing.REFUSED)
                .isPresent();
    }

    /// Opens the page on which a person signs in to a server again.
    void signIn(Server server, String why) {
        add(Optional.of(server.address()), why, Optional.empty());
    }

    void signOut(Server server) {
        known.signOut(server);
        leave(server);
        show(server.address());
    }

    /// Forgets a server for good, with all that is kept of it here.
    void forgetForGood(Server server) {
        forget(server);
        forgotten.remove(server);
        Path replica = Wiring.replica(start.places().data(), server);
        work.start(() -> Wiring.deleteReplica(replica));
    }

    private void leave(Server server) {
        servers = all();
        shown = shown.filter(address -> !address.equals(server.address()));
        drop(server.address());
        window.entitle("", "");
        refresh();
    }

    /// Links have no port where a web address needs none.
    private static String authority(URI address) {
        String text = String.valueOf(address.getAuthority());
        return text.endsWith(":443") && !"http".equals(address.getScheme())
                ? text.substring(0, text.length() - 4)
                : text;
    }

    /// Only this computer is spoken to without encryption, unless the person says so.
    private static String scheme(URI link) {
        String host = String.valueOf(link.getHost());
        boolean here = host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
        return here ? "http" : "https";
    }
}
