package dev.slipway.command;

import dev.slipway.control.Nodes;
import dev.slipway.control.Overlay;
import dev.slipway.words.Words;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Finds a command or a place by a few letters.
public final class PaletteView extends Overlay {
    private final Commands commands;
    private final TextField words = new TextField();
    private final ListView<Command> list = new ListView<>();

    public PaletteView(Commands commands) {
        this.commands = commands;
        words.setPromptText(Words.text("palette.prompt"));
        words.setAccessibleText(Words.text("palette.prompt"));
        words.getStyleClass().add("palette-words");
        list.getStyleClass().addAll("palette-list", "edge-to-edge");
        list.setFocusTraversable(false);
        list.setAccessibleText(Words.text("palette.found"));
        list.setCellFactory(_ -> new CommandCell());
        list.setOnMouseClicked(_ -> run());
        words.textProperty().subscribe(this::find);
        words.addEventFilter(KeyEvent.KEY_PRESSED, this::keys);
        VBox box = new VBox(words, list);
        box.getStyleClass().add("palette");
        box.setMaxSize(600, 420);
        StackPane.setAlignment(box, Pos.TOP_CENTER);
        getChildren().add(box);
    }

    /// Opens it, empty.
    public void open() {
        words.clear();
        find();
        open(words);
    }

    private void find() {
        list.setItems(FXCollections.observableArrayList(commands.find(words.getText())));
        list.getSelectionModel().selectFirst();
        list.scrollTo(0);
    }

    private void keys(KeyEvent event) {
        switch (event.getCode()) {
            case ENTER -> run();
            // There is nothing else to go to.
            case TAB -> words.requestFocus();
            case DOWN -> select(1);
            case UP -> select(-1);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void select(int step) {
        int next = Math.clamp(
                list.getSelectionModel().getSelectedIndex() + step,
                0,
                Math.max(0, list.getItems().size() - 1));
        list.getSelectionModel().select(next);
        list.scrollTo(Math.max(0, next - 4));
    }

    private void run() {
        Command chosen = list.getSelectionModel().getSelectedItem();
        close();
        if (chosen != null) {
            commands.run(chosen);
        }
    }

    static Label keys(Commands commands, Command command) {
        return Nodes.label(commands.shown(command), "keys");
    }

    private final class CommandCell extends ListCell<Command> {
        private final StackPane icon = new StackPane();
        private final Label text = Nodes.label("", "palette-text");
        private final Label more = Nodes.label("", "palette-more");
        private final HBox row = new HBox(10);

        CommandCell() {
            getStyleClass().add("palette-cell");
            row.setAlignment(Pos.CENTER_LEFT);
            HBox.setHgrow(more, Priority.ALWAYS);
            more.setMaxWidth(Double.MAX_VALUE);
            more.setMinWidth(0);
            text.setMinWidth(0);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable Command command, boolean empty) {
            super.updateItem(command, empty);
            if (empty || command == null) {
                setGraphic(null);
                return;
            }
            icon.getChildren().setAll(command.icon().node(15));
            text.setText(command.text());
            more.setText(command.more());
            row.getChildren().setAll(icon, text, more);
            if (command.key().isPresent()) {
                row.getChildren().add(keys(commands, command));
            }
            setGraphic(row);
        }
    }
}
