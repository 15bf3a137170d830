package dev.slipway.transcript;

import dev.slipway.control.Nodes;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.text.MarkdownView;
import dev.slipway.words.Words;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// The agent's words, finished or streaming.
final class TextRow extends RowView {
    private final MarkdownView text;
    private final Label cut = Nodes.label(Words.text("transcript.cut"), "row-note");

    TextRow(Desk desk) {
        super("text-row");
        text = desk.markdown();
        content(new VBox(4, text, cut));
    }

    @Override
    void show(Item item) {
        boolean whole = true;
        switch (item) {
            case Item.Streaming streaming -> text.show(streaming.block().text());
            case Item.Kept kept -> {
                if (kept.row().first().event() instanceof SessionEvent.TextWritten written) {
                    text.show(written.text());
                    whole = written.complete();
                }
            }
        }
        Nodes.show(cut, !whole);
    }
}
