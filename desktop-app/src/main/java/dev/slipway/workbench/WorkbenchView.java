package dev.slipway.workbench;

import dev.slipway.control.EmptyState;
import dev.slipway.control.Nodes;
import dev.slipway.model.SessionId;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.navigation.Destination;
import dev.slipway.navigation.Navigator;
import dev.slipway.sessions.NewSessionModel;
import dev.slipway.sessions.NewSessionView;
import dev.slipway.sessions.SessionsModel;
import dev.slipway.sessions.SessionsView;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The list on the left, the place that is open on the right.
public final class WorkbenchView extends SplitPane {
    private static final KeyCombination NEW = new KeyCodeCombination(KeyCode.N, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination SEARCH =
            new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);
    private static final KeyCombination BACK = new KeyCodeCombination(KeyCode.LEFT, KeyCombination.ALT_DOWN);
    private static final KeyCombination FORWARD = new KeyCodeCombination(KeyCode.RIGHT, KeyCombination.ALT_DOWN);

    private final SessionsModel sessions;
    private final NewSessionModel newSession;
    private final Navigator navigator;
    private final Function<SessionId, SessionPage> pages;
    private final Function<PullRequestRef, PullRequestPage> pulls;
    private final StackPane place = new StackPane();
    private final SessionsView list;
    private Optional<SessionPage> open = Optional.empty();

    /// @param pages makes the page of a session
    /// @param pulls makes the page of a pull request
    public WorkbenchView(
            SessionsModel sessions,
            NewSessionModel newSession,
            LinkModel link,
            Navigator navigator,
            Function<SessionId, SessionPage> pages,
            Function<PullRequestRef, PullRequestPage> pulls) {
        this.sessions = sessions;
        this.newSession = newSession;
        this.navigator = navigator;
        this.pages = pages;
        this.pulls = pulls;
        this.list = new SessionsView(sessions, navigator);
        getStyleClass().add("workbench");
        place.getStyleClass().add("place");
        place.setMinWidth(420);
        VBox sidebar = new VBox(head(), list, new LinkView(link));
        VBox.setVgrow(list, javafx.scene.layout.Priority.ALWAYS);
        sidebar.getStyleClass().add("sidebar");
        sidebar.setPrefWidth(320);
        sidebar.setMinWidth(240);
        sidebar.setMaxWidth(480);
        SplitPane.setResizableWithParent(sidebar, false);
        getItems().addAll(sidebar, place);
        widthProperty().subscribe(width -> {
            if (width.doubleValue() > 0 && !placed) {
                placed = true;
                setDividerPositions((width.doubleValue() < 1200 ? 280 : 320) / width.doubleValue());
            }
        });
        addEventFilter(KeyEvent.KEY_PRESSED, this::keys);
        navigator.onChange(this::show);
    }

    private boolean placed;

    private Node head() {
        Label name = Nodes.label("Slipway", "brand");
        HBox head = new HBox(
                8,
                name,
                Nodes.spacer(),
                Nodes.iconButton(
                        Icon.PLUS, Words.text("sessions.new"), () -> navigator.go(new Destination.NewSession())));
        head.getStyleClass().add("sidebar-head");
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private void keys(KeyEvent event) {
        if (NEW.match(event)) {
            navigator.go(new Destination.NewSession());
        } else if (SEARCH.match(event)) {
            list.focusSearch();
        } else if (BACK.match(event)) {
            navigator.back();
        } else if (FORWARD.match(event)) {
            navigator.forward();
        } else {
            return;
        }
        event.consume();
    }

    private void show(Destination destination) {
        open.ifPresent(SessionPage::close);
        open = Optional.empty();
        sessions.open().set(Optional.empty());
        switch (destination) {
            case Destination.Session session -> {
                SessionPage page = pages.apply(session.id());
                open = Optional.of(page);
                sessions.open().set(Optional.of(session.id()));
                place.getChildren().setAll(page);
                page.focus();
            }
            case Destination.NewSession _ -> {
                newSession.load();
                NewSessionView view = new NewSessionView(newSession, navigator);
                place.getChildren().setAll(view);
                view.focus();
            }
            case Destination.PullRequest pull -> place.getChildren().setAll(pulls.apply(pull.ref()));
            case Destination.Home _, Destination.Settings _ ->
                place.getChildren().setAll(home());
        }
    }

    private Node home() {
        return new EmptyState(
                Icon.CHAT,
                Words.text("home.title"),
                Words.text("home.detail"),
                Nodes.button(Words.text("sessions.new"), () -> navigator.go(new Destination.NewSession()), "accent"));
    }
}
