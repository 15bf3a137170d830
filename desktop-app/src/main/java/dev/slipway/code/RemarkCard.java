package dev.slipway.code;

import dev.slipway.control.Avatar;
import dev.slipway.control.Nodes;
import dev.slipway.control.Times;
import dev.slipway.text.MarkdownView;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// A comment below the lines that it is about.
final class RemarkCard extends VBox {
    RemarkCard(ChangesModel model, Remark remark) {
        getStyleClass().addAll("remark", remark.draft() ? "remark-draft" : "remark-said");
        HBox head = new HBox(8);
        head.setAlignment(Pos.CENTER_LEFT);
        remark.author()
                .ifPresent(author ->
                        head.getChildren().addAll(new Avatar(author, 20), Nodes.label(author.name(), "remark-author")));
        if (remark.draft()) {
            head.getChildren().add(Nodes.tag(Icon.PENCIL, Words.text("code.remark.draft"), "remark-mark"));
        }
        head.getChildren()
                .add(Nodes.label(Words.text("code.remark.lines", remark.anchor().lines()), "hint"));
        if (remark.old()) {
            Label old = Nodes.tag(Icon.CLOCK, Words.text("code.remark.old"), "remark-old");
            head.getChildren().add(old);
        }
        head.getChildren().add(Nodes.spacer());
        if (remark.draft()) {
            head.getChildren()
                    .addAll(
                            Nodes.iconButton(Icon.PENCIL, Words.text("code.remark.edit"), () -> model.rewrite(remark)),
                            Nodes.iconButton(Icon.TRASH, Words.text("code.remark.remove"), () -> model.remove(remark)));
        } else {
            head.getChildren().add(Nodes.label(Times.moment(remark.at()), "row-time"));
            if (model.asksAgent()) {
                head.getChildren()
                        .add(Nodes.iconButton(Icon.SPARK, Words.text("code.remark.ask"), () -> model.ask(remark)));
            }
        }
        getChildren().add(head);
        if (remark.old() && !remark.anchor().code().isEmpty()) {
            Label code = Nodes.label(remark.anchor().code(), "remark-code");
            code.setMinHeight(USE_PREF_SIZE);
            getChildren().add(code);
        }
        MarkdownView words = new MarkdownView(_ -> {});
        words.show(remark.words());
        getChildren().add(words);
    }
}
