package dev.slipway.text;

import java.util.function.Consumer;
import javafx.scene.layout.StackPane;

/// Terminal output with its colours, and with links to the places in files that it names.
public final class TerminalText extends StackPane {
    private final Consumer<String> open;
    private final Prose prose = new Prose("terminal-text");
    private String shown = "";

    /// @param open follows a link, see [Places]
    public TerminalText(Consumer<String> open) {
        this.open = open;
        getChildren().add(prose);
    }

    public void show(String text) {
        if (!text.equals(shown)) {
            shown = text;
            prose.change(Places.linked(Ansi.spans(Lines.cut(text))), open);
        }
    }
}
