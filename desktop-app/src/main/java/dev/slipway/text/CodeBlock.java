package dev.slipway.text;

import dev.slipway.control.Copying;
import dev.slipway.control.Nodes;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Source code with colours, its language, and a button that copies it.
final class CodeBlock extends VBox {
    private final String language;
    private final Prose text;
    private String code;

    CodeBlock(String language, String code) {
        this.language = language;
        this.code = code;
        this.text = Prose.of(Highlighter.spans(Lines.cut(code), language), _ -> {}, "code-text");
        getStyleClass().add("code-block");
        HBox head = new HBox(
                Nodes.label(language.isEmpty() ? "text" : language, "code-language"),
                Nodes.spacer(),
                Nodes.iconButton(Icon.COPY, Words.text("text.copyCode"), () -> Copying.copy(this.code)));
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("code-head");
        getChildren().addAll(head, text);
    }

    String language() {
        return language;
    }

    String code() {
        return code;
    }

    void change(String now) {
        code = now;
        text.change(Highlighter.spans(Lines.cut(now), language), _ -> {});
    }
}
