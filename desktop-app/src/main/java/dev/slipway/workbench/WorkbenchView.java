package dev.slipway.workbench;

import dev.slipway.command.Command;
import dev.slipway.command.Commands;
import dev.slipway.command.Place;
import dev.slipway.control.EmptyState;
import dev.slipway.control.Nodes;
import dev.slipway.model.SessionId;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.navigation.Destination;
import dev.slipway.navigation.Navigator;
import dev.slipway.pullrequest.PullRequestsModel;
import dev.slipway.pullrequest.PullRequestsView;
import dev.slipway.search.SearchModel;
import dev.slipway.search.SearchView;
import dev.slipway.sessions.NewSessionModel;
import dev.slipway.sessions.NewSessionView;
import dev.slipway.sessions.SessionActions;
import dev.slipway.sessions.SessionsModel;
import dev.slipway.sessions.SessionsView;
import dev.slipway.settings.SettingsModel;
import dev.slipway.settings.SettingsView;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The list on the left, the place that is open on the right.
public final class WorkbenchView extends SplitPane {
    private static final double STRIP = 44;

    /// What there is beside sessions.
    public record Places(PullRequestsModel pullRequests, SettingsModel settings) {}

    private final SessionsModel sessions;
    private final SessionActions actions;
    private final NewSessionModel newSession;
    private final Navigator navigator;
    private final Function<SessionId, SessionPage> pages;
    private final Function<PullRequestRef, PullRequestPage> pulls;
    private final PullRequestsModel pullRequests;
    private final StackPane place = new StackPane();
    private final VBox sidebar;
    private final VBox strip = new VBox(4);
    private final SessionsView list;
    private final SettingsModel settings;
    private Optional<SessionPage> open = Optional.empty();
    private Optional<SettingsView> settingsShown = Optional.empty();
    private Optional<SearchModel> search = Optional.empty();
    private Optional<SearchView> searchPage = Optional.empty();

    /// @param pages makes the page of a session
    /// @param pulls makes the page of a pull request
    /// @param places what there is beside sessions
    public WorkbenchView(
            SessionsModel sessions,
            SessionActions actions,
            LinkModel link,
            Navigator navigator,
            Function<SessionId, SessionPage> pages,
            Function<PullRequestRef, PullRequestPage> pulls,
            Places places) {
        this.sessions = sessions;
        this.newSession = actions.newSession();
        this.navigator = navigator;
        this.pages = pages;
        this.pulls = pulls;
        this.pullRequests = places.pullRequests();
        this.settings = places.settings();
        this.actions = actions;
        this.list = new SessionsView(sessions, actions, navigator);
        getStyleClass().add("workbench");
        place.getStyleClass().add("place");
        place.setMinWidth(420);
        LinkView foot = new LinkView(link);
        foot.getChildren().add(foldButton("workbench.fold"));
        sidebar = new VBox(head(), list, foot);
        VBox.setVgrow(list, javafx.scene.layout.Priority.ALWAYS);
        sidebar.getStyleClass().add("sidebar");
        sidebar.setPrefWidth(320);
        sidebar.setMinWidth(240);
        sidebar.setMaxWidth(480);
        SplitPane.setResizableWithParent(sidebar, false);
        SplitPane.setResizableWithParent(strip, false);
        getItems().addAll(sidebar, place);
        widthProperty().subscribe(width -> {
            if (width.doubleValue() > 0 && !placed) {
                placed = true;
                sidebarWidth = width.doubleValue() < 1200 ? 280 : 320;
                setDividerPositions(sidebarWidth / width.doubleValue());
            }
        });
        strip.getStyleClass().addAll("sidebar", "sidebar-strip");
        navigator.onChange(this::show);
    }

    /// Puts a strip of icons in the place of the list, so that what is open has the room; or brings the list back.
    private void fold() {
        boolean folds = getItems().getFirst().equals(sidebar);
        if (folds) {
            sidebarWidth = sidebar.getWidth();
            strip.getChildren().setAll(foldButton("workbench.unfold"), newButton(), pullsButton(), settingsButton());
        }
        getItems().set(0, folds ? strip : sidebar);
        setDividerPositions((folds ? STRIP : sidebarWidth) / getWidth());
        if (folds) {
            open.ifPresent(SessionPage::focus);
        }
    }

