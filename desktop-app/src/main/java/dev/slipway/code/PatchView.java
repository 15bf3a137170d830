package dev.slipway.code;

import dev.slipway.control.Nodes;
import dev.slipway.model.code.FileChange;
import dev.slipway.text.DiffLine;
import dev.slipway.text.DiffView;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The difference of one file, virtualised; a click on a line begins a comment.
final class PatchView extends ListView<PatchView.Pair> {
    /// @param left  what was there; the only one in a unified view
    record Pair(Optional<DiffLine> left, Optional<DiffLine> right) {}

    private final ChangesModel model;
    private final FileChange change;
    private final String language;
    private final boolean both;
    private int commented = -1;

    PatchView(ChangesModel model, FileChange change) {
        this.model = model;
        this.change = change;
        this.language = DiffView.language(change.path());
        this.both = model.sideBySide().get();
        getStyleClass().addAll("patch", "edge-to-edge");
        List<DiffLine> lines = model.lines(change);
        setItems(FXCollections.observableList(
                both
                        ? pairs(lines)
                        : lines.stream()
                                .map(line -> new Pair(Optional.of(line), Optional.empty()))
                                .toList()));
        setCellFactory(_ -> new LineCell());
        setAccessibleText(change.path());
    }

    /// Lines that were removed stand beside those that were added in their place.
    static List<Pair> pairs(List<DiffLine> lines) {
        List<Pair> pairs = new ArrayList<>();
        Deque<DiffLine> removed = new ArrayDeque<>();
        for (DiffLine line : lines) {
            switch (line.kind()) {
                case REMOVED -> removed.add(line);
                case ADDED -> pairs.add(new Pair(Optional.ofNullable(removed.poll()), Optional.of(line)));
                case SAME, GAP -> {
                    flush(removed, pairs);
                    pairs.add(new Pair(Optional.of(line), Optional.of(line)));
                }
            }
        }
        flush(removed, pairs);
        return pairs;
    }

    private static void flush(Deque<DiffLine> removed, List<Pair> pairs) {
        while (!removed.isEmpty()) {
            pairs.add(new Pair(Optional.of(removed.poll()), Optional.empty()));
        }
    }

    private final class LineCell extends ListCell<Pair> {
        LineCell() {
            getStyleClass().add("patch-cell");
            setPrefWidth(0);
            setOnMouseClicked(_ -> {
                if (model.takesComments() && getItem() != null && commented != getIndex()) {
                    commented = getIndex();
                    refresh();
                }
            });
        }

        @Override
        protected void updateItem(@Nullable Pair pair, boolean empty) {
            super.updateItem(pair, empty);
            if (empty || pair == null) {
                setGraphic(null);
                return;
            }
            Node row = both ? sides(pair) : DiffView.row(pair.left().orElseThrow(), language, true);
            setGraphic(commented == getIndex() ? new VBox(row, commentField(pair)) : row);
        }

        private Node sides(Pair pair) {
            HBox row = new HBox(side(pair.left()), side(pair.right()));
            row.getStyleClass().add("patch-sides");
            return row;
        }

        private Node side(Optional<DiffLine> line) {
            HBox half = line.map(there -> DiffView.row(
                            there.kind() == DiffLine.Kind.SAME
                                    ? new DiffLine(there.kind(), there.newNumber(), 0, there.text())
                                    : there,
                            language,
                            false))
                    .orElseGet(HBox::new);
            half.setPrefWidth(0);
            HBox.setHgrow(half, Priority.ALWAYS);
            half.setMaxWidth(Double.MAX_VALUE);
            return half;
        }

        private Node commentField(Pair pair) {
            TextField field = new TextField();
            field.setPromptText(Words.text("code.comment"));
            HBox.setHgrow(field, Priority.ALWAYS);
            Runnable send = () -> {
                if (!field.getText().isBlank()) {
                    model.comment(change, pair.right().or(pair::left).orElseThrow(), field.getText());
                }
                commented = -1;
                refresh();
            };
            Button ask = Nodes.button(Words.text("code.ask"), send, "accent", "small");
            field.setOnAction(_ -> send.run());
            field.setOnKeyPressed(event -> {
                if (event.getCode() == KeyCode.ESCAPE) {
                    commented = -1;
                    refresh();
                }
            });
            HBox row = new HBox(8, Icon.CHAT.node(16), field, ask);
            row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
            row.getStyleClass().add("patch-comment");
            field.requestFocus();
            return row;
        }
    }
}
