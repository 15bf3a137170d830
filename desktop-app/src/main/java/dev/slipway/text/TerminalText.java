package dev.slipway.text;

import javafx.scene.text.TextFlow;

/// Terminal output with its colours.
public final class TerminalText extends TextFlow {
    private String shown = "";

    public TerminalText() {
        getStyleClass().add("terminal-text");
    }

    public void show(String text) {
        if (!text.equals(shown)) {
            shown = text;
            Spans.change(this, Ansi.spans(text), _ -> {});
        }
    }
}
