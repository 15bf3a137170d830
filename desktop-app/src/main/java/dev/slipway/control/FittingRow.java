package dev.slipway.control;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// A row of facts that shows as many as there is room for: the least important leaves first, and whole, as a stub of
/// one
/// or two letters tells nobody anything. One of them may be cut to a width at which it still does.
public final class FittingRow extends HBox {
    private final Region elastic;
    private final double least;
    private final List<Region> leaving;

    /// @param elastic what may be cut, down to `least` pixels
    /// @param leaving what goes where room is short, the least important first; all else stays
    public FittingRow(double gap, Region elastic, double least, List<Region> leaving) {
        super(gap);
        this.elastic = elastic;
        this.least = least;
        this.leaving = leaving;
        setMinWidth(0);
    }

    @Override
    protected void layoutChildren() {
        double room = getWidth() - snappedLeftInset() - snappedRightInset();
        List<Node> shown = new ArrayList<>(getManagedChildren());
        for (Node one : leaving) {
            if (wanted(shown, true) > room) {
                shown.remove(one);
            }
        }
        double cut = Math.max(0, wanted(shown, false) - room);
        double x = snappedLeftInset();
        double height = getHeight() - snappedTopInset() - snappedBottomInset();
        for (Node one : getManagedChildren()) {
            one.setVisible(shown.contains(one));
            if (one.isVisible()) {
                double width = width(one) - (one.equals(elastic) ? cut : 0);
                layoutInArea(one, x, snappedTopInset(), width, height, 0, HPos.LEFT, VPos.CENTER);
                x += width + getSpacing();
            }
        }
    }

    private double wanted(List<Node> some, boolean narrowest) {
        double sum = Math.max(0, some.size() - 1) * getSpacing();
        for (Node one : some) {
            sum += narrowest && one.equals(elastic) ? Math.min(least, width(one)) : width(one);
        }
        return sum;
    }

    private double width(Node one) {
        return snapSizeX(Math.min(one.prefWidth(-1), one.maxWidth(-1)));
    }
}
