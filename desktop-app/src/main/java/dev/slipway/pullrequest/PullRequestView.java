package dev.slipway.pullrequest;

import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.model.forge.PullRequestDetail;
import dev.slipway.navigation.Destination;
import dev.slipway.theme.Icon;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/// The left half of a pull request's page: what it says, how it stands, and what the person may do.
public final class PullRequestView extends ScrollPane {
    private final HeadSection head;
    private final MergeSection merge;
    private final ReviewSection review;
    private final TalkSection talk;
    private final HistorySection history;

    /// @param open follows a link out of a text
    public PullRequestView(PullRequestModel model, Consumer<Destination> go, Consumer<String> open) {
        getStyleClass().addAll("pull", "edge-to-edge");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        head = new HeadSection(model, go, open);
        merge = new MergeSection(model, open);
        review = new ReviewSection(model);
        talk = new TalkSection(model, open);
        history = new HistorySection();
        VBox problem = new VBox();
        Label told = Nodes.tag(Icon.CHECK, "", "bar", "bar-good");
        told.setWrapText(true);
        told.textProperty().bind(model.told());
        VBox column = new VBox(problem, head, told, merge, review, talk, history);
        column.getStyleClass().add("pull-column");
        column.setMinWidth(0);
        setContent(column);
        column.getChildren().stream().skip(1).forEach(node -> Nodes.show(node, false));
        model.detail().subscribe(detail -> detail.ifPresent(this::show));
        model.told().subscribe(text -> Nodes.show(told, !text.isEmpty()));
        model.problem().subscribe(why -> {
            problem.getChildren().setAll(why.map(ProblemPanel::new).stream().toList());
            Nodes.show(problem, why.isPresent());
        });
    }

    private void show(PullRequestDetail detail) {
        head.show(detail);
        merge.show(detail);
        review.show(detail);
        talk.show(detail);
        history.show(detail);
    }
}
