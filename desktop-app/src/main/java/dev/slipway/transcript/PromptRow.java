package dev.slipway.transcript;

import dev.slipway.control.Avatar;
import dev.slipway.control.Nodes;
import dev.slipway.control.Times;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.Attachment;
import dev.slipway.model.session.Prompt;
import dev.slipway.text.MarkdownView;
import dev.slipway.theme.Icon;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// What a person asked, with their face.
final class PromptRow extends RowView {
    private final Label name = Nodes.label("", "prompt-author");
    private final Label time = Nodes.label("", "row-time");
    private final MarkdownView text;
    private final FlowPane attachments = new FlowPane(6, 6);

    PromptRow(Consumer<String> open) {
        super("prompt-row");
        text = new MarkdownView(open);
        HBox head = new HBox(8, name, time);
        head.setAlignment(Pos.BASELINE_LEFT);
        VBox box = new VBox(4, head, text, attachments);
        box.getStyleClass().add("prompt-box");
        content(box);
    }

    @Override
    void show(Item item) {
        if (item instanceof Item.Kept kept) {
            prompt(kept).ifPresent(this::show);
        }
    }

    private void show(Prompt prompt) {
        gutter().getChildren().setAll(new Avatar(prompt.author(), 28));
        name.setText(prompt.author().name());
        time.setText(Times.clock(prompt.at()));
        text.show(prompt.text());
        attachments.getChildren().clear();
        for (Attachment attachment : prompt.attachments()) {
            boolean image = attachment.mediaType().startsWith("image/");
            attachments.getChildren().add(Nodes.tag(image ? Icon.IMAGE : Icon.FILE, attachment.name(), "attachment"));
        }
        Nodes.show(attachments, !prompt.attachments().isEmpty());
    }

    private static Optional<Prompt> prompt(Item.Kept kept) {
        Optional<Prompt> prompt = Optional.empty();
        for (Envelope envelope : kept.row().events()) {
            if (envelope.event() instanceof SessionEvent.PromptAccepted accepted) {
                prompt = Optional.of(accepted.prompt());
            } else if (envelope.event() instanceof SessionEvent.PromptEdited edited) {
                prompt = prompt.map(before -> before.withText(edited.text()));
            }
        }
        return prompt;
    }
}
