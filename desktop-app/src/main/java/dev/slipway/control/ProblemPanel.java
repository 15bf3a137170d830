package dev.slipway.control;

import dev.slipway.model.problem.Problem;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// An error as a person meets it: what happened, what it means, what to do; with a report to copy.
public final class ProblemPanel extends HBox {
    /// @param actions what can be done about it here
    public ProblemPanel(Problem problem, Node... actions) {
        getStyleClass().addAll("problem", "danger");
        Label title = Nodes.label(problem.title(), "problem-title");
        Label detail = Nodes.label(problem.detail(), "problem-detail");
        Label remedy = Nodes.label(problem.remedy().orElse(""), "problem-remedy");
        Nodes.show(remedy, problem.remedy().isPresent());
        VBox text = new VBox(2, title, detail, remedy);
        for (Label label : new Label[] {title, detail, remedy}) {
            label.setWrapText(true);
            label.setMinHeight(USE_PREF_SIZE);
        }
        if (actions.length > 0) {
            HBox row = new HBox(8, actions);
            row.setPadding(new Insets(6, 0, 0, 0));
            text.getChildren().add(row);
        }
        HBox.setHgrow(text, Priority.ALWAYS);
        getChildren()
                .addAll(
                        Icon.WARNING.node(16),
                        text,
                        Nodes.iconButton(Icon.COPY, Words.text("problem.copy"), () -> Copying.copy(report(problem))));
    }

    static String report(Problem problem) {
        return problem.title() + "\n" + problem.detail()
                + problem.remedy().map(remedy -> "\n" + remedy).orElse("") + "\n(" + problem.code() + ")";
    }
}
