package dev.slipway.control;

import dev.slipway.theme.Icon;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// Makes the nodes that occur everywhere, with their style classes and names for screen readers.
public final class Nodes {
    private static final double ICON = 16;

    private Nodes() {}

    public static Label label(String text, String... classes) {
        Label label = new Label(text);
        label.getStyleClass().addAll(classes);
        return label;
    }

    /// A button that is only an icon; its name shows when the pointer rests on it.
    public static Button iconButton(Icon icon, String name, Runnable action) {
        Button button = new Button("", icon.node(ICON));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(name);
        button.setTooltip(new Tooltip(name));
        button.setOnAction(_ -> action.run());
        return button;
    }

    public static Button button(String text, Runnable action, String... classes) {
        Button button = new Button(text);
        button.getStyleClass().addAll(classes);
        button.setOnAction(_ -> action.run());
        return button;
    }

    /// Takes up the room that is left.
    public static Region spacer() {
        Region region = new Region();
        HBox.setHgrow(region, Priority.ALWAYS);
        return region;
    }

    /// A small icon and a text beside it.
    public static Label tag(Icon icon, String text, String... classes) {
        Label label = label(text, classes);
        label.setGraphic(icon.node(12));
        label.setGraphicTextGap(5);
        return label;
    }

    /// Lets Tab go on to the next control rather than write a tab, so that nobody is caught in a text area.
    public static void letTabGoOn(TextArea area) {
        area.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.TAB && !event.isShortcutDown() && !event.isAltDown()) {
                event.consume();
                area.requestFocusTraversal(event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
            }
        });
    }

    public static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
