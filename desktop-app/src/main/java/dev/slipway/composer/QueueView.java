package dev.slipway.composer;

import dev.slipway.control.Avatar;
import dev.slipway.control.Nodes;
import dev.slipway.mirror.Outbox;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptMode;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The prompts that wait: drag one to its place, edit it, withdraw it. Below them those that have not left this
/// computer.
final class QueueView extends VBox {
    private static final DataFormat POSITION = new DataFormat("application/x-slipway-queue-position");

    private final ComposerModel model;
    private final ObservableList<Prompt> queue;

    QueueView(ComposerModel model, ObservableList<Prompt> queue) {
        this.model = model;
        this.queue = queue;
        getStyleClass().add("queue");
        queue.addListener((ListChangeListener<Prompt>) _ -> show());
        model.unsent().addListener((ListChangeListener<Outbox.Waiting>) _ -> show());
        show();
    }

    private void show() {
        getChildren().clear();
        if (!queue.isEmpty()) {
            getChildren().add(Nodes.label(Words.text("queue.title", queue.size()), "queue-title"));
        }
        for (int i = 0; i < queue.size(); i++) {
            getChildren().add(line(queue.get(i), i));
        }
        model.unsent().forEach(waiting -> getChildren().add(line(waiting)));
        Nodes.show(this, !getChildren().isEmpty());
    }

    private Node line(Prompt prompt, int position) {
        Label text = text(prompt.text());
        HBox row = row();
        row.getChildren().addAll(new Avatar(prompt.author(), 18), text);
        if (prompt.mode() == PromptMode.INSERT) {
            row.getChildren().add(Nodes.label(Words.text("queue.inserted"), "queue-badge"));
        }
        row.getChildren()
                .addAll(
                        Nodes.iconButton(Icon.PENCIL, Words.text("queue.edit"), () -> edit(prompt, row, text)),
                        Nodes.iconButton(Icon.CLOSE, Words.text("queue.withdraw"), () -> model.withdraw(prompt)));
        row.setOnDragDetected(event -> {
            ClipboardContent content = new ClipboardContent();
            content.put(POSITION, position);
            row.startDragAndDrop(TransferMode.MOVE).setContent(content);
            event.consume();
        });
        row.setOnDragOver(event -> {
            if (event.getDragboard().hasContent(POSITION)) {
                event.acceptTransferModes(TransferMode.MOVE);
                event.consume();
            }
        });
        row.setOnDragDropped(event -> {
            if (event.getDragboard().getContent(POSITION) instanceof Integer from && from < queue.size()) {
                model.move(queue.get(from), position);
                event.setDropCompleted(true);
                event.consume();
            }
        });
        return row;
    }

    private void edit(Prompt prompt, HBox row, Label text) {
        TextField field = new TextField(prompt.text());
        HBox.setHgrow(field, Priority.ALWAYS);
        row.getChildren().set(row.getChildren().indexOf(text), field);
        field.requestFocus();
        field.setOnAction(_ -> {
            model.edit(prompt, field.getText());
            show();
        });
        field.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                show();
            }
        });
    }

    private Node line(Outbox.Waiting waiting) {
        HBox row = row();
        row.getStyleClass().add("queue-unsent");
        row.getChildren()
                .addAll(
                        Icon.CLOCK.node(14),
                        text(waiting.prompt().text()),
                        Nodes.label(Words.text("queue.unsent"), "queue-badge"),
                        Nodes.iconButton(Icon.CLOSE, Words.text("queue.takeBack"), () -> model.takeBack(waiting)));
        return row;
    }

    private static HBox row() {
        HBox row = new HBox(8);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("queue-line");
        return row;
    }

    private static Label text(String text) {
        Label label = Nodes.label(text.strip().replaceAll("\\s+", " "), "queue-text");
        HBox.setHgrow(label, Priority.ALWAYS);
        label.setMaxWidth(Double.MAX_VALUE);
        label.setMinWidth(0);
        return label;
    }
}
