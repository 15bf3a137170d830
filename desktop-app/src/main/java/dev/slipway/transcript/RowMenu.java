package dev.slipway.transcript;

import dev.slipway.control.Copying;
import dev.slipway.control.Nodes;
import dev.slipway.navigation.Destination;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;

/// What can be done with a row: a few buttons beside the one under the pointer, and a menu with all of it. There is
/// one for the whole transcript, which moves to where it is needed.
final class RowMenu extends HBox {
    private final Desk desk;
    private final Reading reading;
    private final ContextMenu menu = new ContextMenu();
    private Optional<TranscriptCell> at = Optional.empty();

    RowMenu(Desk desk, Reading reading) {
        super(1);
        this.desk = desk;
        this.reading = reading;
        getStyleClass().add("row-actions");
        setAlignment(Pos.CENTER);
        setManaged(false);
        setVisible(false);
        getChildren()
                .addAll(
                        Nodes.iconButton(Icon.COPY, Words.text("row.copy"), () -> item().ifPresent(this::copy)),
                        Nodes.iconButton(Icon.LINK, Words.text("row.link"), () -> item().ifPresent(this::copyLink)),
                        Nodes.iconButton(Icon.LIST, Words.text("row.more"), () -> openMenu(this, Side.BOTTOM)));
    }

    /// Stands at the upper right corner of a row.
    void moveTo(TranscriptCell cell) {
        at = Optional.of(cell);
        applyCss();
        autosize();
        double right = cell.view().localToScene(cell.view().getLayoutBounds()).getMaxX();
        double top = cell.view().localToScene(0, 0).getY();
        double x = getParent().sceneToLocal(right, top).getX() - getWidth() - 4;
        double y = getParent().sceneToLocal(right, top).getY() - 14;
        relocate(snapPositionX(x), snapPositionY(Math.max(4, y)));
        setVisible(true);
    }

    void hide() {
        if (!menu.isShowing()) {
            setVisible(false);
        }
    }

    /// Opens the menu for a row.
    void open(TranscriptCell cell, double screenX, double screenY) {
        at = Optional.of(cell);
        fill();
        menu.show(cell, screenX, screenY);
    }

    private void openMenu(Node beside, Side side) {
        fill();
        menu.show(beside, side, 0, 2);
    }

    private void fill() {
        menu.getItems().clear();
        reading.selected().ifPresent(text -> {
            add("row.copySelection", "Shortcut+C", () -> Copying.copy(text));
            menu.getItems().add(new SeparatorMenuItem());
        });
        item().ifPresent(item -> {
            add("row.copy", reading.selected().isEmpty() ? "Shortcut+C" : "", () -> copy(item));
            add("row.copyMarkdown", "Shortcut+Shift+M", () -> copyMarkdown(item));
            RowText.command(item).ifPresent(command -> add("row.copyCommand", "", () -> Copying.copy(command)));
            RowText.output(item).ifPresent(output -> add("row.copyOutput", "", () -> Copying.copy(output)));
            if (item instanceof Item.Kept) {
                add("row.link", "", () -> copyLink(item));
            }
            menu.getItems().add(new SeparatorMenuItem());
            add("row.selectAll", "Shortcut+A", reading::selectRow);
        });
    }

    private void add(String word, String keys, Runnable action) {
        MenuItem entry = new MenuItem(Words.text(word));
        if (!keys.isEmpty()) {
            entry.setAccelerator(KeyCombination.valueOf(keys));
        }
        entry.setOnAction(_ -> action.run());
        menu.getItems().add(entry);
    }

    private Optional<Item> item() {
        return at.map(TranscriptCell::item);
    }

    void copy(Item item) {
        Copying.copy(RowText.plain(item));
    }

    void copyMarkdown(Item item) {
        Copying.copy(RowText.markdown(item));
    }

    private void copyLink(Item item) {
        if (item instanceof Item.Kept kept) {
            Copying.copy(
                    new Destination.Moment(desk.model().session(), kept.placed().seq())
                            .link(desk.outside().server())
                            .toString());
        }
    }
}
