package dev.slipway.sessions;

import dev.slipway.control.Avatar;
import dev.slipway.control.Nodes;
import dev.slipway.control.Times;
import dev.slipway.model.account.Author;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Shows a line of the list: a heading, or a session in two lines.
final class SessionCell extends ListCell<SessionLine> {
    private static final PseudoClass OPEN = PseudoClass.getPseudoClass("open");
    private static final PseudoClass UNREAD = PseudoClass.getPseudoClass("unread");
    private static final int AVATARS = 3;

    private final InstantSource clock;
    private final Predicate<SessionSummary> isOpen;

    private final Label heading = Nodes.label("", "session-group");
    private final Region dot = new Region();
    private final Label title = Nodes.label("", "session-title");
    private final Label ago = Nodes.label("", "session-ago");
    private final Label place = Nodes.label("", "session-place");
    private final HBox marks = new HBox(6);
    private final VBox body;

    SessionCell(InstantSource clock, Predicate<SessionSummary> isOpen) {
        this.clock = clock;
        this.isOpen = isOpen;
        getStyleClass().add("session-cell");
        dot.getStyleClass().add("state-dot");
        HBox.setHgrow(title, Priority.ALWAYS);
        title.setMaxWidth(Double.MAX_VALUE);
        title.setMinWidth(0);
        ago.setMinWidth(Region.USE_PREF_SIZE);
        HBox upper = new HBox(8, dot, title, ago);
        upper.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(place, Priority.ALWAYS);
        place.setMaxWidth(Double.MAX_VALUE);
        place.setMinWidth(0);
        marks.setAlignment(Pos.CENTER_RIGHT);
        marks.setMinWidth(Region.USE_PREF_SIZE);
        HBox lower = new HBox(8, place, marks);
        lower.setAlignment(Pos.CENTER_LEFT);
        lower.getStyleClass().add("session-lower");
        body = new VBox(3, upper, lower);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable SessionLine line, boolean empty) {
        super.updateItem(line, empty);
        setText(null);
        if (empty || line == null) {
            setGraphic(null);
            plain();
            return;
        }
        switch (line) {
            case SessionLine.Group group -> {
                heading.setText(Words.text("sessions.group", group.title(), group.count()));
                setGraphic(heading);
                plain();
                setAccessibleText(group.title());
                setMouseTransparent(true);
                setFocusTraversable(false);
            }
            case SessionLine.Entry entry -> show(entry);
        }
    }

    private void plain() {
        setMouseTransparent(false);
        pseudoClassStateChanged(OPEN, false);
        pseudoClassStateChanged(UNREAD, false);
    }

    private void show(SessionLine.Entry entry) {
        SessionSummary session = entry.session();
        boolean open = isOpen.test(session);
        plain();
        pseudoClassStateChanged(OPEN, open);
        pseudoClassStateChanged(UNREAD, entry.unread() && !open);
        dot.getStyleClass()
                .setAll("state-dot", "state-" + session.state().name().toLowerCase(Locale.ROOT));
        title.setText(session.title());
        ago.setText(Times.ago(session.updatedAt(), clock.instant()));
        place.setText(
                session.state() == SessionState.FAILED && session.trouble().isPresent()
                        ? session.trouble().get()
                        : session.repository().value() + "  ·  "
                                + session.branch().value().replaceFirst("^slipway/", ""));
        marks.getChildren().clear();
        if (session.queued() > 0) {
            marks.getChildren().add(Nodes.tag(Icon.CLOCK, String.valueOf(session.queued()), "mark"));
        }
        session.pullRequest().ifPresent(ref -> {
            String state =
                    session.pullRequestState().map(Enum::name).orElse("OPEN").toLowerCase(Locale.ROOT);
            Icon icon = state.equals("merged") ? Icon.MERGE : Icon.PULL_REQUEST;
            marks.getChildren().add(Nodes.tag(icon, "#" + ref.number(), "mark", "pull-" + state));
        });
        if (session.cost().known().microUsd() > 0) {
            marks.getChildren().add(Nodes.label(cost(session), "mark"));
        }
        marks.getChildren().add(avatars(session));
        setGraphic(body);
        setAccessibleText(Words.text(
                "sessions.accessible",
                session.title(),
                Words.text("state." + session.state().name()),
                session.repository().value()));
    }

    private static String cost(SessionSummary session) {
        return String.format(Locale.ROOT, "$%.2f", session.cost().known().microUsd() / 1e6);
    }

    private static HBox avatars(SessionSummary session) {
        List<Author> people = session.prompters().isEmpty() ? List.of(session.creator()) : session.prompters();
        HBox row = new HBox(-5);
        row.setAlignment(Pos.CENTER_RIGHT);
        people.stream().limit(AVATARS).forEach(author -> row.getChildren().add(new Avatar(author, 18)));
        return row;
    }
}