    /// The panel of its icon is on the left, as the list is.
    private Button foldButton(String key) {
        Button button = Nodes.iconButton(Icon.PANEL, Words.text(key), this::fold);
        button.getGraphic().setScaleX(-1);
        return button;
    }

    private void unfolded(Runnable then) {
        if (!getItems().getFirst().equals(sidebar)) {
            fold();
        }
        then.run();
    }

    private boolean placed;
    private double sidebarWidth;

    private Node head() {
        Label name = Nodes.label("Slipway", "brand");
        Button back = Nodes.iconButton(Icon.CHEVRON_LEFT, Words.text("workbench.back"), navigator::back);
        Button forward = Nodes.iconButton(Icon.CHEVRON_RIGHT, Words.text("workbench.forward"), navigator::forward);
        navigator.onChange(_ -> {
            back.setDisable(!navigator.canGoBack());
            forward.setDisable(!navigator.canGoForward());
        });
        HBox head = new HBox(2, name, Nodes.spacer(), pullsButton(), back, forward, settingsButton(), newButton());
        head.getStyleClass().add("sidebar-head");
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private Button settingsButton() {
        return Nodes.iconButton(
                Icon.SETTINGS, Words.text("command.settings"), () -> navigator.go(new Destination.Settings()));
    }

    private Button newButton() {
        return Nodes.iconButton(
                Icon.PLUS, Words.text("sessions.new"), () -> navigator.go(new Destination.NewSession()));
    }

    /// Leads to the list of pull requests, and says how many wait for this person.
    private Node pullsButton() {
        Button button = Nodes.iconButton(
                Icon.PULL_REQUEST, Words.text("pulls.title"), () -> navigator.go(new Destination.PullRequests()));
        button.getStyleClass().add("pulls-button");
        pullRequests.waiting().subscribe(count -> {
            int waiting = count.intValue();
            button.setText(waiting == 0 ? "" : String.valueOf(waiting));
            button.setAccessibleText(waiting == 0 ? Words.text("pulls.title") : Words.text("pulls.waiting", waiting));
        });
        return button;
    }

    private void showPulls() {
        PullRequestsView view = new PullRequestsView(pullRequests, navigator::go);
        place.getChildren().setAll(view);
        view.open();
    }

    /// What can be done here, for palette and keys.
    public void addCommands(Commands commands) {
        commands.add(Command.of(
                Icon.PLUS, Words.text("command.new"), "Shortcut+N", () -> navigator.go(new Destination.NewSession())));
        commands.add(Command.of(
                Icon.PULL_REQUEST,
                Words.text("pulls.title"),
                "Shortcut+Shift+P",
                () -> navigator.go(new Destination.PullRequests())));
        commands.add(Command.of(
                Icon.SEARCH, Words.text("command.search"), "Shortcut+Shift+F", () -> unfolded(list::focusSearch)));
        commands.add(Command.of(
                        Icon.PANEL,
                        Words.text("command.changes"),
                        "Shortcut+Shift+D",
                        () -> open.ifPresent(SessionPage::toggleChanges))
                .in(Place.SESSION));
        commands.add(Command.of(
                        Icon.ARROW_DOWN,
                        Words.text("command.latest"),
                        "Shortcut+END",
                        () -> open.ifPresent(SessionPage::jumpToLatest))
                .in(Place.SESSION));
        commands.add(Command.of(
                Icon.SEARCH,
                Words.text("command.searchAll"),
                "Shortcut+Shift+G",
                () -> navigator.go(new Destination.Found(sessions.search().get()))));
        commands.add(Command.of(
                        Icon.SEARCH, Words.text("command.find"), "Shortcut+F", () -> open.ifPresent(SessionPage::find))
                .in(Place.SESSION));
        commands.add(Command.of(
                        Icon.ARROW_UP,
                        Words.text("command.previousPrompt"),
                        "Alt+UP",
                        () -> open.ifPresent(page -> page.toPrompt(false)))
                .in(Place.SESSION));
        commands.add(Command.of(
                        Icon.ARROW_DOWN,
                        Words.text("command.nextPrompt"),
                        "Alt+DOWN",
                        () -> open.ifPresent(page -> page.toPrompt(true)))
                .in(Place.SESSION));
        commands.add(Command.of(
                        Icon.CHAT, Words.text("command.write"), "Shortcut+L", () -> open.ifPresent(SessionPage::focus))
                .in(Place.SESSION));
        commands.add(Command.of(
                Icon.SETTINGS,
                Words.text("command.settings"),
                "Shortcut+COMMA",
                () -> navigator.go(new Destination.Settings())));
        commands.add(
                Command.of(Icon.LIST, Words.text("command.list"), "Shortcut+Shift+L", () -> unfolded(list::focusList)));
        commands.add(Command.of(Icon.PANEL, Words.text("command.sidebar"), "Shortcut+B", this::fold));
        commands.add(Command.of(
                Icon.PENCIL, Words.text("command.rename"), "Shift+F6", () -> open.ifPresent(SessionPage::rename)));
        commands.add(Command.of(
                Icon.LINK,
                Words.text("command.copyLink"),
                "Shortcut+Shift+C",
                () -> actions.copyLink(navigator.current())));
        commands.add(Command.of(Icon.CHEVRON_LEFT, Words.text("command.back"), "Alt+LEFT", navigator::back));
        commands.add(Command.of(Icon.CHEVRON_RIGHT, Words.text("command.forward"), "Alt+RIGHT", navigator::forward));
        commands.addSource(this::places);
        KeysOfViews.explain(commands);
    }

    private List<Command> places() {
        return sessions.recent().stream()
                .map(session -> Command.place(
                        Icon.CHAT,
                        session.title(),
                        session.repository().value(),
                        () -> navigator.go(new Destination.Session(session.id()))))
                .toList();
    }

    private void show(Destination destination) {
        if (!(destination instanceof Destination.Moment || destination instanceof Destination.FileLine)) {
            closePage();
        }
        switch (destination) {
            case Destination.Session session -> page(session.id()).focus();
            case Destination.Moment moment -> page(moment.id()).showMoment(moment.seq());
            case Destination.FileLine file -> page(file.id()).showFile(file.file(), file.line());
            case Destination.NewSession _ -> {
                newSession.load();
                NewSessionView view = new NewSessionView(newSession, navigator);
                place.getChildren().setAll(view);
                view.focus();
            }
            case Destination.PullRequests _ -> showPulls();
            case Destination.Found found -> showSearch(found.words());
            case Destination.PullRequest pull -> place.getChildren().setAll(pulls.apply(pull.ref()));
            case Destination.Settings page -> {
                settings.open(page.page());
                SettingsView view = settingsView();
                place.getChildren().setAll(view);
                view.focus();
            }
            case Destination.Home _ -> {
                settings.lookForModel();
                place.getChildren().setAll(home());
            }
        }
    }

    /// The page of a session: the one that is open, if it is that one's.
    private SessionPage page(SessionId id) {
        if (open.isPresent() && sessions.open().get().filter(id::equals).isPresent()) {
            return open.get();
        }
        closePage();
        SessionPage page = pages.apply(id);
        open = Optional.of(page);
        sessions.open().set(Optional.of(id));
        place.getChildren().setAll(page);
        return page;
    }

    private void closePage() {
        open.ifPresent(SessionPage::close);
        open = Optional.empty();
        sessions.open().set(Optional.empty());
    }

    /// Says who shows what is found in all transcripts.
    public void searchBy(SearchModel found, InstantSource clock) {
        search = Optional.of(found);
        searchPage = Optional.of(new SearchView(found, navigator, clock));
    }

    private void showSearch(String words) {
        search.filter(_ -> !words.isBlank()).ifPresent(found -> found.words().set(words));
        searchPage.ifPresent(page -> {
            place.getChildren().setAll(page);
            page.focus();
        });
    }

    private Node home() {
        Node key = Nodes.button(
                Words.text("new.giveKey"), () -> navigator.go(new Destination.Settings("models")), "accent");
        Node begin =
                Nodes.button(Words.text("sessions.new"), () -> navigator.go(new Destination.NewSession()), "accent");
        Label why = Nodes.label(Words.text("new.noModel"), "muted");
        settings.noModel().subscribe(none -> {
            Nodes.show(key, none);
            Nodes.show(why, none);
            begin.getStyleClass().remove("accent");
            if (!none) {
                begin.getStyleClass().add("accent");
            }
        });
        return new EmptyState(Icon.CHAT, Words.text("home.title"), Words.text("home.detail"), why, key, begin);
    }

    /// Made once, so that forms are as they were left.
    private SettingsView settingsView() {
        if (settingsShown.isEmpty()) {
            settingsShown = Optional.of(new SettingsView(settings, navigator::go));
        }
        return settingsShown.get();
    }
}
