package dev.slipway.composer;

import dev.slipway.composer.Courier.Progress;
import dev.slipway.control.Nodes;
import dev.slipway.mirror.Outbox;
import dev.slipway.mirror.Outbox.Waiting;
import dev.slipway.model.problem.Problem;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// A prompt that has not left this computer, or that the server would not take.
final class UnsentRow extends HBox {
    private static final PseudoClass REFUSED = PseudoClass.getPseudoClass("refused");

    private final ComposerModel model;
    private final Label text = QueueRow.text();
    private final Label badge = Nodes.label("", "queue-badge");
    private final ProgressBar progress = new ProgressBar();
    private final TextField field = new TextField();
    private final Button edit;
    private final Button takeBack;
    private Optional<Waiting> waiting = Optional.empty();

    UnsentRow(ComposerModel model) {
        super(8);
        this.model = model;
        getStyleClass().addAll("queue-line", "queue-unsent");
        setAlignment(Pos.CENTER_LEFT);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_ITEM);
        edit = Nodes.iconButton(Icon.PENCIL, Words.text("queue.edit"), this::edit);
        takeBack = Nodes.iconButton(Icon.CLOSE, Words.text("queue.takeBack"), () -> waiting.ifPresent(model::takeBack));
        HBox.setHgrow(field, Priority.ALWAYS);
        field.setAccessibleText(Words.text("queue.edit"));
        field.setOnAction(_ -> save());
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                turn(false);
                event.consume();
            }
        });
        setOnKeyPressed(event -> {
            if (event.getTarget() == this && (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.F2)) {
                edit();
                event.consume();
            } else if (event.getTarget() == this && event.getCode() == KeyCode.DELETE) {
                waiting.ifPresent(model::takeBack);
                event.consume();
            }
        });
        progress.setPrefWidth(80);
        badge.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(Icon.CLOCK.node(14), text, field, progress, badge, edit, takeBack);
        Nodes.show(field, false);
        model.connected().subscribe(this::tell);
        model.progress().subscribe(this::tell);
    }

    void show(Waiting now) {
        waiting = Optional.of(now);
        String words = QueueRow.oneLine(now.prompt().text());
        text.setText(
                words.isEmpty()
                        ? Words.text("queue.files", now.prompt().attachments().size())
                        : words);
        tell();
    }

    private void tell() {
        if (waiting.isEmpty()) {
            return;
        }
        Waiting now = waiting.get();
        boolean refused = now.state() == Outbox.State.REFUSED;
        boolean connected = model.connected().get();
        badge.setText(now.refusal()
                .map(Problem::title)
                .orElse(Words.text(connected ? "queue.sending" : "queue.whenConnected")));
        Optional<Progress> sent =
                model.progress().get().filter(far -> far.prompt().equals(now.id()));
        boolean large = !now.prompt().attachments().isEmpty();
        Nodes.show(progress, connected && large && sent.isPresent() && !refused);
        progress.setProgress(sent.map(Progress::sent).orElse(0.0));
        pseudoClassStateChanged(REFUSED, refused);
        Nodes.show(edit, !refused && !field.isVisible());
        setAccessibleText(text.getText() + ", " + badge.getText());
    }

    private void edit() {
        waiting.filter(now -> now.state() == Outbox.State.WAITING).ifPresent(now -> {
            field.setText(now.prompt().text());
            turn(true);
            field.requestFocus();
            field.end();
        });
    }

    private void save() {
        String words = field.getText().strip();
        waiting.filter(now -> !words.isEmpty() && !words.equals(now.prompt().text()))
                .ifPresent(now -> model.edit(now, words));
        turn(false);
    }

    private void turn(boolean edited) {
        Nodes.show(field, edited);
        Nodes.show(text, !edited);
        Nodes.show(edit, !edited);
        if (!edited) {
            requestFocus();
        }
    }
}
