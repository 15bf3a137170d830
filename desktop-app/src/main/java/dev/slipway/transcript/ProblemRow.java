package dev.slipway.transcript;

import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.control.Times;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.*;
import dev.slipway.model.problem.Problem;
import dev.slipway.navigation.Destination;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/// An error or a notice, with what to do about it. A call that is tried again takes a line only.
final class ProblemRow extends RowView {
    /// Problems that a setting may end.
    private static final Set<String> SETTINGS = Set.of(
            "no-model", "model-provider-without-key", "model-unauthorised", "model-out-of-credit", "model-unknown");

    private final Desk desk;
    private final StackPane place = new StackPane();

    ProblemRow(Desk desk) {
        super("problem-row");
        this.desk = desk;
        content(place);
    }

    static Optional<Problem> problem(SessionEvent event) {
        return switch (event) {
            case SandboxFailed e -> Optional.of(e.problem());
            case TurnFailed e -> Optional.of(e.problem());
            case ModelRetryScheduled e -> Optional.of(e.problem());
            case NoticeGiven e -> Optional.of(e.problem());
            default -> Optional.empty();
        };
    }

    @Override
    void show(Item item) {
        if (item instanceof Item.Kept kept) {
            SessionEvent event = kept.row().first().event();
            if (event instanceof ModelRetryScheduled retry) {
                place.getChildren().setAll(retry(retry));
            } else {
                problem(event)
                        .ifPresent(problem -> place.getChildren()
                                .setAll(panel(problem, event, kept.row().first().seq())));
            }
        }
    }

    private static HBox retry(ModelRetryScheduled retry) {
        Label words = Nodes.label(
                Words.text("mark.retry", retry.problem().title(), retry.attempt() + 1, Times.took(retry.delay())),
                "mark-text");
        words.setMinWidth(0);
        HBox line = new HBox(8, Icon.RETRY.node(14), words);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().addAll("mark-line", "mark-warning");
        return line;
    }

    private ProblemPanel panel(Problem problem, SessionEvent event, long seq) {
        List<Node> actions = new ArrayList<>();
        if (event instanceof TurnFailed) {
            actions.add(resume(desk, seq));
        }
        if (SETTINGS.contains(problem.code()) || problem.code().contains("key")) {
            actions.add(Nodes.button(
                    Words.text("problem.settings"),
                    () -> desk.outside().go().accept(new Destination.Settings()),
                    "small"));
        }
        ProblemPanel panel = new ProblemPanel(problem, actions.toArray(Node[]::new));
        if (event instanceof NoticeGiven) {
            panel.getStyleClass().remove("danger");
            panel.getStyleClass().add("mild");
        }
        return panel;
    }

    /// Starts what waits; there while something does, after the turn that ended last.
    static Node resume(Desk desk, long seq) {
        var button = Nodes.button(Words.text("problem.resume"), desk.outside().resume(), "small", "accent");
        button.visibleProperty().bind(desk.model().mayResume(seq));
        button.managedProperty().bind(button.visibleProperty());
        return button;
    }
}
