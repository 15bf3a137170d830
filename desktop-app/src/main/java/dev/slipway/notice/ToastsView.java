package dev.slipway.notice;

import dev.slipway.control.Nodes;
import dev.slipway.words.Words;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// The one quiet place for toasts: over the window's bottom right, and above the composer where there is one. Lies on
/// top of everything and lets clicks through where no toast is.
public final class ToastsView extends StackPane {
    /// What lies there must stay free: whoever writes sees every word.
    private static final String KEEP_FREE = ".composer";

    private static final int MOST = 3;
    private static final double MARGIN = 16;
    private static final Duration STAYS = Duration.seconds(6);
    private static final Duration STAYS_FOR_ACTION = Duration.seconds(12);
    private static final Duration STAYS_FOR_PROBLEM = Duration.seconds(25);

    private final Notices notices;
    private final Runnable centre;
    private final Duration longest;
    private final VBox column = new VBox(8);
    private final Label announced = Nodes.label("", "announced");
    private final Map<Long, ToastCard> cards = new HashMap<>();
    private final Runnable place = this::place;
    private @Nullable Node keepFree;

    /// @param centre opens the list of all that was told
    public ToastsView(Notices notices, Runnable centre) {
        this(notices, centre, STAYS_FOR_PROBLEM);
    }

    /// @param longest no toast stays longer than this
    ToastsView(Notices notices, Runnable centre, Duration longest) {
        this.notices = notices;
        this.centre = centre;
        this.longest = longest;
        getStyleClass().add("toasts");
        setPickOnBounds(false);
        column.setPickOnBounds(false);
        column.setAlignment(Pos.BOTTOM_RIGHT);
        column.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        announced.setManaged(false);
        announced.setOpacity(0);
        announced.setMouseTransparent(true);
        setAlignment(Pos.BOTTOM_RIGHT);
        setPadding(new Insets(MARGIN));
        getChildren().addAll(announced, column);
        notices.open().addListener((ListChangeListener<Notice>) this::changed);
        sceneProperty().subscribe((before, now) -> {
            if (before != null) {
                before.removePostLayoutPulseListener(place);
                before.removeEventHandler(KeyEvent.KEY_PRESSED, this::escape);
            }
            if (now != null) {
                now.addPostLayoutPulseListener(place);
                now.addEventHandler(KeyEvent.KEY_PRESSED, this::escape);
            }
        });
        refresh();
    }

    /// Puts the focus on the newest toast, for whoever uses the keyboard.
    public void focus() {
        column.getChildren().reversed().stream()
                .filter(ToastCard.class::isInstance)
                .findFirst()
                .map(card -> card.lookup(".button"))
                .ifPresent(Node::requestFocus);
    }

    private void changed(ListChangeListener.Change<? extends Notice> change) {
        while (change.next()) {
            change.getRemoved().forEach(notice -> cards.remove(notice.number()));
            if (change.wasAdded()) {
                announce(change.getAddedSubList().getLast().toast());
            }
        }
        refresh();
    }

    private void refresh() {
        int hidden = Math.max(0, notices.open().size() - MOST);
        column.getChildren()
                .setAll(notices.open().stream()
                        .skip(hidden)
                        .map(notice -> cards.computeIfAbsent(notice.number(), _ -> card(notice)))
                        .toList());
        if (hidden > 0) {
            Hyperlink more = new Hyperlink(Words.text("notice.more", hidden));
            more.getStyleClass().add("toasts-more");
            more.setOnAction(_ -> centre.run());
            column.getChildren().addFirst(more);
        }
    }

    private ToastCard card(Notice notice) {
        Duration stays = switch (notice.toast().kind()) {
            case PROBLEM -> STAYS_FOR_PROBLEM;
            case DONE, NEWS -> notice.toast().actions().isEmpty() ? STAYS : STAYS_FOR_ACTION;
        };
        return new ToastCard(notices, notice, stays.greaterThan(longest) ? longest : stays);
    }

    /// Screen readers hear of a change of this text; JavaFX has no better way to say something aloud.
    private void announce(Toast toast) {
        announced.setText(ToastCard.spoken(toast));
        announced.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    }

    /// Escape that nobody else had a use for dismisses the newest.
    private void escape(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE && !notices.open().isEmpty()) {
            notices.dismiss(notices.open().getLast());
            event.consume();
        }
    }

    private void place() {
        if (column.getChildren().isEmpty() || getScene() == null) {
            return;
        }
        double above = free().map(node -> sceneToLocal(node.localToScene(node.getLayoutBounds())))
                .filter(this::covers)
                .map(bounds -> Math.max(0, getHeight() - bounds.getMinY()))
                .orElse(0.0);
        if (Math.abs(getPadding().getBottom() - above - MARGIN) > 0.5) {
            setPadding(new Insets(MARGIN, MARGIN, MARGIN + above, MARGIN));
        }
    }

    private Optional<Node> free() {
        Node known = keepFree;
        if (known == null || known.getScene() == null) {
            known = getScene().getRoot().lookup(KEEP_FREE);
            keepFree = known;
        }
        return Optional.ofNullable(known);
    }

    private boolean covers(Bounds bounds) {
        return bounds.getMaxX() > getWidth() - MARGIN - column.getWidth()
                && bounds.getMaxY() > getHeight() - MARGIN - column.getHeight();
    }
}
