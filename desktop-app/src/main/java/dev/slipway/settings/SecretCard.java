package dev.slipway.settings;

import dev.slipway.control.Copying;
import dev.slipway.control.Nodes;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// A token that shows this once, to be copied.
final class SecretCard extends VBox {
    SecretCard(String title, String secret, Runnable done) {
        super(8);
        getStyleClass().add("settings-secret");
        TextField text = new TextField(secret);
        text.setEditable(false);
        text.setAccessibleText(title);
        text.getStyleClass().add("settings-secret-text");
        HBox.setHgrow(text, Priority.ALWAYS);
        Button copy = Nodes.button(Words.text("settings.copy"), () -> Copying.copy(secret), "accent");
        copy.setGraphic(Icon.COPY.node(14));
        copy.setMinWidth(USE_PREF_SIZE);
        Button put = Nodes.button(Words.text("settings.done"), done);
        put.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(Parts.title(title), Parts.text(Words.text("settings.once")), Parts.row(text, copy, put));
    }
}
