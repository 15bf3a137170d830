package dev.slipway.pullrequest;

import dev.slipway.control.Avatar;
import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.control.Times;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.forge.PullRequest;
import dev.slipway.model.forge.PullRequestState;
import dev.slipway.model.forge.Review;
import dev.slipway.navigation.Destination;
import dev.slipway.text.MarkdownView;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// The left half of a pull request's page: what it says, who reviewed it, and what the person may do.
public final class PullRequestView extends ScrollPane {
    private final PullRequestModel model;
    private final Consumer<Destination> go;
    private final Consumer<String> open;
    private final VBox column = new VBox();
    private final VBox problem = new VBox();

    public PullRequestView(PullRequestModel model, Consumer<Destination> go, Consumer<String> open) {
        this.model = model;
        this.go = go;
        this.open = open;
        getStyleClass().addAll("pull", "edge-to-edge");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        column.getStyleClass().add("pull-column");
        setContent(column);
        column.getChildren().setAll(problem);
        model.pull().subscribe(pull -> pull.ifPresent(this::show));
        model.problem().subscribe(why -> {
            problem.getChildren().setAll(why.map(ProblemPanel::new).stream().toList());
            Nodes.show(problem, why.isPresent());
        });
    }

    private void show(PullRequest pull) {
        MarkdownView body = new MarkdownView(open);
        body.show(pull.body().isBlank() ? "*" + Words.text("pull.noBody") + "*" : pull.body());
        column.getChildren().setAll(head(pull), problem, body, reviews(pull));
        if (pull.state() == PullRequestState.OPEN) {
            column.getChildren().addAll(reviewForm(), mergeForm());
        } else if (pull.state() == PullRequestState.CLOSED) {
            column.getChildren().add(Nodes.button(Words.text("pull.reopen"), () -> model.open(true)));
        } else {
            column.getChildren().add(merged(pull));
        }
    }

    private Node head(PullRequest pull) {
        Label title = Nodes.label(pull.title(), "page-title");
        title.setWrapText(true);
        String state = pull.state().name();
        Label badge = Nodes.tag(
                pull.state() == PullRequestState.MERGED ? Icon.MERGE : Icon.PULL_REQUEST,
                Words.text("pull.state." + state),
                "pull-badge",
                "pull-badge-" + state.toLowerCase(Locale.ROOT));
        badge.setMinWidth(USE_PREF_SIZE);
        Label branches = Nodes.tag(
                Icon.BRANCH,
                Words.text("pull.branches", pull.head().value(), pull.base().value()),
                "fact");
        branches.setMinWidth(0);
        HBox facts = new HBox(10, badge, Nodes.label("#" + pull.ref().number(), "fact"), branches);
        facts.setAlignment(Pos.CENTER_LEFT);
        HBox people = new HBox(
                8,
                new Avatar(pull.author(), 22),
                Nodes.label(
                        Words.text("pull.by", pull.author().name(), pull.stat().files()), "muted"));
        people.setAlignment(Pos.CENTER_LEFT);
        VBox head = new VBox(8, title, facts, people);
        pull.session().ifPresent(session -> {
            Button back = Nodes.button(
                    Words.text("pull.session"), () -> go.accept(new Destination.Session(session)), "small");
            back.setGraphic(Icon.CHAT.node(14));
            head.getChildren().add(back);
        });
        return head;
    }

    private Node reviews(PullRequest pull) {
        VBox list = new VBox(8);
        for (Review review : pull.reviews()) {
            boolean stale = !review.commit().equals(pull.headCommit());
            Label what = Nodes.label(
                    Words.text(
                                    "pull.verdict." + review.verdict().name(),
                                    review.author().name())
                            + (stale && pull.state() == PullRequestState.OPEN ? "  " + Words.text("pull.stale") : ""),
                    "review-verdict",
                    "review-" + review.verdict().name().toLowerCase(Locale.ROOT));
            what.setWrapText(true);
            VBox words = new VBox(3, new HBox(8, what, Nodes.label(Times.clock(review.at()), "row-time")));
            if (!review.body().isBlank()) {
                MarkdownView body = new MarkdownView(open);
                body.show(review.body());
                words.getChildren().add(body);
            }
            HBox.setHgrow(words, Priority.ALWAYS);
            list.getChildren().add(new HBox(10, new Avatar(review.author(), 22), words));
        }
        Nodes.show(list, !list.getChildren().isEmpty());
        return list;
    }

    private Node reviewForm() {
        TextArea words = new TextArea();
        words.setPromptText(Words.text("pull.review"));
        words.setAccessibleText(Words.text("pull.review"));
        words.setWrapText(true);
        words.setPrefRowCount(2);
        words.textProperty().bindBidirectional(model.words());
        String bar = model.approvalBar();
        Button approve =
                Nodes.button(Words.text("pull.approve"), () -> model.review(Review.Verdict.APPROVE), "success");
        approve.disableProperty()
                .bind(model.busy().or(new javafx.beans.property.SimpleBooleanProperty(!bar.isEmpty())));
        Button changes =
                Nodes.button(Words.text("pull.requestChanges"), () -> model.review(Review.Verdict.REQUEST_CHANGES));
        changes.disableProperty().bind(model.busy());
        Button comment = Nodes.button(Words.text("pull.comment"), () -> model.review(Review.Verdict.COMMENT));
        comment.disableProperty().bind(model.busy().or(model.words().isEmpty()));
        HBox row = new HBox(8, approve, changes, comment);
        row.setAlignment(Pos.CENTER_LEFT);
        VBox form = new VBox(8, Nodes.label(Words.text("pull.yourReview"), "field-label"), words, row);
        if (!bar.isBlank()) {
            Label why = Nodes.tag(Icon.INFO, bar, "bar");
            why.setWrapText(true);
            form.getChildren().add(why);
        }
        form.getStyleClass().add("pull-form");
        return form;
    }

    private Node mergeForm() {
        String bar = model.mergeBar();
        ComboBox<MergeMethod> method = new ComboBox<>();
        method.getItems().setAll(MergeMethod.values());
        method.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable MergeMethod item) {
                return item == null ? "" : Words.text("pull.method." + item.name());
            }

            @Override
            public @Nullable MergeMethod fromString(String ignored) {
                return null;
            }
        });
        method.valueProperty().bindBidirectional(model.method());
        Button merge = Nodes.button(Words.text("pull.merge"), model::merge, "accent");
        merge.disableProperty().bind(model.busy().or(new javafx.beans.property.SimpleBooleanProperty(!model.clean())));
        Button close = Nodes.button(Words.text("pull.close"), () -> model.open(false), "flat");
        close.disableProperty().bind(model.busy());
        HBox row = new HBox(8, merge, method, Nodes.spacer(), close);
        row.setAlignment(Pos.CENTER_LEFT);
        Label state = Nodes.tag(
                bar.isEmpty() ? Icon.CHECK : Icon.WARNING,
                bar.isEmpty() ? Words.text("pull.clean") : bar,
                "bar",
                bar.isEmpty() ? "bar-good" : "bar-bad");
        state.setWrapText(true);
        VBox form = new VBox(8, state, row);
        form.getStyleClass().add("pull-form");
        return form;
    }

    private static Node merged(PullRequest pull) {
        return Nodes.tag(
                Icon.MERGE,
                Words.text(
                        "pull.mergedBy",
                        pull.mergedBy().map(author -> author.name()).orElse("?"),
                        pull.mergeCommit().map(commit -> commit.abbreviated()).orElse("")),
                "bar");
    }
}
