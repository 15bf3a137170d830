package dev.slipway.sessions;

import dev.slipway.control.Avatar;
import dev.slipway.control.Nodes;
import dev.slipway.control.Times;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Shows a line of the list: a heading, or a session in two lines. All nodes are made once and stay in the scene, so
/// that another session only changes what they say.
///
/// While it scrolls, the list measures two lines beyond the view in each frame, by a cell that nobody sees. Such a cell
/// only takes on the height of its line: that is what made a frame cost 9 ms rather than 1.
final class SessionCell extends ListCell<SessionLine> {
    private static final PseudoClass OPEN = PseudoClass.getPseudoClass("open");
    private static final PseudoClass UNREAD = PseudoClass.getPseudoClass("unread");
    private static final PseudoClass CLOSED = PseudoClass.getPseudoClass("closed");
    private static final PseudoClass HEADING = PseudoClass.getPseudoClass("heading");
    private static final PseudoClass COLLAPSED = PseudoClass.getPseudoClass("collapsed");
    private static final Author NOBODY = new Author(new UserId("nobody"), "?", "nobody@slipway.invalid");
    private static final int PROMPTERS = 3;
    private static final int WATCHERS = 2;

    private final SessionsModel model;
    private final SessionActions actions;

    private final Label heading = Nodes.label("", "session-group");
    private final Label count = Nodes.label("", "session-group-count");
    private final StackPane fold = new StackPane(Icon.CHEVRON_DOWN.node(11));
    private final HBox group;
    private final Region dot = new Region();
    private final Label title = Nodes.label("", "session-title");
    private final Node pin = Icon.PIN.node(11);
    private final Label ago = Nodes.label("", "session-ago");
    private final Label place = Nodes.label("", "session-place");
    private final Tooltip whole = new Tooltip();
    private final Label queued = Nodes.tag(Icon.CLOCK, "", "mark");
    private final Label pull = Nodes.tag(Icon.PULL_REQUEST, "", "mark", "mark-pull");
    private final Label merged = Nodes.tag(Icon.MERGE, "", "mark", "pull-merged");
    private final Label cost = Nodes.label("", "mark");
    private final People prompters = new People(PROMPTERS, 18, "prompters");
    private final People watchers = new People(WATCHERS, 16, "present");
    private final HBox upper;
    private final VBox body;
    private final VBox content;
    private @Nullable TextField renaming;
    private boolean stale;

    SessionCell(SessionsModel model, SessionActions actions) {
        this.model = model;
        this.actions = actions;
        getStyleClass().add("session-cell");
        fold.getStyleClass().add("session-fold");
        group = new HBox(5, fold, heading, count);
        group.setAlignment(Pos.CENTER_LEFT);
        group.getStyleClass().add("session-group-row");
        dot.getStyleClass().setAll("state-dot", "state-idle");
        HBox.setHgrow(title, Priority.ALWAYS);
        title.setMaxWidth(Double.MAX_VALUE);
        title.setMinWidth(0);
        ago.setMinWidth(Region.USE_PREF_SIZE);
        upper = new HBox(8, dot, title, watchers, pin, ago);
        upper.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(place, Priority.ALWAYS);
        place.setMaxWidth(Double.MAX_VALUE);
        place.setMinWidth(0);
        place.setTooltip(whole);
        HBox marks = new HBox(6, queued, pull, merged, cost, prompters);
        marks.setAlignment(Pos.CENTER_RIGHT);
        marks.setMinWidth(Region.USE_PREF_SIZE);
        HBox lower = new HBox(8, place, marks);
        lower.setAlignment(Pos.CENTER_LEFT);
        lower.getStyleClass().add("session-lower");
        body = new VBox(3, upper, lower);
        content = new VBox(group, body);
        setPrefWidth(0);
        setText(null);
        setGraphic(content);
        Nodes.show(group, false);
        visibleProperty().subscribe(() -> {
            if (stale) {
                update();
            }
        });
        setOnMouseClicked(event -> {
            if (getItem() instanceof SessionLine.Group line && event.isStillSincePress()) {
                model.fold(line.spot().group(), !line.collapsed());
            }
        });
    }

    @Override
    protected void updateItem(@Nullable SessionLine line, boolean empty) {
        super.updateItem(line, empty);
        if (renaming != null && !(line instanceof SessionLine.Entry entry && renames(entry.session()))) {
            stopRenaming();
        }
        if (line != null) {
            boolean heads = line instanceof SessionLine.Group;
            Nodes.show(group, heads);
            Nodes.show(body, !heads);
            pseudoClassStateChanged(HEADING, heads);
        }
        update();
    }

    /// Shows its line as it is now, as soon as anybody sees it.
    void update() {
        stale = !seen();
        if (stale) {
            return;
        }
        SessionLine line = getItem();
        content.setVisible(line != null);
        switch (line) {
            case SessionLine.Group heads -> show(heads);
            case SessionLine.Entry entry -> show(entry);
            case null -> {
                setAccessibleText(null);
                plain();
            }
        }
    }

    private boolean seen() {
        return isVisible() && (getParent() == null || getParent().isVisible());
    }

    private void plain() {
        pseudoClassStateChanged(OPEN, false);
        pseudoClassStateChanged(UNREAD, false);
    }

