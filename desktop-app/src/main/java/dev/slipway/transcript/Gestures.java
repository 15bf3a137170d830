package dev.slipway.transcript;

import dev.slipway.control.Copying;
import dev.slipway.flow.RowFlow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

/// What keys and mouse do in a transcript, beside selecting and scrolling.
final class Gestures {
    private final TranscriptModel model;
    private final RowFlow<Item> list;
    private final Reading reading;
    private final RowMenu menu;
    private final Map<KeyCombination, Runnable> keys = new LinkedHashMap<>();

    Gestures(TranscriptModel model, RowFlow<Item> list, Reading reading, RowMenu menu) {
        this.model = model;
        this.list = list;
        this.reading = reading;
        this.menu = menu;
        key("Shortcut+C", this::copy);
        key("Shortcut+Shift+M", () -> reading.at().map(TranscriptCell::item).ifPresent(menu::copyMarkdown));
        key("Shortcut+A", reading::selectRow);
        key("Esc", reading::clear);
        key("J", () -> reading.step(true));
        key("K", () -> reading.step(false));
        key("RIGHT", () -> fold(true));
        key("LEFT", () -> fold(false));
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        list.addEventHandler(
                MouseEvent.MOUSE_MOVED,
                event -> reading.cell(event.getSceneY())
                        .filter(cell -> cell.item() instanceof Item.Kept)
                        .ifPresentOrElse(menu::moveTo, menu::hide));
        list.addEventFilter(MouseEvent.MOUSE_DRAGGED, _ -> menu.hide());
        list.addEventFilter(ScrollEvent.SCROLL, _ -> menu.hide());
        list.setOnMouseExited(_ -> hideMenuUnlessOver());
        menu.setOnMouseExited(_ -> hideMenuUnlessOver());
        list.setOnContextMenuRequested(this::openMenu);
    }

    /// Lets keys step through what was found.
    void stepThrough(FindModel find) {
        key("F3", () -> find.step(true));
        key("Shift+F3", () -> find.step(false));
    }

    private void key(String name, Runnable action) {
        keys.put(KeyCombination.valueOf(name), action);
    }

    private void pressed(KeyEvent event) {
        for (Map.Entry<KeyCombination, Runnable> entry : keys.entrySet()) {
            if (entry.getKey().match(event)) {
                entry.getValue().run();
                event.consume();
                return;
            }
        }
    }

    private void copy() {
        reading.selected()
                .ifPresentOrElse(
                        Copying::copy,
                        () -> reading.at().map(TranscriptCell::item).ifPresent(menu::copy));
    }

    private void fold(boolean open) {
        reading.at().ifPresent(cell -> {
            reading.goTo(cell.row());
            cell.view().fold(open);
        });
    }

    private void hideMenuUnlessOver() {
        Platform.runLater(() -> {
            if (!list.isHover() && !menu.isHover()) {
                menu.hide();
            }
        });
    }

    private void openMenu(ContextMenuEvent event) {
        boolean byKey = event.isKeyboardTrigger();
        Optional<TranscriptCell> cell = byKey ? reading.at() : reading.cell(event.getSceneY());
        cell.ifPresent(row -> {
            Bounds bounds = row.localToScreen(row.getLayoutBounds());
            menu.open(
                    row,
                    byKey ? bounds.getMinX() + 80 : event.getScreenX(),
                    byKey ? Math.max(bounds.getMinY(), 0) + 20 : event.getScreenY());
        });
        event.consume();
    }

    /// Goes to the next prompt, or to the one before; false when there is none.
    boolean toPrompt(boolean next) {
        int top = list.cells().stream()
                .filter(cell -> cell.getLayoutY() >= -1)
                .findFirst()
                .map(RowFlow.Cell::row)
                .orElse(model.items().first());
        int from = reading.current().orElse(next ? top - 1 : top);
        Optional<Integer> prompt = model.promptBeside(from, next);
        prompt.ifPresent(row -> {
            reading.goTo(row);
            list.moveTo(row, 12);
        });
        return prompt.isPresent();
    }
}
