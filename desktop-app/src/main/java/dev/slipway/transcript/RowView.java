package dev.slipway.transcript;

import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// How one kind of row looks: a gutter for a face or an icon, and the content beside it.
abstract class RowView extends HBox {
    private static final double GUTTER = 28;

    private final StackPane gutter = new StackPane();

    RowView(String style) {
        getStyleClass().addAll("row", style);
        gutter.getStyleClass().add("row-gutter");
        gutter.setMinWidth(GUTTER);
        gutter.setPrefWidth(GUTTER);
        gutter.setMaxHeight(USE_PREF_SIZE);
        getChildren().add(gutter);
    }

    final StackPane gutter() {
        return gutter;
    }

    final void content(Region content) {
        HBox.setHgrow(content, Priority.ALWAYS);
        content.setMinWidth(0);
        getChildren().add(content);
    }

    /// Shows an item of its kind.
    abstract void show(Item item);
}
