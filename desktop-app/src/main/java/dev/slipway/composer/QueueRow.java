package dev.slipway.composer;

import dev.slipway.command.Commands;
import dev.slipway.control.Avatar;
import dev.slipway.control.Nodes;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptMode;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Optional;
import java.util.function.ObjDoubleConsumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// A prompt that waits at the server.
final class QueueRow extends VBox {
    private static final PseudoClass DRAGGED = PseudoClass.getPseudoClass("dragged");
    private static final double A_DRAG = 4;
    private static final int ROWS = 4;

    /// Hears of a drag, with the height in the scene.
    record Dragging(ObjDoubleConsumer<QueueRow> drag, ObjDoubleConsumer<QueueRow> drop) {}

    private final ComposerModel model;
    private final Dragging dragging;
    private final Label text = text();
    private final Label mode = Nodes.label(Words.text("queue.inserted"), "queue-badge");
    private final Label files = Nodes.tag(Icon.ATTACH, "", "queue-files");
    private final Button insert;
    private final HBox line = new HBox(8);
    private final TextArea field = new TextArea();
    private final Label trouble = Nodes.label("", "queue-trouble");
    private final VBox editing = new VBox(6);
    private Prompt prompt;
    private Optional<String> seen = Optional.empty();
    private int position;
    private double pressedAt;
    private boolean dragged;

    QueueRow(ComposerModel model, Prompt prompt, Dragging dragging) {
        this.model = model;
        this.prompt = prompt;
        this.dragging = dragging;
        getStyleClass().add("queue-line");
        setFocusTraversable(true);
        Commands.keep(this, "Alt+UP", "Alt+DOWN");
        setAccessibleRole(AccessibleRole.LIST_ITEM);
        insert = Nodes.iconButton(
                Icon.INSERT, Words.text("queue.insertNow"), () -> model.queue().insertNow(this.prompt.id()));
        var grip = Icon.GRIP.node(14);
        grip.getStyleClass().add("queue-grip");
        line.setAlignment(Pos.CENTER_LEFT);
        line.setCursor(Cursor.OPEN_HAND);
        line.getChildren()
                .addAll(
                        grip,
                        new Avatar(prompt.author(), 18),
                        text,
                        files,
                        mode,
                        insert,
                        Nodes.iconButton(Icon.PENCIL, Words.text("queue.edit"), this::edit),
                        Nodes.iconButton(Icon.CLOSE, Words.text("queue.withdraw"), this::withdraw));
        editing();
        getChildren().addAll(line, editing);
        model.working().subscribe(this::offerInsert);
        line.setOnMousePressed(this::press);
        line.setOnMouseDragged(this::drag);
        line.setOnMouseReleased(this::release);
    }

    Prompt prompt() {
        return prompt;
    }

    int position() {
        return position;
    }

    void show(Prompt now, int at, int count) {
        boolean changed = !now.text().equals(prompt.text());
        prompt = now;
        position = at;
        text.setText(oneLine(now.text()));
        files.setText(String.valueOf(now.attachments().size()));
        Nodes.show(files, !now.attachments().isEmpty());
        Nodes.show(mode, now.mode() == PromptMode.INSERT);
        offerInsert();
        setAccessibleText(
                Words.text("queue.accessible", at + 1, count, now.author().name(), text.getText()));
        if (changed && seen.filter(text -> !text.equals(now.text())).isPresent()) {
            sayChanged();
        }
    }

    /// The prompt waits no more. Words that were being written for it are kept.
    void leave() {
        seen.filter(before -> !before.equals(field.getText()))
                .ifPresent(_ -> model.queue().keepWords(field.getText()));
        seen = Optional.empty();
    }

    void edit() {
        if (seen.isEmpty()) {
            seen = Optional.of(prompt.text());
            field.setText(prompt.text());
            field.setPrefRowCount(Math.clamp(prompt.text().lines().count(), 1, ROWS));
            turn(true);
            field.requestFocus();
            field.end();
        }
    }

    void withdraw() {
        model.queue().withdraw(prompt, position);
    }

    private void editing() {
        field.setWrapText(true);
        Nodes.letTabGoOn(field);
        field.setAccessibleText(Words.text("queue.edit"));
        field.getStyleClass().add("queue-field");
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                endEditing();
                event.consume();
            } else if (event.getCode() == KeyCode.ENTER && !event.isShiftDown()) {
                save();
                event.consume();
            } else if (event.getCode() == KeyCode.ENTER) {
                field.replaceSelection("\n");
                event.consume();
            }
        });
        trouble.setWrapText(true);
        trouble.setMinHeight(USE_PREF_SIZE);
        HBox buttons = new HBox(
                8,
                trouble,
                Nodes.spacer(),
                Nodes.button(Words.text("queue.cancel"), this::endEditing, "small", "flat"),
                Nodes.button(Words.text("queue.save"), this::save, "small", "accent"));
        HBox.setHgrow(trouble, Priority.SOMETIMES);
        buttons.setAlignment(Pos.CENTER_LEFT);
        editing.getChildren().addAll(field, buttons);
        editing.getStyleClass().add("queue-editing");
        turn(false);
    }

    private void save() {
        String words = field.getText().strip();
        String before = seen.orElse(prompt.text());
        if (words.equals(before)) {
            endEditing();
        } else if (!words.isEmpty()) {
            model.queue().edit(prompt.id(), before, words, this::endEditing, this::refused);
        }
    }

    private void refused(Problem why) {
        if (why.code().equals("prompt-changed-meanwhile")) {
            sayChanged();
        } else {
            trouble.setText(why.title() + ". " + why.detail());
        }
    }

    /// Saving once more replaces what the other one wrote: the person has read it here.
    private void sayChanged() {
        trouble.setText(Words.text("queue.changed", oneLine(prompt.text())));
        seen = Optional.of(prompt.text());
    }

    private void endEditing() {
        seen = Optional.empty();
        trouble.setText("");
        turn(false);
        requestFocus();
    }

    private void turn(boolean edited) {
        Nodes.show(line, !edited);
        Nodes.show(editing, edited);
    }

    private void offerInsert() {
        Nodes.show(insert, model.working().get() && prompt.mode() == PromptMode.QUEUE);
    }

    private void press(MouseEvent event) {
        pressedAt = event.getSceneY();
        dragged = false;
        requestFocus();
    }

    private void drag(MouseEvent event) {
        dragged |= event.getButton() == MouseButton.PRIMARY && Math.abs(event.getSceneY() - pressedAt) > A_DRAG;
        if (dragged) {
            pseudoClassStateChanged(DRAGGED, true);
            dragging.drag().accept(this, event.getSceneY());
        }
    }

    private void release(MouseEvent event) {
        if (dragged) {
            dragged = false;
            pseudoClassStateChanged(DRAGGED, false);
            dragging.drop().accept(this, event.getSceneY());
        } else if (event.getClickCount() == 2) {
            edit();
        }
    }

    static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    static Label text() {
        Label label = Nodes.label("", "queue-text");
        HBox.setHgrow(label, Priority.ALWAYS);
        label.setMaxWidth(Double.MAX_VALUE);
        label.setMinWidth(0);
        return label;
    }
}
