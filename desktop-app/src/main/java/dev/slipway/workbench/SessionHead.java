package dev.slipway.workbench;

import dev.slipway.control.FittingRow;
import dev.slipway.control.Nodes;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.navigation.Destination;
import dev.slipway.navigation.Navigator;
import dev.slipway.people.Presence;
import dev.slipway.people.WatchersView;
import dev.slipway.sessions.SessionActions;
import dev.slipway.sessions.SessionFacts;
import dev.slipway.sessions.SessionMenu;
import dev.slipway.sessions.Stand;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// The head of a session's page: what it is, how it stands, who is there, and what can be done with it.
public final class SessionHead extends HBox implements AutoCloseable {
    private static final double LEAST_BRANCH = 110;
    private static final double TIGHT = 600;

    private final SessionActions does;
    private final Navigator navigator;
    private final Button title = new Button();
    private final TextField newTitle = new TextField();
    private final StackPane titlePlace = new StackPane(title);
    private final Label stand = Nodes.label("", "badge", "stand");
    private final Label rehearsal = Nodes.label(Words.text("session.rehearsal"), "badge", "badge-rehearsal");
    private final Label repository = Nodes.tag(Icon.REPOSITORY, "", "fact");
    private final Button branch = new Button("", Icon.BRANCH.node(12));
    private final Label model = Nodes.tag(Icon.SPARK, "", "fact");
    private final Label cost = Nodes.label("", "fact");
    private final Tooltip costs = new Tooltip();
    private final Button pull = new Button();
    private final HBox views = new HBox(2);
    private final List<ButtonBase> foldable = new ArrayList<>();
    private final Button main;
    private final Button share;
    private final Button more;
    private final ContextMenu menu = new ContextMenu();
    private final WatchersView watchers;
    private final Subscription following;
    private final ObservableValue<Optional<SessionSummary>> summary;
    private Optional<SessionSummary> shown = Optional.empty();

    public SessionHead(
            ObservableValue<Optional<SessionSummary>> summary,
            ObservableValue<Presence> presence,
            SessionActions does,
            Navigator navigator) {
        super(10);
        this.summary = summary;
        this.does = does;
        this.navigator = navigator;
        getStyleClass().add("session-page-head");
        setAlignment(Pos.CENTER_LEFT);
        watchers = new WatchersView(presence);
        share = Nodes.iconButton(
                Icon.LINK,
                Words.text("session.copyLink"),
                () -> shown.ifPresent(session -> does.copyLink(new Destination.Session(session.id()))));
        more = Nodes.iconButton(Icon.MORE, Words.text("session.more"), this::showMenu);
        main = new Button();
        main.getStyleClass().addAll("small", "session-main");
        main.setMinWidth(USE_PREF_SIZE);
        main.setOnAction(_ -> shown.ifPresent(this::doMain));
        VBox words = new VBox(3, titlePlace, facts());
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        views.setAlignment(Pos.CENTER);
        HBox actions = new HBox(4, watchers, pull, main, views, share, more);
        actions.setAlignment(Pos.CENTER_RIGHT);
        actions.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(words, actions);
        foldable.add(main);
        main.setTooltip(new Tooltip());
        main.getTooltip().textProperty().bind(main.textProperty());
        widthProperty().subscribe(_ -> fold());
        title();
        pull.getStyleClass().addAll("small", "pull-button");
        pull.setMinWidth(USE_PREF_SIZE);
        Nodes.show(pull, false);
        Nodes.show(main, false);
        following = summary.subscribe(now -> now.ifPresent(this::show));
    }

    /// The session, as it changes.
    ObservableValue<Optional<SessionSummary>> summary() {
        return summary;
    }

    /// Adds a button that shows something beside the session.
    void add(ToggleButton button) {
        views.getChildren().add(button);
        foldable.add(button);
        fold();
    }

    /// Where it is narrow, buttons show their icons alone, so that title and facts have room.
    private void fold() {
        ContentDisplay how = getWidth() < TIGHT ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT;
        foldable.forEach(button -> button.setContentDisplay(how));
    }

    /// Begins to write another title.
    void rename() {
        shown.ifPresent(session -> {
            newTitle.setText(session.title());
            titlePlace.getChildren().setAll(newTitle);
            newTitle.requestFocus();
            newTitle.selectAll();
        });
    }

    @Override
    public void close() {
        following.unsubscribe();
        watchers.close();
        menu.hide();
    }

