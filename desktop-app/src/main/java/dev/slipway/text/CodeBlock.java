package dev.slipway.text;

import dev.slipway.control.Copying;
import dev.slipway.control.Nodes;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Source code with colours, its language, and a button that copies it.
final class CodeBlock extends VBox {
    CodeBlock(String language, String code) {
        getStyleClass().add("code-block");
        Button copy = Nodes.iconButton(Icon.COPY, Words.text("text.copyCode"), () -> Copying.copy(code));
        HBox head =
                new HBox(Nodes.label(language.isEmpty() ? "text" : language, "code-language"), Nodes.spacer(), copy);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("code-head");
        getChildren().addAll(head, Spans.flow(Highlighter.spans(code, language), _ -> {}, "code-text"));
    }
}
