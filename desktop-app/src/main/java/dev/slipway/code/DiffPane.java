package dev.slipway.code;

import dev.slipway.control.Nodes;
import dev.slipway.model.code.FileChange;
import dev.slipway.model.code.Side;
import dev.slipway.text.DiffLine;
import dev.slipway.text.DiffView;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/// The difference of one file, virtualised: only rows in sight have nodes. Lines are chosen as in any list; `C` or a
/// click on a number begins a comment on them.
final class DiffPane extends ListView<Row> {
    /// Hidden lines that one press shows; fewer are shown at once.
    private static final int MORE = 20;

    private final ChangesModel model;
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private String language = "";
    private @Nullable ScrollBar bar;

    DiffPane(ChangesModel model) {
        this.model = model;
        getStyleClass().addAll("patch", "edge-to-edge");
        setItems(rows);
        getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        setCellFactory(_ -> new RowCell());
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    }

    /// Shows what the model has now. The reader's place stays where it was, as far as its lines are still there.
    void show(FileChange change, boolean keepPlace) {
        language = DiffView.language(change.path());
        setAccessibleText(Words.text("code.diffOf", change.path()));
        int top = keepPlace ? firstVisible() : 0;
        int line = top < rows.size() ? number(rows.get(top)) : 0;
        int chosen = getSelectionModel().getSelectedIndex();
        int chosenLine = keepPlace && chosen >= 0 && chosen < rows.size() ? number(rows.get(chosen)) : 0;
        rows.setAll(model.rows());
        if (keepPlace) {
            if (line > 0) {
                scrollTo(index(line));
            } else {
                scrollTo(Math.min(top, Math.max(0, rows.size() - 1)));
            }
            if (chosenLine > 0) {
                getSelectionModel().clearAndSelect(index(chosenLine));
            }
        } else {
            getSelectionModel().clearSelection();
            scrollTo(0);
        }
        model.sought().get().filter(place -> place.path().equals(change.path())).ifPresent(this::goTo);
    }

    private void goTo(ChangesModel.Place place) {
        if (!rows.isEmpty() && !model.awaits(place)) {
            int at = index(place.line());
            getSelectionModel().clearAndSelect(at);
            scrollTo(Math.max(0, at - 4));
            requestFocus();
            model.sought().set(Optional.empty());
        }
    }

    private static int number(Row row) {
        return row instanceof Row.Code code ? Math.max(code.number(Side.AFTER), 0) : 0;
    }

    private int index(int line) {
        for (int i = 0; i < rows.size(); i++) {
            if (number(rows.get(i)) >= line) {
                return i;
            }
        }
        return Math.max(0, rows.size() - 1);
    }

    private int firstVisible() {
        if (lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
            @Nullable IndexedCell<?> first = flow.getFirstVisibleCell();
            return first == null ? 0 : Math.max(0, first.getIndex());
        }
        return 0;
    }

    private double barWidth() {
        if (bar == null && lookup(".scroll-bar:vertical") instanceof ScrollBar found) {
            bar = found;
        }
        return bar != null && bar.isVisible() ? bar.getWidth() : 0;
    }

    /// Goes to the next change, or the one before.
    /// @return false when there is none in this file
    boolean step(int by) {
        int at = getSelectionModel().getSelectedIndex();
        int from = at >= 0 ? at : by > 0 ? -1 : rows.size();
        boolean inside = at >= 0 && changed(at);
        int i = from + by;
        while (inside && i >= 0 && i < rows.size() && changed(i)) {
            i += by;
        }
        while (i >= 0 && i < rows.size() && !changed(i)) {
            i += by;
        }
        if (i < 0 || i >= rows.size()) {
            return false;
        }
        while (by < 0 && i > 0 && changed(i - 1)) {
            i--;
        }
        getSelectionModel().clearAndSelect(i);
        scrollTo(Math.max(0, i - 4));
        return true;
    }

    private boolean changed(int index) {
        return rows.get(index) instanceof Row.Code code && code.changed();
    }

    private void pressed(KeyEvent event) {
        boolean plain = !event.isShortcutDown() && !event.isAltDown();
        boolean typing = event.getTarget() instanceof javafx.scene.control.TextInputControl;
        if (!plain || typing) {
            return;
        }
        if (event.getCode() == KeyCode.C && model.takesComments()) {
            comment();
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
            @Nullable Row row = getSelectionModel().getSelectedItem();
            if (row instanceof Row.Gap gap) {
                expand(gap);
                event.consume();
            }
        }
    }

    /// Begins to write about the chosen lines.
    void comment() {
        List<Row.Code> chosen = new ArrayList<>();
        getSelectionModel().getSelectedIndices().stream().sorted().forEach(i -> {
            if (i >= 0 && i < rows.size() && rows.get(i) instanceof Row.Code code) {
                chosen.add(code);
            }
        });
        if (!chosen.isEmpty()) {
            model.write(chosen);
        }
    }

    private void expand(Row.Gap gap) {
        boolean few = gap.count() > 0 && gap.count() <= MORE * 2;
        if (few) {
            model.show(new Rows.Shown(gap.from(), gap.from() + gap.count() - 1));
        } else if (gap.count() < 0) {
            model.show(new Rows.Shown(gap.from(), gap.from() + MORE - 1));
        } else {
            model.show(new Rows.Shown(gap.from(), gap.from() + MORE - 1));
            model.show(new Rows.Shown(gap.from() + gap.count() - MORE, gap.from() + gap.count() - 1));
        }
    }

