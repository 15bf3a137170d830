package dev.slipway.pullrequest;

import dev.slipway.control.Avatar;
import dev.slipway.control.Nodes;
import dev.slipway.control.Times;
import dev.slipway.model.forge.LineComment;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestDetail;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.text.MarkdownView;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// What others said, with their comments on lines; each can be sent to the agent.
final class TalkSection extends VBox {
    private final PullRequestModel model;
    private final Consumer<String> open;

    TalkSection(PullRequestModel model, Consumer<String> open) {
        super(14);
        this.model = model;
        this.open = open;
    }

    void show(PullRequestDetail detail) {
        PullRequest pull = detail.pullRequest();
        getChildren().clear();
        if (!pull.reviews().isEmpty()) {
            getChildren().add(Nodes.label(Words.text("pull.reviews"), "field-label"));
        }
        pull.reviews().forEach(review -> getChildren().add(one(review, pull)));
        Nodes.show(this, !pull.reviews().isEmpty());
    }

    private Node one(Review review, PullRequest pull) {
        boolean stale = !review.commit().equals(pull.headCommit()) && pull.state() == PullRequestState.OPEN;
        Label what = Nodes.label(
                Words.text(
                        "pull.verdict." + review.verdict().name(),
                        review.author().name()),
                "review-verdict",
                "review-" + review.verdict().name().toLowerCase(Locale.ROOT));
        what.setMaxWidth(300);
        FlowPane head = new FlowPane(8, 3, what, Nodes.label(Times.moment(review.at()), "row-time"));
        head.setAlignment(Pos.CENTER_LEFT);
        if (stale) {
            head.getChildren().add(Nodes.label(Words.text("pull.stale"), "badge"));
        }
        VBox words = new VBox(6, head);
        if (!review.body().isBlank()) {
            MarkdownView body = new MarkdownView(open);
            body.show(review.body());
            words.getChildren().add(body);
        }
        review.comments().forEach(comment -> words.getChildren().add(comment(comment)));
        boolean says = !review.body().isBlank() || !review.comments().isEmpty();
        if (says && model.hasAgent() && pull.state() == PullRequestState.OPEN) {
            Button ask = Nodes.button(Words.text("pull.ask"), () -> model.ask(review), "small");
            ask.setGraphic(Icon.SPARK.node(13));
            ask.disableProperty().bind(model.busy());
            words.getChildren().add(ask);
            if (model.approvalBar().isEmpty()) {
                Label bars = Nodes.label(Words.text("pull.ask.bars"), "hint");
                bars.setWrapText(true);
                words.getChildren().add(bars);
            }
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        return new HBox(10, new Avatar(review.author(), 22), words);
    }

    private Node comment(LineComment comment) {
        String lines = comment.from() == comment.to() ? "" + comment.from() : comment.from() + "–" + comment.to();
        Label where = Nodes.label(comment.path() + ":" + lines, "comment-place");
        where.setMinWidth(0);
        where.setTextOverrun(javafx.scene.control.OverrunStyle.LEADING_ELLIPSIS);
        VBox box = new VBox(4, where);
        if (!comment.code().isBlank()) {
            Label code = Nodes.label(
                    comment.code()
                            .lines()
                            .limit(6)
                            .reduce((a, b) -> a + "\n" + b)
                            .orElse(""),
                    "comment-code");
            code.setMaxWidth(Double.MAX_VALUE);
            code.setMinHeight(USE_PREF_SIZE);
            box.getChildren().add(code);
        }
        MarkdownView body = new MarkdownView(open);
        body.show(comment.body());
        box.getChildren().add(body);
        box.getStyleClass().add("line-comment");
        return box;
    }
}
