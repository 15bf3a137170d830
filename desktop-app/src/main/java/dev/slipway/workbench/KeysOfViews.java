package dev.slipway.workbench;

import dev.slipway.command.Commands;
import dev.slipway.command.Place;
import dev.slipway.words.Words;

/// Names the keys that views handle themselves, so that the sheet is complete.
final class KeysOfViews {
    private KeysOfViews() {}

    static void explain(Commands commands) {
        commands.explain(Place.WRITING, Words.text("keys.send"), "ENTER", "Shortcut+ENTER");
        commands.explain(Place.WRITING, Words.text("keys.newLine"), "Shift+ENTER");
        commands.explain(Place.WRITING, Words.text("keys.earlier"), "UP", "DOWN");
        commands.explain(Place.WRITING, Words.text("keys.history"), "Shortcut+R");
        commands.explain(Place.WRITING, Words.text("keys.file"), "@");
        commands.explain(Place.WRITING, Words.text("keys.slash"), "/");
        commands.explain(Place.WRITING, Words.text("keys.stop"), "ESCAPE");
        commands.explain(Place.READING, Words.text("keys.step"), "J", "K");
        commands.explain(Place.READING, Words.text("keys.fold"), "LEFT", "RIGHT");
        commands.explain(Place.READING, Words.text("keys.copy"), "Shortcut+C");
        commands.explain(Place.READING, Words.text("keys.copyMarkdown"), "Shortcut+Shift+M");
        commands.explain(Place.READING, Words.text("keys.select"), "Shortcut+A");
        commands.explain(Place.READING, Words.text("keys.found"), "F3", "Shift+F3");
        commands.explain(Place.WAITING, Words.text("keys.move"), "Alt+UP", "Alt+DOWN");
        commands.explain(Place.WAITING, Words.text("keys.edit"), "ENTER", "F2");
        commands.explain(Place.WAITING, Words.text("keys.withdraw"), "DELETE");
        commands.explain(Place.WINDOW, Words.text("keys.escape"), "ESCAPE");
        commands.explain(Place.WINDOW, Words.text("keys.next"), "TAB", "Shift+TAB");
    }
}
