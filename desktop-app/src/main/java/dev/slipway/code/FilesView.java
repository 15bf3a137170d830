package dev.slipway.code;

import dev.slipway.control.Nodes;
import dev.slipway.model.code.FileChange;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The tree of changed files, with a filter above it.
final class FilesView extends VBox {
    private static final double ROW = 26;
    private static final double TREE_PADDING = 8;

    private final ChangesModel model;
    private final TreeView<FileTree> tree = new TreeView<>();
    private final TextField filter = new TextField();
    private final Label progress = Nodes.label("", "hint");
    private final HBox foot = new HBox(progress);
    private final Set<String> closed = new HashSet<>();
    private List<FileChange> shown = List.of();
    private boolean choosing;
    private double given;

    FilesView(ChangesModel model) {
        this.model = model;
        getStyleClass().add("files");
        filter.setPromptText(Words.text("code.filter"));
        filter.setAccessibleText(Words.text("code.filter"));
        filter.getStyleClass().add("files-filter");
        filter.textProperty().bindBidirectional(model.filter());
        filter.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                filter.clear();
                tree.requestFocus();
            } else if (event.getCode() == KeyCode.DOWN) {
                tree.requestFocus();
            }
        });
        tree.setShowRoot(false);
        tree.getStyleClass().addAll("change-files", "edge-to-edge");
        tree.setAccessibleText(Words.text("code.files"));
        tree.setCellFactory(_ -> new FileCell());
        tree.setFixedCellSize(ROW);
        VBox.setVgrow(tree, Priority.ALWAYS);
        tree.getSelectionModel().selectedItemProperty().subscribe(item -> {
            if (item != null && !choosing) {
                item.getValue().change().ifPresent(model::open);
            }
        });
        foot.getStyleClass().add("files-foot");
        getChildren().addAll(filter, tree, foot);
        model.filter().subscribe(_ -> show());
        model.viewed().version().subscribe(_ -> looked());
        model.remarks().subscribe(_ -> tree.refresh());
    }

    /// How many files and folders there are to see.
    ReadOnlyIntegerProperty rows() {
        return tree.expandedItemCountProperty();
    }

    /// Becomes as high as all rows need, or else as many whole ones as there is room for; two at least.
    void takeUpTo(double room) {
        if (getScene() != null) {
            applyCss();
        }
        double rest = Math.max(filter.minHeight(-1), filter.prefHeight(-1)) + foot.prefHeight(-1) + TREE_PADDING;
        double fit = Math.floor((room - rest) / ROW);
        // Its property is out of date until somebody asks.
        int rows = tree.getExpandedItemCount();
        double height = rest + ROW * Math.max(2, Math.min(rows, fit));
        given = height - rest;
        setMinHeight(height);
        setPrefHeight(height);
        if (allFit()) {
            tree.scrollTo(0);
        }
    }

    private boolean allFit() {
        return tree.getExpandedItemCount() * ROW <= Math.max(tree.getHeight(), given);
    }

    void focusFilter() {
        filter.requestFocus();
        filter.selectAll();
    }

    /// Shows the files of now. Folders stay closed, and what is chosen stays chosen.
    void show() {
        List<FileChange> now = model.filtered();
        if (!now.equals(shown) || tree.getRoot() == null) {
            shown = now;
            choosing = true;
            tree.setRoot(item(FileTree.of(now)));
            choosing = false;
        }
        choose();
        looked();
    }

    /// Marks the file that is open.
    void choose() {
        Optional<String> open = model.file().get().map(view -> view.change().path());
        open.flatMap(path -> find(tree.getRoot(), path)).ifPresent(item -> {
            if (!item.equals(tree.getSelectionModel().getSelectedItem())) {
                choosing = true;
                for (@Nullable TreeItem<FileTree> up = item.getParent(); up != null; up = up.getParent()) {
                    up.setExpanded(true);
                }
                tree.getSelectionModel().select(item);
                int row = tree.getRow(item);
                tree.scrollTo(allFit() ? 0 : Math.max(0, row - 2));
                choosing = false;
            }
        });
    }

    private static Optional<TreeItem<FileTree>> find(@Nullable TreeItem<FileTree> in, String path) {
        if (in == null) {
            return Optional.empty();
        }
        if (in.getValue().change().isPresent()) {
            return in.getValue().path().equals(path) ? Optional.of(in) : Optional.empty();
        }
        String folder = in.getValue().path();
        if (!folder.isEmpty() && !path.startsWith(folder + "/")) {
            return Optional.empty();
        }
        return in.getChildren().stream()
                .map(child -> find(child, path))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private TreeItem<FileTree> item(FileTree part) {
        TreeItem<FileTree> item = new TreeItem<>(part);
        item.setExpanded(!closed.contains(part.path()));
        part.parts().forEach(inner -> item.getChildren().add(item(inner)));
        item.expandedProperty().subscribe(open -> {
            if (open) {
                closed.remove(part.path());
            } else {
                closed.add(part.path());
            }
        });
        return item;
    }

    private void looked() {
        long seen = shown.stream().filter(model::isViewed).count();
        progress.setText(Words.text("code.viewed", seen, shown.size()));
        tree.refresh();
    }

    private final class FileCell extends TreeCell<FileTree> {
        private final Label kind = Nodes.label("", "change-kind");
        private final Label name = Nodes.label("", "change-name");
        private final Label said = Nodes.label("", "change-said");
        private final Label added = Nodes.label("", "count-added");
        private final Label removed = Nodes.label("", "count-removed");
        private final Node seen = Icon.CHECK.node(12);
        private final Tooltip more = new Tooltip();
        private final HBox row = new HBox(6, kind, name, Nodes.spacer(), said, added, removed, seen);

        FileCell() {
            getStyleClass().add("change-cell");
            row.setAlignment(Pos.CENTER_LEFT);
            name.setMinWidth(20);
            row.setMinWidth(0);
            for (Label fixed : new Label[] {kind, said, added, removed}) {
                fixed.setMinWidth(Region.USE_PREF_SIZE);
            }
            said.setGraphic(Icon.CHAT.node(11));
            said.setGraphicTextGap(3);
            setPrefWidth(0);
            setTooltip(more);
        }

        /// Changing classes makes a node's style be found anew, so only what differs is changed.
        private static void dress(Label label, String... classes) {
            List<String> wanted = new ArrayList<>(List.of(classes));
            wanted.addFirst("label");
            if (!label.getStyleClass().equals(wanted)) {
                label.getStyleClass().setAll(wanted);
            }
        }

        @Override
        protected void updateItem(@Nullable FileTree part, boolean empty) {
            super.updateItem(part, empty);
            if (empty || part == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            name.setText(part.name());
            Optional<FileChange> file = part.change();
            int remarks = file.map(change -> model.remarks(change.path())).orElse(0);
            boolean looked = file.filter(model::isViewed).isPresent();
            Nodes.show(kind, file.isPresent());
            Nodes.show(said, remarks > 0);
            said.setText(String.valueOf(remarks));
            Nodes.show(seen, looked);
            Nodes.show(added, file.filter(change -> change.additions() > 0).isPresent());
            Nodes.show(removed, file.filter(change -> change.deletions() > 0).isPresent());
            dress(name, file.isPresent() ? looked ? "change-seen" : "change-name" : "change-folder");
            file.ifPresent(change -> {
                kind.setText(change.kind().name().substring(0, 1));
                dress(kind, "change-kind", "change-" + change.kind().name().toLowerCase(Locale.ROOT));
                added.setText("+" + change.additions());
                removed.setText("−" + change.deletions());
                more.setText(change.oldPath().map(old -> old + " → ").orElse("") + change.path());
                setAccessibleText(Words.text(
                        "code.file." + change.kind().name(), change.path(), change.additions(), change.deletions()));
            });
            if (file.isEmpty()) {
                more.setText(part.path());
                setAccessibleText(part.path());
            }
            setGraphic(row);
        }
    }
}
