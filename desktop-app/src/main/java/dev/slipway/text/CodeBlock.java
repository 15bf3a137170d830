package dev.slipway.text;

import dev.slipway.control.Copying;
import dev.slipway.control.Nodes;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextFlow;

/// Source code with colours, its language, and a button that copies it.
final class CodeBlock extends VBox {
    private final String language;
    private final TextFlow text;
    private String code;

    CodeBlock(String language, String code) {
        this.language = language;
        this.code = code;
        this.text = Spans.flow(Highlighter.spans(code, language), _ -> {}, "code-text");
        getStyleClass().add("code-block");
        Button copy = Nodes.iconButton(Icon.COPY, Words.text("text.copyCode"), () -> Copying.copy(this.code));
        HBox head =
                new HBox(Nodes.label(language.isEmpty() ? "text" : language, "code-language"), Nodes.spacer(), copy);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("code-head");
        getChildren().addAll(head, text);
    }

    String language() {
        return language;
    }

    void change(String now) {
        code = now;
        Spans.change(text, Highlighter.spans(now, language), _ -> {});
    }
}
