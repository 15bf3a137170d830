package dev.slipway.transcript;

import dev.slipway.flow.RowFlow;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.navigation.Destination;
import java.util.Set;
import java.util.function.Consumer;

/// Shows items of one kind, one after the other, in a column of readable breadth.
final class TranscriptCell extends RowFlow.Cell<Item> {
    static final double WIDEST = 860;
    private static final double MARGIN = 22;
    private static final double GAP = 5;

    /// What a cell can show.
    enum Kind {
        PROMPT,
        TEXT,
        REASONING,
        TOOL,
        TODO,
        PROBLEM,
        MARK
    }

    private final RowView view;

    TranscriptCell(RowView view) {
        this.view = view;
        getStyleClass().add("transcript-cell");
        getChildren().add(view);
    }

    static TranscriptCell of(Kind kind, Set<Long> turned, Consumer<String> open, Consumer<Destination> go) {
        return new TranscriptCell(
                switch (kind) {
                    case PROMPT -> new PromptRow(open);
                    case TEXT -> new TextRow(open);
                    case REASONING -> new ReasoningRow(turned, open);
                    case TOOL -> new ToolRow(turned);
                    case TODO -> new TodoRow();
                    case PROBLEM -> new ProblemRow();
                    case MARK -> new MarkRow(go);
                });
    }

    @Override
    protected void show(Item item) {
        view.show(item);
    }

    @Override
    protected double computePrefHeight(double width) {
        return 2 * GAP + view.prefHeight(breadth(width));
    }

    @Override
    protected void layoutChildren() {
        double breadth = breadth(getWidth());
        view.resizeRelocate(snapPositionX((getWidth() - breadth) / 2), GAP, breadth, getHeight() - 2 * GAP);
    }

    private static double breadth(double width) {
        return Math.max(0, Math.min(WIDEST, Math.floor(width - 2 * MARGIN)));
    }

    static Kind kind(Item item) {
        return switch (item) {
            case Item.Streaming streaming -> kind(streaming.block().kind());
            case Item.Kept kept -> kind(kept.row().first().event());
        };
    }

    private static Kind kind(BlockKind kind) {
        return switch (kind) {
            case TEXT -> Kind.TEXT;
            case REASONING -> Kind.REASONING;
            case TOOL_ARGUMENTS, TOOL_OUTPUT -> Kind.TOOL;
        };
    }

    private static Kind kind(SessionEvent event) {
        return switch (event) {
            case SessionEvent.PromptAccepted _, SessionEvent.PromptDelivered _ -> Kind.PROMPT;
            case SessionEvent.TextWritten _ -> Kind.TEXT;
            case SessionEvent.ReasoningWritten _ -> Kind.REASONING;
            case SessionEvent.ToolCallRequested _ -> Kind.TOOL;
            case SessionEvent.TodoChanged _ -> Kind.TODO;
            default -> ProblemRow.problem(event).isPresent() ? Kind.PROBLEM : Kind.MARK;
        };
    }
}
