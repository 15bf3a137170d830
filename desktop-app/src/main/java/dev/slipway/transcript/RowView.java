package dev.slipway.transcript;

import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// How one kind of row looks: a gutter for a face or an icon, and the content beside it. It measures by itself, as an
/// `HBox` also asks for the breadth of a text in one line, which costs as much as the layout that is shown.
abstract class RowView extends HBox {
    private static final double GUTTER = 28;

    private final StackPane gutter = new StackPane();
    private Region content = gutter;
    private Runnable changed = () -> {};

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

    final void content(Region shown) {
        content = shown;
        content.setMinWidth(0);
        getChildren().add(content);
    }

    /// Shows an item of its kind.
    abstract void show(Item item);

    /// Folds the row or unfolds it; false when it has nothing to fold.
    /// @param open whether it shall be open
    boolean fold(boolean open) {
        return false;
    }

    /// Hears when the row shows something else than before by itself, as when it was folded.
    final void onChanged(Runnable hears) {
        changed = hears;
    }

    final void changed() {
        changed.run();
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        Insets insets = getInsets();
        double inner = Math.max(gutter.prefHeight(GUTTER), content.prefHeight(contentWidth(width)));
        return insets.getTop() + snapSizeY(inner) + insets.getBottom();
    }

    @Override
    protected double computePrefWidth(double height) {
        return TranscriptCell.WIDEST;
    }

    @Override
    protected void layoutChildren() {
        Insets insets = getInsets();
        double left = insets.getLeft();
        double top = insets.getTop();
        double high = getHeight() - top - insets.getBottom();
        layoutInArea(
                gutter,
                left,
                top,
                GUTTER,
                high,
                0,
                null,
                false,
                false,
                Pos.TOP_CENTER.getHpos(),
                Pos.TOP_CENTER.getVpos());
        content.resizeRelocate(left + GUTTER + getSpacing(), top, contentWidth(getWidth()), high);
    }

    private double contentWidth(double width) {
        return Math.max(0, width - getInsets().getLeft() - getInsets().getRight() - GUTTER - getSpacing());
    }
}
