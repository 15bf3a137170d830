package dev.slipway.code;

import dev.slipway.control.Nodes;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/// Comments that wait to be sent, all at once.
final class ReviewBar extends HBox {
    ReviewBar(ChangesModel model) {
        getStyleClass().add("review-bar");
        setAlignment(Pos.CENTER_LEFT);
        setSpacing(8);
        Label count = Nodes.tag(Icon.CHAT, "", "review-count");
        count.setMinWidth(0);
        Button ask = Nodes.button(
                Words.text("code.review.ask"), () -> model.askAll(Words.text("code.review.prompt")), "small");
        ask.setGraphic(Icon.SPARK.node(13));
        ask.getStyleClass().add(model.reviews() ? "ask" : "accent");
        ask.disableProperty().bind(model.sending());
        ask.setMinWidth(USE_PREF_SIZE);
        if (model.reviews()) {
            ask.setTooltip(new Tooltip(Words.text("code.ask.bars")));
        }
        Button drop = Nodes.button(Words.text("code.review.drop"), model::clearPending, "flat", "small");
        drop.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(count, Nodes.spacer(), drop, ask);
        Runnable show = () -> {
            int drafts = model.pending().size();
            boolean sent = drafts == 0 && model.told().get().equals("sent");
            count.setText(
                    sent
                            ? Words.text("code.review.sent")
                            : Words.text(model.reviews() ? "code.review.pull" : "code.review.waits", drafts));
            Nodes.show(drop, drafts > 0);
            Nodes.show(ask, drafts > 0 && model.asksAgent());
            Nodes.show(this, drafts > 0 || sent);
        };
        model.remarks().subscribe(_ -> show.run());
        model.told().subscribe(_ -> show.run());
        model.agent().subscribe(_ -> show.run());
    }
}
