package dev.slipway.transcript;

import dev.slipway.control.Nodes;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.text.MarkdownView;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The model's reasoning: one line of it, and all of it on a click.
final class ReasoningRow extends RowView {
    private static final int PREVIEW = 140;

    private final MarkdownView text;
    private final Label preview = Nodes.label("", "reasoning-preview");
    private final StackPane chevron = new StackPane();
    private final Desk desk;
    private String whole = "";
    private long key;

    ReasoningRow(Desk desk) {
        super("reasoning-row");
        this.desk = desk;
        text = desk.markdown();
        text.getStyleClass().add("reasoning-text");
        HBox.setHgrow(preview, Priority.ALWAYS);
        preview.setMinWidth(0);
        Label title = Nodes.tag(Icon.SPARK, Words.text("transcript.reasoning"), "reasoning-title");
        title.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(8, chevron, title, preview);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("reasoning-head");
        head.setOnMouseClicked(_ -> {
            desk.folds().turn(key, false);
            fold();
            changed();
        });
        content(new VBox(6, head, text));
    }

    @Override
    void show(Item item) {
        whole = switch (item) {
            case Item.Streaming streaming -> streaming.block().text();
            case Item.Kept kept ->
                kept.row().first().event() instanceof SessionEvent.ReasoningWritten written ? written.text() : "";
        };
        key = item.key();
        fold();
    }

    @Override
    boolean fold(boolean open) {
        desk.folds().set(key, open);
        fold();
        changed();
        return true;
    }

    private void fold() {
        boolean out = desk.folds().isOpen(key, false);
        String begin = whole.length() > 4 * PREVIEW ? whole.substring(0, 4 * PREVIEW) : whole;
        String line = begin.strip().replaceAll("[\\s*_#`]+", " ");
        preview.setText(line.length() > PREVIEW ? line.substring(0, PREVIEW) + "…" : line);
        Nodes.show(preview, !out);
        Nodes.show(text, out);
        chevron.getChildren().setAll((out ? Icon.CHEVRON_DOWN : Icon.CHEVRON_RIGHT).node(12));
        if (out) {
            text.show(whole);
        }
    }
}
