package dev.slipway.control;

import dev.slipway.theme.Icon;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/// Says why there is nothing here, and what to do.
public final class EmptyState extends VBox {
    public EmptyState(Icon icon, String title, String detail, Node... actions) {
        getStyleClass().add("empty-state");
        setAlignment(Pos.CENTER);
        StackPane disc = new StackPane(icon.node(24));
        disc.getStyleClass().add("empty-state-icon");
        disc.setMaxSize(56, 56);
        Label heading = Nodes.label(title, "empty-state-title");
        Label text = Nodes.label(detail, "empty-state-detail");
        for (Label label : new Label[] {heading, text}) {
            label.setWrapText(true);
            label.setTextAlignment(TextAlignment.CENTER);
            label.setAlignment(Pos.CENTER);
            label.setMaxWidth(400);
        }
        getChildren().addAll(disc, heading, text);
        getChildren().addAll(actions);
    }
}
