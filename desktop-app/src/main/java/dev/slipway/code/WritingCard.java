package dev.slipway.code;

import dev.slipway.control.Nodes;
import dev.slipway.words.Words;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Where a person writes about some lines. What was begun stays when the row scrolls out of sight.
final class WritingCard extends VBox {
    WritingCard(ChangesModel model, Remark.Anchor anchor) {
        getStyleClass().addAll("remark", "remark-writing");
        TextArea words = new TextArea(model.begun(anchor));
        Nodes.letTabGoOn(words);
        String prompt = Words.text(model.reviews() ? "code.comment.review" : "code.comment");
        words.setPromptText(prompt);
        words.setAccessibleText(prompt + " " + Words.text("code.remark.lines", anchor.lines()));
        words.setWrapText(true);
        words.setPrefRowCount(3);
        words.textProperty().subscribe(text -> model.begun(anchor, text));
        Button keep = Nodes.button(
                Words.text("code.keep"),
                () -> model.keep(anchor, words.getText()),
                model.reviews() ? "accent" : "keep",
                "small");
        keep.disableProperty().bind(words.textProperty().isEmpty());
        HBox row = new HBox(8);
        row.setAlignment(Pos.CENTER_LEFT);
        if (model.asksAgent()) {
            boolean bars = model.reviews();
            Button ask = Nodes.button(
                    Words.text("code.ask"),
                    () -> model.ask(anchor, words.getText()),
                    model.reviews() ? "ask" : "accent",
                    "small");
            ask.disableProperty().bind(words.textProperty().isEmpty().or(model.sending()));
            if (bars) {
                ask.setTooltip(new Tooltip(Words.text("code.ask.bars")));
            }
            row.getChildren().addAll(bars ? keep : ask, bars ? ask : keep);
        } else {
            row.getChildren().add(keep);
        }
        row.getChildren()
                .addAll(
                        Nodes.button(Words.text("code.cancel"), model::stopWriting, "flat", "small"),
                        Nodes.spacer(),
                        Nodes.label(Words.text("code.remark.lines", anchor.lines()), "hint"));
        words.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                model.stopWriting();
                event.consume();
            } else if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
                model.keep(anchor, words.getText());
                event.consume();
            }
        });
        getChildren().addAll(words, row);
        Platform.runLater(words::requestFocus);
    }
}
