package dev.slipway.transcript;

import dev.slipway.control.ProblemPanel;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.*;
import dev.slipway.model.problem.Problem;
import java.util.Optional;
import javafx.scene.layout.StackPane;

/// An error or a notice, with what to do about it.
final class ProblemRow extends RowView {
    private final StackPane place = new StackPane();

    ProblemRow() {
        super("problem-row");
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
            problem(event).ifPresent(problem -> {
                ProblemPanel panel = new ProblemPanel(problem);
                boolean mild = event instanceof ModelRetryScheduled || event instanceof NoticeGiven;
                if (mild) {
                    panel.getStyleClass().remove("danger");
                    panel.getStyleClass().add("mild");
                }
                place.getChildren().setAll(panel);
            });
        }
    }
}