    private void show(SessionLine.Group line) {
        plain();
        heading.setText(line.title());
        count.setText(String.valueOf(line.count()));
        fold.pseudoClassStateChanged(COLLAPSED, line.collapsed());
        setAccessibleText(Words.text(
                line.collapsed() ? "sessions.group.hidden" : "sessions.group.shown", line.title(), line.count()));
    }

    private void show(SessionLine.Entry entry) {
        SessionSummary session = entry.session();
        Stand stand = Stand.of(session);
        boolean open = model.open().get().filter(session.id()::equals).isPresent();
        pseudoClassStateChanged(OPEN, open);
        pseudoClassStateChanged(UNREAD, entry.unread() && !open);
        String state = "state-" + stand.name().toLowerCase(Locale.ROOT);
        if (!dot.getStyleClass().get(1).equals(state)) {
            dot.getStyleClass().set(1, state);
        }
        title.setText(session.title());
        ago.setText(Times.ago(session.updatedAt(), model.clock().instant()));
        place.setText(place(session));
        whole.setText(session.branch().value());
        Nodes.show(pin, entry.pinned());
        show(queued, session.queued() > 0, String.valueOf(session.queued()));
        String number = session.pullRequest().map(ref -> "#" + ref.number()).orElse("");
        show(merged, stand == Stand.MERGED, number);
        show(pull, session.pullRequest().isPresent() && stand != Stand.MERGED, number);
        pull.pseudoClassStateChanged(CLOSED, session.pullRequestState().equals(Optional.of(PullRequestState.CLOSED)));
        show(cost, session.cost().known().microUsd() > 0, SessionFacts.cost(session));
        List<Author> asked = session.prompters().isEmpty() ? List.of(session.creator()) : session.prompters();
        prompters.show(asked, Words.text("sessions.promptedBy", names(asked)));
        watchers.show(entry.people(), Words.text("sessions.thereNow", names(entry.people())));
        String where = session.repository().value();
        String heard = Words.text("sessions.accessible", session.title(), SessionFacts.stand(session), where);
        setAccessibleText(
                entry.people().isEmpty()
                        ? heard
                        : heard + ", " + Words.text("sessions.thereNow", names(entry.people())));
        if (renaming == null && renames(session)) {
            beginRenaming(session);
        } else if (renaming != null && !renames(session)) {
            stopRenaming();
        }
    }

    private static String place(SessionSummary session) {
        return session.state() == SessionState.FAILED && session.trouble().isPresent()
                ? session.trouble().get()
                : session.repository().value() + "  ·  " + SessionFacts.branch(session);
    }

    private static void show(Label mark, boolean shown, String text) {
        Nodes.show(mark, shown);
        mark.setText(text);
    }

    private static String names(List<Author> people) {
        return people.stream().map(Author::name).collect(Collectors.joining(", "));
    }

    private boolean renames(SessionSummary session) {
        return model.renaming().get().filter(session.id()::equals).isPresent();
    }

    private void beginRenaming(SessionSummary session) {
        TextField field = new TextField(session.title());
        field.getStyleClass().add("session-rename");
        field.setAccessibleText(Words.text("sessions.rename", session.title()));
        HBox.setHgrow(field, Priority.ALWAYS);
        renaming = field;
        upper.getChildren().set(1, field);
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                endRenaming(field, session, true);
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE) {
                endRenaming(field, session, false);
                event.consume();
            }
        });
        field.focusedProperty().addListener((_, _, focused) -> {
            if (!focused) {
                endRenaming(field, session, true);
            }
        });
        field.requestFocus();
        field.selectAll();
    }

    private void endRenaming(TextField field, SessionSummary session, boolean keep) {
        if (field.equals(renaming)) {
            String text = field.getText();
            stopRenaming();
            model.renaming().set(Optional.empty());
            getListView().requestFocus();
            if (keep) {
                actions.rename(session, text);
            }
        }
    }

    private void stopRenaming() {
        if (renaming != null) {
            renaming = null;
            upper.getChildren().set(1, title);
        }
    }

    /// A few avatars, and how many more.
    private static final class People extends HBox {
        private final List<Avatar> avatars = new ArrayList<>();
        private final Label more = Nodes.label("", "people-more");
        private final Tooltip names = new Tooltip();

        People(int most, double size, String styleClass) {
            super(-2);
            getStyleClass().add(styleClass);
            setAlignment(Pos.CENTER_RIGHT);
            setMinWidth(USE_PREF_SIZE);
            for (int i = 0; i < most; i++) {
                Avatar avatar = new Avatar(NOBODY, size);
                avatar.setTooltip(null);
                avatars.add(avatar);
                getChildren().add(avatar);
            }
            getChildren().add(more);
            Tooltip.install(this, names);
        }

        void show(List<Author> people, String sentence) {
            Nodes.show(this, !people.isEmpty());
            if (people.isEmpty()) {
                return;
            }
            for (int i = 0; i < avatars.size(); i++) {
                Nodes.show(avatars.get(i), i < people.size());
                if (i < people.size()) {
                    avatars.get(i).show(people.get(i));
                }
            }
            int rest = people.size() - avatars.size();
            SessionCell.show(more, rest > 0, " +" + rest);
            names.setText(sentence);
        }
    }
}
