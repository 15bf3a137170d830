package dev.slipway.window;

import java.util.List;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/// Shows what it holds larger or smaller, as a browser does: views are laid out in fewer or more pixels of their own,
/// so
/// that texts, icons and distances keep their proportions and letters stay sharp.
public final class Zoom extends Region {
    /// The steps of a browser, as far as a window of this kind keeps its use.
    public static final List<Double> STEPS = List.of(0.75, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0);

    private final Node content;
    private final Scale scale = new Scale(1, 1, 0, 0);
    private final ReadOnlyDoubleWrapper factor = new ReadOnlyDoubleWrapper(1);

    public Zoom(Node content) {
        this.content = content;
        content.getTransforms().add(scale);
        getChildren().add(content);
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    /// 1 is the size that views are made for.
    public ReadOnlyDoubleProperty factor() {
        return factor.getReadOnlyProperty();
    }

    /// Goes to the step that is nearest.
    public void set(double wanted) {
        double nearest = STEPS.stream()
                .min((one, other) -> Double.compare(Math.abs(one - wanted), Math.abs(other - wanted)))
                .orElse(1.0);
        factor.set(nearest);
        scale.setX(nearest);
        scale.setY(nearest);
        requestLayout();
    }

    public void in() {
        set(STEPS.get(Math.min(STEPS.size() - 1, STEPS.indexOf(factor.get()) + 1)));
    }

    public void out() {
        set(STEPS.get(Math.max(0, STEPS.indexOf(factor.get()) - 1)));
    }

    public void reset() {
        set(1);
    }

    /// All keys that carry a plus or a minus: they are elsewhere on each keyboard.
    private void key(KeyEvent event) {
        if (!event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        KeyCode code = event.getCode();
        if (code == KeyCode.PLUS || code == KeyCode.EQUALS || code == KeyCode.ADD) {
            in();
        } else if (code == KeyCode.MINUS || code == KeyCode.SUBTRACT) {
            out();
        } else if (code == KeyCode.DIGIT0 || code == KeyCode.NUMPAD0) {
            reset();
        } else {
            return;
        }
        event.consume();
    }

    @Override
    protected void layoutChildren() {
        content.resizeRelocate(0, 0, getWidth() / factor.get(), getHeight() / factor.get());
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 0;
    }

    @Override
    protected double computePrefWidth(double height) {
        return content.prefWidth(-1) * factor.get();
    }

    @Override
    protected double computePrefHeight(double width) {
        return content.prefHeight(-1) * factor.get();
    }
}
