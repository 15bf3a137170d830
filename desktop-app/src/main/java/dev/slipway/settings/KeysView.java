package dev.slipway.settings;

import dev.slipway.command.Command;
import dev.slipway.command.Commands;
import dev.slipway.command.Keys;
import dev.slipway.control.Nodes;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The keys of all commands, which the person can change.
final class KeysView extends VBox {
    private final Commands commands;
    private final VBox rows = new VBox();
    private Optional<Command> asked = Optional.empty();
    private String fault = "";

    KeysView(Commands commands) {
        this.commands = commands;
        getStyleClass().add("settings-page");
        rows.getStyleClass().add("settings-list");
        Button reset = Nodes.button(
                Words.text("settings.keys.resetAll"), () -> commands.keys().resetAll());
        HBox foot = Parts.row(reset);
        getChildren().addAll(Parts.head(Section.KEYS, Words.text("settings.keys.detail")), rows, foot);
        commands.keys().changes().subscribe(_ -> {
            reset.setDisable(commands.keys().isUsual());
            show();
        });
        sceneProperty().subscribe(scene -> {
            if (scene == null) {
                listen(Optional.empty());
            }
        });
    }

    private void show() {
        List<Command> all = commands.withKeys();
        rows.getChildren().setAll(all.stream().map(this::row).toList());
    }

    private Node row(Command command) {
        Label text = Nodes.label(command.text());
        text.setMinWidth(0);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox row = new HBox(10, text);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("settings-line");
        VBox box = new VBox(4, row);
        if (asked.filter(command::equals).isPresent()) {
            Button listening =
                    Nodes.button(Words.text("settings.keys.press"), () -> listen(Optional.empty()), "accent", "small");
            listening.addEventFilter(KeyEvent.KEY_PRESSED, event -> pressed(command, event));
            listening.focusedProperty().addListener((_, _, focused) -> {
                if (!focused && listening.getScene() != null) {
                    listen(Optional.empty());
                }
            });
            row.getChildren().add(listening);
            if (!fault.isEmpty()) {
                box.getChildren().add(Parts.text(fault, "fault"));
            }
            javafx.application.Platform.runLater(listening::requestFocus);
        } else {
            String keys = commands.keys()
                    .of(command)
                    .map(KeyCombination::getDisplayText)
                    .orElse("");
            Button change = Nodes.button(keys, () -> listen(Optional.of(command)), "flat", "small", "settings-keys");
            change.setAccessibleText(Words.text("settings.keys.change", command.text(), keys));
            if (commands.keys().changed(command)) {
                row.getChildren()
                        .add(Nodes.iconButton(
                                Icon.RETRY,
                                Words.text("settings.keys.reset", command.text()),
                                () -> commands.keys().reset(command)));
            }
            row.getChildren().add(change);
        }
        return box;
    }

    private void listen(Optional<Command> command) {
        if (asked.equals(command)) {
            return;
        }
        asked = command;
        fault = "";
        commands.keys().sleep(command.isPresent());
        show();
    }

    private void pressed(Command command, KeyEvent event) {
        event.consume();
        if (event.getCode() == KeyCode.ESCAPE) {
            listen(Optional.empty());
            return;
        }
        if (event.getCode().isModifierKey()) {
            return;
        }
        Optional<KeyCombination> keys = Keys.pressed(event);
        Optional<Command> other = keys.flatMap(wanted -> commands.conflict(command, wanted));
        if (keys.isEmpty()) {
            complain(Words.text("settings.keys.plain"));
        } else if (other.isPresent()) {
            complain(Words.text(
                    "settings.keys.conflict",
                    keys.get().getDisplayText(),
                    other.get().text()));
        } else {
            listen(Optional.empty());
            commands.keys().give(command, keys.get());
        }
    }

    private void complain(String why) {
        fault = why;
        Optional<Command> again = asked;
        asked = Optional.empty();
        asked = again;
        show();
    }
}
