package dev.slipway.code;

import dev.slipway.control.EmptyState;
import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.FileChange;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Locale;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// Changed files on the left, the difference of one on the right.
public final class ChangesView extends BorderPane {
    private static final double NARROW = 760;
    private static final int MOST_ABOVE = 6;
    private static final double ROW = 27;

    private final ChangesModel model;
    private final ListView<FileChange> files = new ListView<>();
    private final StackPane body = new StackPane();

    public ChangesView(ChangesModel model) {
        this.model = model;
        getStyleClass().add("changes");
        files.getStyleClass().addAll("change-files", "edge-to-edge");
        files.setCellFactory(_ -> new FileCell());
        files.setPrefWidth(250);
        files.setMinWidth(160);
        files.setAccessibleText(Words.text("code.files"));
        files.getSelectionModel().selectedItemProperty().subscribe(chosen -> {
            if (chosen != null) {
                model.file().set(Optional.of(chosen));
            }
        });
        setCenter(body);
        widthProperty().subscribe(this::placeFiles);
        model.diff().subscribe(diff -> diff.ifPresent(this::showFiles));
        model.file().subscribe(_ -> showFile());
        model.sideBySide().subscribe(_ -> showFile());
        model.problem()
                .subscribe(problem -> problem.ifPresent(why -> {
                    setLeft(null);
                    StackPane framed = new StackPane(new ProblemPanel(why));
                    framed.getStyleClass().add("change-problem");
                    StackPane.setAlignment(framed.getChildren().getFirst(), Pos.TOP_CENTER);
                    body.getChildren().setAll(framed);
                }));
    }

    private void showFiles(Diff diff) {
        files.setItems(FXCollections.observableArrayList(diff.files()));
        model.file().get().ifPresent(files.getSelectionModel()::select);
        if (diff.files().isEmpty()) {
            setLeft(null);
            setTop(null);
            body.getChildren()
                    .setAll(new EmptyState(Icon.FILE, Words.text("code.none"), Words.text("code.none.detail")));
        } else {
            placeFiles();
            showFile();
        }
    }

    /// Beside the difference where there is room, else above it.
    private void placeFiles() {
        boolean some =
                model.diff().get().filter(diff -> !diff.files().isEmpty()).isPresent();
        boolean narrow = getWidth() < NARROW;
        setLeft(some && !narrow ? files : null);
        setTop(some && narrow ? files : null);
        files.setPrefHeight(narrow ? Math.min(MOST_ABOVE, files.getItems().size()) * ROW + 14 : USE_COMPUTED_SIZE);
    }

    private void showFile() {
        model.file().get().ifPresent(change -> {
            files.getSelectionModel().select(change);
            BorderPane pane = new BorderPane(content(change));
            pane.setTop(head(change));
            body.getChildren().setAll(pane);
        });
    }

    private Region content(FileChange change) {
        if (change.binary()) {
            return new EmptyState(Icon.FILE, Words.text("code.binary"), Words.text("code.binary.detail"));
        }
        if (change.patch().isEmpty()) {
            return new EmptyState(Icon.FILE, Words.text("code.large"), Words.text("code.large.detail"));
        }
        return new PatchView(model, change);
    }

    private HBox head(FileChange change) {
        Label path = Nodes.label(change.path(), "change-path");
        path.setMinWidth(0);
        HBox.setHgrow(path, Priority.ALWAYS);
        path.setMaxWidth(Double.MAX_VALUE);
        ToggleButton both = new ToggleButton(Words.text("code.sideBySide"));
        both.getStyleClass().add("chip");
        both.selectedProperty().bindBidirectional(model.sideBySide());
        both.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(8, path, added(change.additions()), removed(change.deletions()), both);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("change-head");
        return head;
    }

    static Label added(int lines) {
        Label label = Nodes.label("+" + lines, "count-added");
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    static Label removed(int lines) {
        Label label = Nodes.label("−" + lines, "count-removed");
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private static final class FileCell extends ListCell<FileChange> {
        private final Label kind = Nodes.label("", "change-kind");
        private final Label name = Nodes.label("", "change-name");
        private final Label folder = Nodes.label("", "change-folder");
        private final HBox row = new HBox(7, kind, name, folder);

        FileCell() {
            getStyleClass().add("change-cell");
            row.setAlignment(Pos.CENTER_LEFT);
            name.setMinWidth(USE_PREF_SIZE);
            folder.setMinWidth(0);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable FileChange change, boolean empty) {
            super.updateItem(change, empty);
            if (empty || change == null) {
                setGraphic(null);
                return;
            }
            String mark = change.kind().name().substring(0, 1);
            kind.setText(mark);
            kind.getStyleClass()
                    .setAll(
                            "label",
                            "change-kind",
                            "change-" + change.kind().name().toLowerCase(Locale.ROOT));
            int slash = change.path().lastIndexOf('/');
            name.setText(change.path().substring(slash + 1));
            folder.setText(slash < 0 ? "" : change.path().substring(0, slash));
            setTooltip(new Tooltip(change.path()));
            setGraphic(row);
        }
    }
}