    private void title() {
        titlePlace.setAlignment(Pos.CENTER_LEFT);
        titlePlace.setMinWidth(0);
        title.getStyleClass().addAll("flat", "session-page-title");
        title.setMinWidth(0);
        title.setMaxWidth(USE_PREF_SIZE);
        title.setMnemonicParsing(false);
        title.setTooltip(new Tooltip());
        title.setOnAction(_ -> rename());
        newTitle.getStyleClass().add("session-page-rename");
        newTitle.setMaxWidth(560);
        newTitle.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.ESCAPE) {
                renamed(event.getCode() == KeyCode.ENTER);
                title.requestFocus();
                event.consume();
            }
        });
        newTitle.focusedProperty().addListener((_, _, focused) -> {
            if (!focused) {
                renamed(true);
            }
        });
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.F2) {
                rename();
                event.consume();
            }
        });
    }

    private void renamed(boolean keep) {
        if (titlePlace.getChildren().contains(newTitle)) {
            titlePlace.getChildren().setAll(title);
            if (keep) {
                shown.ifPresent(session -> does.rename(session, newTitle.getText()));
            }
        }
    }

    private HBox facts() {
        HBox facts = new FittingRow(10, branch, LEAST_BRANCH, List.of(model, cost, branch, repository));
        facts.getChildren().addAll(stand, rehearsal, repository, branch, model, cost);
        facts.getStyleClass().add("facts");
        repository.setMaxWidth(180);
        branch.getStyleClass().addAll("flat", "fact", "fact-button");
        branch.setMnemonicParsing(false);
        branch.setGraphicTextGap(5);
        branch.setOnAction(_ -> shown.ifPresent(does::copyBranch));
        cost.setTooltip(costs);
        cost.setFocusTraversable(true);
        return facts;
    }

    private void show(SessionSummary session) {
        shown = Optional.of(session);
        Stand now = Stand.of(session);
        title.setText(session.title());
        title.getTooltip().setText(session.title() + "\n" + Words.text("session.rename"));
        title.setAccessibleText(Words.text("sessions.rename", session.title()));
        newTitle.setAccessibleText(title.getAccessibleText());
        stand.setText(session.archived() ? Words.text("session.archived") : SessionFacts.stand(session));
        stand.getStyleClass().removeIf(name -> name.startsWith("stand-"));
        stand.getStyleClass()
                .add("stand-" + (session.archived() ? "archived" : now.name().toLowerCase(Locale.ROOT)));
        session.trouble().ifPresentOrElse(why -> stand.setTooltip(new Tooltip(why)), () -> stand.setTooltip(null));
        Nodes.show(rehearsal, session.rehearsal());
        repository.setText(session.repository().value());
        branch.setText(SessionFacts.branch(session));
        branch.setTooltip(new Tooltip(Words.text(
                "session.branch", session.branch().value(), session.base().value())));
        branch.setAccessibleText(branch.getTooltip().getText());
        model.setText(session.model().value());
        model.setTooltip(new Tooltip(session.model().value()));
        String amount = SessionFacts.cost(session);
        cost.setText(session.cost().complete() ? amount : Words.text("session.costAtLeast", amount));
        costs.setText(SessionFacts.usage(session));
        cost.setAccessibleText(cost.getText() + ". " + costs.getText());
        showPull(session);
        showMain(session, now);
    }

    private void showPull(SessionSummary session) {
        Nodes.show(pull, session.pullRequest().isPresent());
        session.pullRequest().ifPresent(ref -> {
            String state = session.pullRequestState().map(Enum::name).orElse("OPEN");
            pull.setText(Words.text("session.pull." + state, ref.number()));
            pull.setGraphic((state.equals("MERGED") ? Icon.MERGE : Icon.PULL_REQUEST).node(14));
            pull.getStyleClass().removeIf(name -> name.matches("pull-(open|merged|closed)"));
            pull.getStyleClass().add("pull-" + state.toLowerCase(Locale.ROOT));
            pull.setOnAction(_ -> navigator.go(new Destination.PullRequest(ref)));
        });
    }

    /// The one thing that a session in this state most likely needs; all others are in the menu.
    private void showMain(SessionSummary session, Stand now) {
        boolean resumes = session.queued() > 0 && !now.runs();
        Nodes.show(main, session.archived() || resumes);
        if (main.isVisible()) {
            main.setText(Words.text(session.archived() ? "sessions.menu.restore" : "sessions.menu.resume"));
            main.setGraphic((session.archived() ? Icon.ARCHIVE : Icon.PLAY).node(13));
        }
    }

    private void doMain(SessionSummary session) {
        if (session.archived()) {
            does.restore(List.of(session));
        } else {
            does.resume(session);
        }
    }

    private void showMenu() {
        shown.ifPresent(session -> {
            menu.getItems().setAll(SessionMenu.items(does, List.of(session), this::rename));
            menu.show(more, Side.BOTTOM, 0, 4);
        });
    }
}
