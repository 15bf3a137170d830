package dev.slipway.pullrequest;

import dev.slipway.control.Nodes;
import dev.slipway.model.forge.PullRequestDetail;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/// The person's own review. Who can't approve reads why before they try.
final class ReviewSection extends VBox {
    private final PullRequestModel model;
    private final Button approve;
    private final Button changes;
    private final Button comment;
    private final Label why = Nodes.tag(Icon.INFO, "", "bar");
    private final Label along = Nodes.tag(Icon.CHAT, "", "bar");

    ReviewSection(PullRequestModel model) {
        this.model = model;
        getStyleClass().add("pull-form");
        setSpacing(8);
        TextArea words = new TextArea();
        Nodes.letTabGoOn(words);
        words.setPromptText(Words.text("pull.review"));
        words.setAccessibleText(Words.text("pull.review"));
        words.setWrapText(true);
        words.setPrefRowCount(3);
        words.textProperty().bindBidirectional(model.words());
        approve = Nodes.button(Words.text("pull.approve"), () -> model.review(Review.Verdict.APPROVE), "success");
        changes = Nodes.button(
                Words.text("pull.requestChanges"),
                () -> model.review(Review.Verdict.REQUEST_CHANGES),
                "request-changes");
        comment = Nodes.button(Words.text("pull.comment"), () -> model.review(Review.Verdict.COMMENT), "just-comment");
        FlowPane row = new FlowPane(8, 8, approve, changes, comment);
        row.setAlignment(Pos.CENTER_LEFT);
        for (Label label : new Label[] {why, along}) {
            label.setWrapText(true);
            label.setMinHeight(USE_PREF_SIZE);
        }
        getChildren().setAll(Nodes.label(Words.text("pull.yourReview"), "field-label"), words, along, row, why);
        model.busy().subscribe(_ -> allow());
        model.words().subscribe(_ -> allow());
        model.comments().subscribe(_ -> allow());
    }

    void show(PullRequestDetail detail) {
        Nodes.show(this, detail.pullRequest().state() == PullRequestState.OPEN);
        allow();
    }

    private void allow() {
        String bar = model.approvalBar();
        boolean busy = model.busy().get();
        int lines = model.pendingComments();
        approve.setDisable(busy || !bar.isEmpty());
        changes.setDisable(busy || !model.mayChange());
        comment.setDisable(busy || !model.mayChange() || (model.words().get().isBlank() && lines == 0));
        why.setText(bar);
        Nodes.show(why, !bar.isBlank());
        along.setText(Words.text("pull.along", lines));
        Nodes.show(along, lines > 0);
    }
}
