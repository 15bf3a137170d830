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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

/// Shows a line of the list: a heading, or a session in two lines. All nodes are made once: another session only
/// changes what they say.
///
/// In each frame that it scrolls, the list measures two lines beyond the view by a cell that nobody sees. Such a cell
/// shows nothing, and is as high as those that are seen: its nodes would cost more than all that scrolls into view.
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
    private final Heights heights;

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
    private final Sparse upper = new Sparse(8, dot, title, watchers, pin, ago);
    private final Sparse marks = new Sparse(6, queued, pull, merged, cost, prompters);
    private final VBox body;
    private @Nullable TextField renaming;

    /// How high lines are, as far as any has been measured.
    static final class Heights {
        private final Map<Class<?>, Double> known = new HashMap<>();
    }

    /// @param heights common to all cells of a list
    SessionCell(SessionsModel model, SessionActions actions, Heights heights) {
        this.model = model;
        this.actions = actions;
        this.heights = heights;
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
        upper.setAlignment(Pos.CENTER_LEFT);
        List.of(dot, title, ago).forEach(node -> upper.show(node, true));
        HBox.setHgrow(place, Priority.ALWAYS);
        place.setMaxWidth(Double.MAX_VALUE);
        place.setMinWidth(0);
        place.setTooltip(whole);
        marks.setAlignment(Pos.CENTER_RIGHT);
        marks.setMinWidth(Region.USE_PREF_SIZE);
        HBox lower = new HBox(8, place, marks);
        lower.setAlignment(Pos.CENTER_LEFT);
        lower.getStyleClass().add("session-lower");
        body = new VBox(3, upper, lower);
        setPrefWidth(0);
        setText(null);
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
        update();
    }

    /// Shows its line as it is now.
    void update() {
        SessionLine line = getItem();
        boolean measures = getParent() != null && !getParent().isVisible();
        if (measures && (line == null || heights.known.containsKey(line.getClass()))) {
            setGraphic(null);
            requestLayout();
            return;
        }
        switch (line) {
            case SessionLine.Group head -> show(head);
            case SessionLine.Entry entry -> show(entry);
            case null -> {
                setGraphic(null);
                setAccessibleText(null);
                plain();
            }
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        SessionLine line = getItem();
        if (line == null) {
            return super.computePrefHeight(width);
        }
        if (getGraphic() == null) {
            return heights.known.getOrDefault(line.getClass(), 0.0);
        }
        double height = super.computePrefHeight(width);
        if (renaming == null) {
            heights.known.put(line.getClass(), height);
        }
        return height;
    }

    private void plain() {
        pseudoClassStateChanged(OPEN, false);
        pseudoClassStateChanged(UNREAD, false);
        pseudoClassStateChanged(HEADING, false);
    }

    private void show(SessionLine.Group line) {
        plain();
        pseudoClassStateChanged(HEADING, true);
        setGraphic(group);
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
        pseudoClassStateChanged(HEADING, false);
        setGraphic(body);
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
        upper.show(pin, entry.pinned());
        mark(queued, session.queued() > 0, String.valueOf(session.queued()));
        String number = session.pullRequest().map(ref -> "#" + ref.number()).orElse("");
        mark(merged, stand == Stand.MERGED, number);
        mark(pull, session.pullRequest().isPresent() && stand != Stand.MERGED, number);
        pull.pseudoClassStateChanged(CLOSED, session.pullRequestState().equals(Optional.of(PullRequestState.CLOSED)));
        mark(cost, session.cost().known().microUsd() > 0, SessionFacts.cost(session));
        List<Author> asked = session.prompters().isEmpty() ? List.of(session.creator()) : session.prompters();
        marks.show(prompters, true);
        prompters.show(asked, Words.text("sessions.promptedBy", names(asked)));
        upper.show(watchers, !entry.people().isEmpty());
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

    private void mark(Label mark, boolean shown, String text) {
        marks.show(mark, shown);
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
        upper.getChildren().set(upper.getChildren().indexOf(title), field);
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
            upper.getChildren().set(upper.getChildren().indexOf(renaming), title);
            renaming = null;
        }
    }

    /// A row whose nodes come into the scene when they are first to be seen: few sessions have all marks, and each node
    /// is styled anew whenever its cell scrolls into view.
    private static class Sparse extends HBox {
        private final List<Node> all;

        Sparse(double gap, Node... all) {
            super(gap);
            this.all = List.of(all);
        }

        void show(Node node, boolean shown) {
            if (shown && node.getParent() == null) {
                List<Node> after = all.subList(all.indexOf(node) + 1, all.size());
                long behind = after.stream().filter(getChildren()::contains).count();
                getChildren().add(getChildren().size() - (int) behind, node);
            }
            Nodes.show(node, shown);
        }
    }

    /// A few avatars, and how many more.
    private static final class People extends Sparse {
        private final List<Avatar> avatars;
        private final Label more;
        private final Tooltip names = new Tooltip();

        People(int most, double size, String styleClass) {
            this(Stream.generate(() -> avatar(size)).limit(most).toList(), Nodes.label("", "people-more"));
            getStyleClass().add(styleClass);
        }

        private People(List<Avatar> avatars, Label more) {
            super(-2, Stream.concat(avatars.stream(), Stream.of(more)).toArray(Node[]::new));
            this.avatars = avatars;
            this.more = more;
            setAlignment(Pos.CENTER_RIGHT);
            setMinWidth(USE_PREF_SIZE);
            Tooltip.install(this, names);
        }

        private static Avatar avatar(double size) {
            Avatar avatar = new Avatar(NOBODY, size);
            avatar.setTooltip(null);
            return avatar;
        }

        void show(List<Author> people, String sentence) {
            for (int i = 0; i < avatars.size(); i++) {
                show(avatars.get(i), i < people.size());
                if (i < people.size()) {
                    avatars.get(i).show(people.get(i));
                }
            }
            int rest = people.size() - avatars.size();
            show(more, rest > 0);
            more.setText(" +" + rest);
            names.setText(sentence);
        }
    }
}
