package dev.slipway.transcript;

import dev.slipway.control.Nodes;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.text.MarkdownView;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Set;
import java.util.function.Consumer;
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
    private final Set<Long> turned;
    private String whole = "";
    private long key;

    ReasoningRow(Set<Long> turned, Consumer<String> open) {
        super("reasoning-row");
        this.turned = turned;
        text = new MarkdownView(open);
        text.getStyleClass().add("reasoning-text");
        HBox.setHgrow(preview, Priority.ALWAYS);
        preview.setMinWidth(0);
        Label title = Nodes.tag(Icon.SPARK, Words.text("transcript.reasoning"), "reasoning-title");
        title.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(8, chevron, title, preview);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("reasoning-head");
        head.setOnMouseClicked(_ -> {
            if (!turned.remove(key)) {
                turned.add(key);
            }
            fold();
        });
        content(new VBox(6, head, text));
    }

    @Override
    void show(Item item) {
        switch (item) {
            case Item.Streaming streaming -> {
                whole = streaming.block().text();
                key = streaming.block().block().value().hashCode() | Long.MIN_VALUE;
            }
            case Item.Kept kept -> {
                whole = kept.row().first().event() instanceof SessionEvent.ReasoningWritten written
                        ? written.text()
                        : "";
                key = kept.row().first().seq();
            }
        }
        fold();
    }

    private void fold() {
        boolean out = turned.contains(key);
        String line = whole.strip().replaceAll("[\\s*_#`]+", " ");
        preview.setText(line.length() > PREVIEW ? line.substring(0, PREVIEW) + "…" : line);
        Nodes.show(preview, !out);
        Nodes.show(text, out);
        chevron.getChildren().setAll((out ? Icon.CHEVRON_DOWN : Icon.CHEVRON_RIGHT).node(12));
        if (out) {
            text.show(whole);
        }
    }
}