    private final class RowCell extends ListCell<Row> {
        RowCell() {
            getStyleClass().add("patch-cell");
            setPrefWidth(0);
            addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
                boolean number = event.getTarget() instanceof Node node && inGutter(node);
                if (number && model.takesComments() && getItem() instanceof Row.Code code) {
                    if (getSelectionModel().getSelectedIndices().size() > 1) {
                        comment();
                    } else {
                        model.write(List.of(code));
                    }
                } else if (getItem() instanceof Row.Gap gap) {
                    expand(gap);
                }
            });
        }

        private boolean inGutter(Node target) {
            for (@Nullable Node node = target; node != null && !node.equals(this); node = node.getParent()) {
                if (node.getStyleClass().contains("diff-number")) {
                    return true;
                }
            }
            return false;
        }

        @Override
        protected void updateItem(@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            setText(null);
            getStyleClass().removeAll("patch-remark");
            if (empty || row == null) {
                setGraphic(null);
                return;
            }
            setGraphic(
                    switch (row) {
                        case Row.Code code ->
                            code.right().isPresent() || model.sideBySide().get() ? sides(code) : line(code);
                        case Row.Gap gap -> gap(gap);
                        case Row.Said said -> remark(new RemarkCard(model, said.remark()));
                        case Row.Writing writing -> remark(new WritingCard(model, writing.anchor()));
                    });
        }

        /// Lines wrap, so a row's height follows from the list's width, also before the row has one.
        @Override
        protected double computePrefHeight(double width) {
            double room = DiffPane.this.getWidth() - snappedLeftInset() - snappedRightInset() - barWidth();
            return getGraphic() instanceof Region row && room > 0
                    ? snapSizeY(snappedTopInset() + row.prefHeight(room) + snappedBottomInset())
                    : super.computePrefHeight(width);
        }

        private Node remark(Region card) {
            getStyleClass().add("patch-remark");
            HBox framed = new HBox(card);
            HBox.setHgrow(card, Priority.ALWAYS);
            framed.getStyleClass().add("remark-frame");
            card.setMaxWidth(720);
            return framed;
        }

        @Override
        public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
            if (attribute == AccessibleAttribute.TEXT && getItem() instanceof Row.Code code) {
                DiffLine line = code.right().or(code::left).orElseThrow();
                int number = Math.max(line.newNumber(), line.oldNumber());
                return Words.text("code.line." + line.kind().name(), number) + " " + line.text();
            }
            return super.queryAccessibleAttribute(attribute, parameters);
        }
    }

    private Node line(Row.Code code) {
        DiffLine line = code.left().orElseThrow();
        HBox row = half(line, code.partner());
        row.getChildren().addAll(0, List.of(number(line.oldNumber()), number(line.newNumber())));
        return row;
    }

    private Node sides(Row.Code code) {
        boolean changed =
                code.changed() && code.left().isPresent() && code.right().isPresent();
        HBox row = new HBox(
                side(code.left(), Side.BEFORE, changed ? code.right() : Optional.empty()),
                side(code.right(), Side.AFTER, changed ? code.left() : Optional.empty()));
        row.getStyleClass().add("patch-sides");
        return row;
    }

    private Node side(Optional<DiffLine> line, Side side, Optional<DiffLine> partner) {
        HBox half = line.map(there -> {
                    HBox made = half(there, partner);
                    made.getChildren().add(0, number(side == Side.BEFORE ? there.oldNumber() : there.newNumber()));
                    return made;
                })
                .orElseGet(HBox::new);
        if (line.isEmpty()) {
            half.getStyleClass().add("diff-nothing");
        }
        half.setPrefWidth(0);
        HBox.setHgrow(half, Priority.ALWAYS);
        half.setMaxWidth(Double.MAX_VALUE);
        return half;
    }

    private HBox half(DiffLine line, Optional<DiffLine> partner) {
        Label sign = Nodes.label(
                switch (line.kind()) {
                    case ADDED -> "+";
                    case REMOVED -> "−";
                    case SAME, GAP -> " ";
                },
                "diff-sign");
        sign.setMinWidth(Region.USE_PREF_SIZE);
        TextFlow text = LineFlow.of(line, language, partner);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox row = new HBox(sign, text);
        row.getStyleClass().addAll("diff-line", "diff-" + line.kind().name().toLowerCase(java.util.Locale.ROOT));
        return row;
    }

    private static Label number(int number) {
        Label label = Nodes.label(number == 0 ? "" : String.valueOf(number), "diff-number");
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.setAlignment(Pos.TOP_RIGHT);
        return label;
    }

    private Node gap(Row.Gap gap) {
        String words = gap.count() < 0 ? Words.text("code.gap.rest") : Words.text("code.gap", gap.count());
        Button button = Nodes.button(words, () -> expand(gap), "flat", "small", "diff-gap-button");
        button.setFocusTraversable(false);
        button.setMinWidth(Region.USE_PREF_SIZE);
        Label title = Nodes.label(gap.title(), "diff-gap-text");
        title.setMinWidth(0);
        HBox row = new HBox(10, button, title);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().addAll("diff-line", "diff-gap");
        return row;
    }
}
