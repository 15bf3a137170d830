package dev.slipway.command;

import dev.slipway.control.Nodes;
import dev.slipway.control.Overlay;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// All keys on one sheet over the window, by the place where they hold; a few letters find one.
public final class ShortcutSheet extends Overlay {
    private static final double COLUMN = 330;

    private final Commands commands;
    private final TextField words = new TextField();
    private final HBox columns = new HBox(36);

    public ShortcutSheet(Commands commands) {
        this.commands = commands;
        words.setPromptText(Words.text("shortcuts.search"));
        words.setAccessibleText(Words.text("shortcuts.search"));
        words.getStyleClass().add("sheet-words");
        words.setPrefWidth(220);
        words.textProperty().subscribe(this::show);
        HBox head = new HBox(
                12,
                Nodes.label(Words.text("shortcuts.title"), "page-title"),
                Nodes.spacer(),
                words,
                Nodes.iconButton(Icon.CLOSE, Words.text("shortcuts.close"), this::close));
        head.setAlignment(Pos.CENTER_LEFT);
        ScrollPane scroll = new ScrollPane(columns);
        scroll.getStyleClass().addAll("sheet-scroll", "edge-to-edge");
        scroll.setFitToWidth(true);
        scroll.setAccessibleText(Words.text("shortcuts.title"));
        VBox box = new VBox(14, head, scroll);
        box.getStyleClass().add("sheet");
        box.setMaxSize(2 * COLUMN + 90, USE_PREF_SIZE);
        getChildren().add(box);
    }

    public void open() {
        words.clear();
        show();
        open(words);
    }

    /// Two columns of about the same height; a place is not torn apart.
    private void show() {
        Map<Place, List<Hint>> places = commands.hints(words.getText()).stream()
                .collect(Collectors.groupingBy(Hint::place, TreeMap::new, Collectors.toList()));
        int rows = places.values().stream().mapToInt(keys -> keys.size() + 2).sum();
        VBox left = new VBox(18);
        VBox right = new VBox(18);
        int filled = 0;
        for (Map.Entry<Place, List<Hint>> place : places.entrySet()) {
            int own = place.getValue().size() + 2;
            (filled + own / 2 <= rows / 2 || filled == 0 ? left : right)
                    .getChildren()
                    .add(group(place.getKey(), place.getValue()));
            filled += own;
        }
        for (VBox column : List.of(left, right)) {
            column.setPrefWidth(COLUMN);
            HBox.setHgrow(column, Priority.ALWAYS);
        }
        columns.getChildren().setAll(left, right);
        if (places.isEmpty()) {
            left.getChildren().add(Nodes.label(Words.text("shortcuts.none"), "muted"));
        }
    }

    private static Node group(Place place, List<Hint> all) {
        VBox rows = new VBox(6, Nodes.label(Words.text("shortcuts.place." + place.name()), "sheet-place"));
        for (Hint keys : all) {
            HBox row = new HBox(6, Nodes.label(keys.text()), Nodes.spacer());
            keys.keys().forEach(key -> row.getChildren().add(cap(key)));
            row.setAlignment(Pos.CENTER_LEFT);
            rows.getChildren().add(row);
        }
        return rows;
    }

    private static Node cap(String key) {
        var cap = Nodes.label(key, "keys");
        cap.setMinWidth(USE_PREF_SIZE);
        return cap;
    }
}
