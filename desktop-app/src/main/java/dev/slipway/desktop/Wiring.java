package dev.slipway.desktop;

import dev.slipway.code.ChangesModel;
import dev.slipway.command.Command;
import dev.slipway.command.Commands;
import dev.slipway.command.PaletteView;
import dev.slipway.command.ShortcutSheet;
import dev.slipway.composer.ComposerModel;
import dev.slipway.composer.Courier;
import dev.slipway.composer.Surroundings;
import dev.slipway.editor.Habits;
import dev.slipway.link.Backoff;
import dev.slipway.link.Link;
import dev.slipway.link.Server;
import dev.slipway.mirror.Blobs;
import dev.slipway.mirror.Mirror;
import dev.slipway.mirror.Replica;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.navigation.Destination;
import dev.slipway.navigation.Navigator;
import dev.slipway.notice.Notices;
import dev.slipway.notice.Toast;
import dev.slipway.notification.Desk;
import dev.slipway.notification.Notifications;
import dev.slipway.notification.Preferences;
import dev.slipway.people.PeopleModel;
import dev.slipway.search.SearchModel;
import dev.slipway.sessions.NewSessionModel;
import dev.slipway.sessions.SessionActions;
import dev.slipway.sessions.SessionsModel;
import dev.slipway.settings.Reach;
import dev.slipway.settings.SettingsModel;
import dev.slipway.theme.Icon;
import dev.slipway.transcript.Outside;
import dev.slipway.transcript.TranscriptModel;
import dev.slipway.words.Words;
import dev.slipway.work.Work;
import dev.slipway.workbench.LinkModel;
import dev.slipway.workbench.PullRequestPage;
import dev.slipway.workbench.SessionHead;
import dev.slipway.workbench.SessionPage;
import dev.slipway.workbench.WorkbenchView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Parent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// All that belongs to one server, put together by hand. May be made on any thread once the toolkit runs, and is at
/// work from then on; what it shows is made when it is first asked for.
final class Wiring implements AutoCloseable {
    private static final int REMEMBERED = 50;

    private final Work work = new Work();
    private final Navigator navigator = new Navigator();
    private final InstantSource clock;
    private final Link link;
    private final Mirror mirror;
    private final Blobs blobs;
    private final SessionsModel sessions;
    private final LinkModel linkModel;
    private final Courier courier;
    private final Habits habits = new Habits();
    private final Consumer<String> browser;
    private final Notices notices;
    private final NewSessionModel newSession;
    private final Reviews reviews;
    private final SessionActions actions;
    private final PeopleModel people;
    private final Commands commands = new Commands();
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
    private Supplier<List<Command>> choices = List::of;
    private Supplier<Reach> around = () -> new LoneWindow(server());
    private @Nullable StackPane view;
    private Pin telling = () -> {};

    /// With notices of its own, for a window that shows none.
    Wiring(Server server, Path data, InstantSource clock, Consumer<String> browser) {
        this(server, data, clock, browser, new Notices(clock));
    }

    /// @param data    folder of the replicas
    /// @param browser opens an address outside
    /// @param notices where anything is told that has no place of its own
    Wiring(Server server, Path data, InstantSource clock, Consumer<String> browser, Notices notices) {
        this.clock = clock;
        this.browser = browser;
        this.notices = notices;
        link = new Link(server, Backoff.usual(new Random()), clock);
        mirror = new Mirror(replica(data, server), link);
        blobs = new Blobs(data.resolve("blobs"), link, clock);
        sessions = new SessionsModel(mirror, link, work, clock);
        linkModel = new LinkModel(link, clock, () -> choices.get());
        courier = new Courier(link, mirror.outbox(), work);
        newSession = new NewSessionModel(link, mirror, work, habits);
        courier.onRefusal(refused -> notices.show(Toast.problem(
                refused.refusal().orElseThrow(),
                new Toast.Action(
                        Words.text("composer.refused.open"),
                        () -> navigator.go(new Destination.Session(refused.session()))))));
        reviews = new Reviews(link, mirror, work, clock);
        actions = new SessionActions(link, work, sessions, newSession, navigator, notices);
        people = new PeopleModel(link, clock);
        link.start();
        work.start(mirror::sweep);
    }

