package dev.slipway.command;

import dev.slipway.control.Nodes;
import dev.slipway.words.Words;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// All keys on one sheet over the window.
public final class ShortcutSheet extends StackPane {
    private final Commands commands;

    public ShortcutSheet(Commands commands) {
        this.commands = commands;
        getStyleClass().add("veil");
        setOnMouseClicked(_ -> Nodes.show(this, false));
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                Nodes.show(this, false);
            }
        });
        setFocusTraversable(true);
        Nodes.show(this, false);
    }

    public void open() {
        VBox box = new VBox(14, Nodes.label(Words.text("shortcuts.title"), "page-title"), PaletteView.sheet(commands));
        box.getStyleClass().add("sheet");
        box.setMaxSize(460, USE_PREF_SIZE);
        getChildren().setAll(box);
        Nodes.show(this, true);
        requestFocus();
    }
}
