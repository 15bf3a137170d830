package dev.slipway.transcript;

import dev.slipway.control.Avatar;
import dev.slipway.control.Nodes;
import dev.slipway.control.Times;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.Attachment;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptMode;
import dev.slipway.text.MarkdownView;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// What a person asked, with their face.
final class PromptRow extends RowView {
    private final Desk desk;
    private final Label name = Nodes.label("", "prompt-author");
    private final Label time = Nodes.label("", "row-time");
    private final Label more = Nodes.label("", "row-time");
    private final MarkdownView text;
    private final FlowPane attachments = new FlowPane(8, 8);

    PromptRow(Desk desk) {
        super("prompt-row");
        this.desk = desk;
        text = desk.markdown();
        HBox head = new HBox(8, name, time, more);
        head.setAlignment(Pos.BASELINE_LEFT);
        attachments.getStyleClass().add("prompt-attachments");
        VBox box = new VBox(4, head, text, attachments);
        box.getStyleClass().add("prompt-box");
        content(box);
    }

    @Override
    void show(Item item) {
        if (item instanceof Item.Kept kept) {
            boolean edited = kept.row().events().stream()
                    .anyMatch(envelope -> envelope.event() instanceof SessionEvent.PromptEdited);
            RowText.prompt(kept.row()).ifPresent(prompt -> show(prompt, edited));
        }
    }

    private void show(Prompt prompt, boolean edited) {
        gutter().getChildren().setAll(new Avatar(prompt.author(), 28));
        name.setText(prompt.author().name());
        time.setText(Times.clock(prompt.at()));
        List<String> facts = new java.util.ArrayList<>();
        if (prompt.mode() == PromptMode.INSERT) {
            facts.add(Words.text("prompt.inserted"));
        }
        if (edited) {
            facts.add(Words.text("prompt.edited"));
        }
        prompt.model().ifPresent(model -> facts.add(model.value()));
        more.setText(String.join("  ·  ", facts));
        text.show(prompt.text());
        attachments
                .getChildren()
                .setAll(prompt.attachments().stream().map(this::node).toList());
        Nodes.show(attachments, !prompt.attachments().isEmpty());
        setAccessibleText(Words.text("prompt.accessible", prompt.author().name(), Times.clock(prompt.at())));
    }

    private Node node(Attachment attachment) {
        return attachment.mediaType().startsWith("image/")
                ? desk.pictures().thumbnail(attachment.blob(), attachment.name())
                : Nodes.tag(Icon.FILE, attachment.name(), "attachment");
    }
}