    /// The file of a server's replica.
    static Path replica(Path data, Server server) {
        return data.resolve(server.address().getAuthority().replace(':', '_') + ".db");
    }

    /// Deletes all that is kept of a server that is not open, with drafts and prompts that were not sent.
    /// @param replica its file
    static void deleteReplica(Path replica) {
        String name = replica.getFileName().toString().replaceFirst("\\.db$", "");
        try (Stream<Path> files = Files.list(replica.toAbsolutePath().getParent())) {
            for (Path file : files.toList()) {
                String other = file.getFileName().toString();
                if (other.startsWith(name + ".db") || other.startsWith(name + ".own.db")) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What else there is to choose beside this server, for the palette and the foot of the sidebar. Before [#view].
    void choices(Supplier<List<Command>> offered) {
        choices = offered;
    }

    /// What the settings reach beyond this server. Before [#view].
    void around(Supplier<Reach> given) {
        around = given;
    }

    Parent view() {
        StackPane made = view;
        if (made == null) {
            made = make();
            view = made;
        }
        return made;
    }

    private StackPane make() {
        WorkbenchView workbench = new WorkbenchView(
                sessions,
                actions,
                linkModel,
                navigator,
                this::page,
                this::pull,
                new WorkbenchView.Places(reviews.list(), new SettingsModel(link, work, clock, around.get(), commands)));
        PaletteView palette = new PaletteView(commands);
        ShortcutSheet sheet = new ShortcutSheet(commands);
        commands.add(Command.of(Icon.SEARCH, Words.text("command.palette"), "Shortcut+K", palette::open));
        workbench.searchBy(
                new SearchModel(
                        mirror.search(),
                        id -> sessions.summary(id).map(SessionSummary::title).orElse(id.value()),
                        work),
                clock);
        workbench.addCommands(commands);
        commands.add(Command.of(Icon.LIST, Words.text("command.shortcuts"), "F1", sheet::open));
        commands.add(Command.place(
                Icon.PENCIL,
                Words.text("command.sendKey"),
                "",
                () -> habits.enterSends().set(!habits.enterSends().get())));
        commands.addSource(choices);
        navigator.onChange(_ -> entitle());
        sessions.onChange(this::entitle);
        sessions.onChange(() -> reviews.list().refreshSoon());
        StackPane made = new StackPane(workbench, palette, sheet);
        made.addEventFilter(MouseEvent.MOUSE_PRESSED, this::turn);
        made.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (commands.press(event)) {
                event.consume();
            }
        });
        return made;
    }

    /// The mouse's own buttons for back and forward.
    private void turn(MouseEvent event) {
        if (event.getButton() == MouseButton.BACK) {
            navigator.back();
            event.consume();
        } else if (event.getButton() == MouseButton.FORWARD) {
            navigator.forward();
            event.consume();
        }
    }

    private void entitle() {
        title.set(
                switch (navigator.current()) {
                    case Destination.Session session -> title(session.id());
                    case Destination.Moment moment -> title(moment.id());
                    case Destination.FileLine line -> title(line.id());
                    case Destination.PullRequest pull ->
                        pull.ref().repository().value() + " #" + pull.ref().number();
                    case Destination.Found _ -> Words.text("search.title");
                    case Destination.PullRequests _ -> Words.text("pulls.title");
                    case Destination.NewSession _ -> Words.text("new.title");
                    default -> "";
                });
    }

    private String title(SessionId session) {
        return sessions.summary(session).map(SessionSummary::title).orElse("");
    }

    Server server() {
        return link.server();
    }

    LinkModel link() {
        return linkModel;
    }

    /// Tries to connect now, as something has happened that may have changed its chances.
    void retry() {
        link.retryNow();
    }

    ReadOnlyIntegerProperty unread() {
        return sessions.unread();
    }

    /// The place in words, for the window's title; empty where there is nothing to say.
    ReadOnlyStringProperty title() {
        return title.getReadOnlyProperty();
    }

    /// What can be done from anywhere; more may be added.
    Commands commands() {
        return commands;
    }

    /// How the person likes to write.
    Habits habits() {
        return habits;
    }

    Notices notices() {
        return notices;
    }

    /// What a report of a fault says of the moment.
    List<String> before() {
        return List.of(
                "Place: " + navigator.current().path(),
                "Link: " + link.state().getClass().getSimpleName(),
                "Sessions: " + sessions.total().get());
    }

    Navigator navigator() {
        return navigator;
    }

    /// Tells the person of what happens elsewhere.
    /// @param looking whether they look at the window, whichever server it shows
    /// @param bring   brings the window up with this server, at a place if one is given
    void tell(Desk desk, Preferences preferences, BooleanSupplier looking, Consumer<Optional<Destination>> bring) {
        Notifications told = new Notifications(link, notices, desk, preferences, new Notifications.Whereabouts() {
            @Override
            public boolean looking() {
                return looking.getAsBoolean();
            }

            @Override
            public Optional<SessionId> session() {
                return view == null || view.getScene() == null ? Optional.empty() : inView();
            }

            @Override
            public void front() {
                bring.accept(Optional.empty());
            }

            @Override
            public void open(Destination place) {
                bring.accept(Optional.of(place));
            }
        });
        Pin arrivals = sessions.onArrival(told::arrived);
        telling = () -> {
            arrivals.close();
            told.close();
        };
        commands.add(Command.place(
                Icon.BELL,
                Words.text("notification.quiet"),
                "",
                () -> preferences.quiet().set(!preferences.quiet().get())));
    }

    private Optional<SessionId> inView() {
        return navigator.current() instanceof Destination.PullRequest pull
                ? sessions.of(pull.ref())
                : sessions.open().get();
    }

    private SessionPage page(SessionId id) {
        Replica replica = mirror.read(id);
        TranscriptModel transcript = new TranscriptModel(replica, clock, seq -> sessions.see(id, seq));
        transcript.lookedUpTo(sessions.seenUpTo(id));
        replica.onNews(news -> prompted(id, news));
        mirror.follow(replica);
        ComposerModel composer =
                new ComposerModel(id, new Surroundings(link, mirror, work, courier, notices, habits, clock));
        composer.remember(
                () -> replica.prompts(REMEMBERED).stream().map(Prompt::text).toList());
        ChangesModel changes = reviews.changesOf(id);
        SessionHead head = new SessionHead(sessions.follow(id), people.in(id), actions, navigator);
        SessionPage page = new SessionPage(head, transcript, composer, changes, people.in(id), navigator, outside(id));
        if (sessions.summary(id).isEmpty()) {
            work.start(
                    () -> link.call(SessionCalls.GET, Map.of("id", id.value())).summary(),
                    found -> sessions.arrived(List.of(found)),
                    why -> {
                        if (replica.last() == 0) {
                            page.absent(why, () -> navigator.go(new Destination.Home()));
                        }
                    });
        }
        return page;
    }

    private Outside outside(SessionId id) {
        return new Outside(
                browser,
                navigator::go,
                blob -> blobs.get(id, blob),
                () -> work.start(() -> link.call(SessionCalls.RESUME, Map.of("id", id.value()))),
                link.server().address(),
                Optional.of(mirror.search()),
                work);
    }

    /// Who sent a prompt types it no more.
    private void prompted(SessionId id, Replica.News news) {
        if (news instanceof Replica.News.Events fresh) {
            fresh.events().stream()
                    .map(Envelope::event)
                    .filter(SessionEvent.PromptAccepted.class::isInstance)
                    .map(event -> ((SessionEvent.PromptAccepted) event)
                            .prompt()
                            .author()
                            .user())
                    .distinct()
                    .forEach(user -> Platform.runLater(() -> people.prompted(id, user)));
        }
    }

    private PullRequestPage pull(PullRequestRef ref) {
        return reviews.page(ref, navigator, browser);
    }

    @Override
    public void close() {
        navigator.go(new Destination.Home());
        telling.close();
        courier.close();
        linkModel.close();
        people.close();
        sessions.close();
        link.close();
        work.close();
        mirror.close();
    }
}
