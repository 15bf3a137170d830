package dev.slipway.control;

import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// Something that lies over the window for a while: Escape or a click beside it closes it, the focus stays within it,
/// and returns to where it was.
public class Overlay extends StackPane {
    private @Nullable Node before;

    @SuppressWarnings("this-escape")
    protected Overlay() {
        getStyleClass().add("veil");
        setOnMouseClicked(event -> {
            if (equals(event.getTarget())) {
                close();
            }
        });
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            }
        });
        sceneProperty().flatMap(scene -> scene.focusOwnerProperty()).subscribe(this::keep);
        Nodes.show(this, false);
    }

    /// @param first gets the focus
    protected final void open(Node first) {
        Node owner = getScene() == null ? null : getScene().getFocusOwner();
        if (!isVisible()) {
            before = owner;
        }
        Nodes.show(this, true);
        first.requestFocus();
    }

    public final void close() {
        Node back = before;
        before = null;
        Nodes.show(this, false);
        if (back != null && back.getScene() != null) {
            back.requestFocus();
        }
    }

    /// Brings the focus back that went behind it.
    private void keep(@Nullable Node owner) {
        if (!isVisible() || owner == null || within(owner)) {
            return;
        }
        Node first = firstIn(this);
        if (first != null) {
            first.requestFocus();
        }
    }

    private boolean within(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (equals(each)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Node firstIn(javafx.scene.Parent parent) {
        for (Node child : parent.getChildrenUnmodifiable()) {
            if (!child.isVisible() || child.isDisabled()) {
                continue;
            }
            if (child.isFocusTraversable()) {
                return child;
            }
            Node found = child instanceof javafx.scene.Parent inner ? firstIn(inner) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
