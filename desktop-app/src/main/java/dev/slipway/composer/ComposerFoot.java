package dev.slipway.composer;

import dev.slipway.control.Nodes;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// The row of buttons below the words. Where it is narrow, the hint goes first, then buttons show their icons alone
/// (their
/// names are in their tooltips), and the model last.
final class ComposerFoot extends HBox {
    private final Label hint;
    private final List<List<? extends Labeled>> folding;
    private boolean tells;
    private boolean matters;

    /// @param folding what shows its icon alone where room is short; the first group does so first
    ComposerFoot(Label hint, List<List<? extends Labeled>> folding, Node... parts) {
        super(8, parts);
        this.hint = hint;
        this.folding = folding;
        hint.setMinWidth(0);
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("composer-foot");
        widthProperty().subscribe(_ -> fit());
    }

    /// Finds out anew what there is room for.
    /// @param hintTells   whether the hint has something to say
    /// @param hintMatters whether it must stay, however little room there is
    void fit(boolean hintTells, boolean hintMatters) {
        tells = hintTells;
        matters = hintMatters;
        fit();
    }

    private void fit() {
        Nodes.show(hint, tells);
        folding.forEach(group -> group.forEach(one -> one.setContentDisplay(ContentDisplay.LEFT)));
        if (getWidth() == 0 || fits()) {
            return;
        }
        Nodes.show(hint, tells && matters);
        for (List<? extends Labeled> group : folding) {
            if (!fits()) {
                group.forEach(one -> one.setContentDisplay(ContentDisplay.GRAPHIC_ONLY));
            }
        }
    }

    private boolean fits() {
        double wanted = snappedLeftInset() + snappedRightInset() - getSpacing();
        for (Node part : getManagedChildren()) {
            wanted += getSpacing() + (part instanceof Region region ? region.prefWidth(-1) : 0);
        }
        return wanted <= getWidth();
    }
}
