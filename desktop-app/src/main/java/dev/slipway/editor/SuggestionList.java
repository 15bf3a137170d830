package dev.slipway.editor;

import dev.slipway.control.Nodes;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.HashSet;
import java.util.Set;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/// What `@`, `/` or the history offers, over the text. The keys stay with the text; this only shows and is clicked.
final class SuggestionList extends VBox {
    private static final double ROW = 30;
    private static final int ROWS = 8;
    private static final double EDGE = 10;

    private final Suggestions suggestions;
    private final ListView<Suggestion> list;
    private final Label head = Nodes.label("", "suggestion-head");

    SuggestionList(Suggestions suggestions, Runnable chosen) {
        this.suggestions = suggestions;
        this.list = new ListView<>(suggestions.items());
        getStyleClass().add("suggestions");
        setManaged(false);
        setVisible(false);
        list.getStyleClass().addAll("suggestion-list", "edge-to-edge");
        list.setAccessibleRole(AccessibleRole.LIST_VIEW);
        list.setFocusTraversable(false);
        list.setFixedCellSize(ROW);
        list.setCellFactory(_ -> new Cell());
        list.setOnMouseClicked(_ -> chosen.run());
        getChildren().addAll(head, list);
        suggestions.items().addListener((ListChangeListener<Suggestion>) _ -> show());
        suggestions.trigger().subscribe(this::show);
        suggestions.trouble().subscribe(this::show);
    }

    /// The one that Enter would take.
    @Nullable Suggestion selected() {
        return isVisible() ? list.getSelectionModel().getSelectedItem() : null;
    }

    void select(int step) {
        int count = list.getItems().size();
        if (count > 0) {
            int next = Math.floorMod(list.getSelectionModel().getSelectedIndex() + step, count);
            list.getSelectionModel().select(next);
            list.scrollTo(Math.max(0, next - ROWS + 2));
            tell();
        }
    }

    private void show() {
        boolean open = suggestions.trigger().get().isPresent()
                && (!suggestions.items().isEmpty()
                        || suggestions.trouble().get().isPresent()
                        || suggestions.trigger().get().get().kind() == Trigger.Kind.HISTORY);
        if (open) {
            Trigger trigger = suggestions.trigger().get().get();
            head.setText(suggestions
                    .trouble()
                    .get()
                    .map(why -> Words.text("editor.noFiles") + " " + why.title())
                    .orElse(Words.text("editor.list." + trigger.kind())));
            list.getSelectionModel().selectFirst();
            list.scrollTo(0);
            tell();
        }
        Nodes.show(list, !suggestions.items().isEmpty());
        setVisible(open);
        if (getParent() != null) {
            getParent().requestLayout();
        }
    }

    /// A screen reader follows the text field; so the field says what is chosen.
    private void tell() {
        Suggestion chosen = list.getSelectionModel().getSelectedItem();
        list.setAccessibleText(chosen == null ? head.getText() : chosen.title() + ", " + chosen.detail());
        list.notifyAccessibleAttributeChanged(javafx.scene.AccessibleAttribute.TEXT);
    }

    @Override
    protected double computePrefHeight(double width) {
        int rows = Math.min(ROWS, suggestions.items().size());
        return head.prefHeight(width) + rows * ROW + EDGE;
    }

    private static final class Cell extends ListCell<Suggestion> {
        private final StackPane icon = new StackPane();
        private final TextFlow title = new TextFlow();
        private final Label detail = Nodes.label("", "suggestion-detail");
        private final HBox row = new HBox(8, icon, title, detail);

        Cell() {
            getStyleClass().add("suggestion-cell");
            setPrefWidth(0);
            row.setAlignment(Pos.CENTER_LEFT);
            title.setMinWidth(USE_PREF_SIZE);
            title.getStyleClass().add("suggestion-title");
            title.setMaxHeight(USE_PREF_SIZE);
            detail.setMinWidth(0);
            detail.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(detail, Priority.ALWAYS);
        }

        @Override
        protected void updateItem(@Nullable Suggestion item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            icon.getChildren()
                    .setAll((switch (item.kind()) {
                                case FILE -> Icon.FILE;
                                case COMMAND -> Icon.TERMINAL;
                                case HISTORY -> Icon.CLOCK;
                            })
                            .node(13));
            int name = item.kind() == Trigger.Kind.FILE ? item.title().lastIndexOf('/') + 1 : 0;
            title.getChildren().clear();
            detail.setGraphic(null);
            detail.setText(item.detail());
            Set<Integer> matched = new HashSet<>(item.matched());
            spell(title, item.title(), name, item.title().length(), matched, "suggestion-name");
            if (name > 0) {
                TextFlow folder = new TextFlow();
                spell(folder, item.title(), 0, name - 1, matched, "suggestion-folder");
                detail.setGraphic(folder);
            }
            setAccessibleText(item.detail().isEmpty() ? item.title() : item.title() + ", " + item.detail());
            setGraphic(row);
        }

        private static void spell(TextFlow flow, String text, int from, int to, Set<Integer> marked, String style) {
            int begin = from;
            for (int i = from + 1; i <= to; i++) {
                if (i == to || marked.contains(i) != marked.contains(begin)) {
                    Text piece = new Text(text.substring(begin, i));
                    piece.getStyleClass().addAll(style, marked.contains(begin) ? "suggestion-hit" : "suggestion-rest");
                    flow.getChildren().add(piece);
                    begin = i;
                }
            }
        }
    }
}
