package dev.slipway.transcript;

import dev.slipway.flow.RowFlow;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.SessionEvent;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
        LOOK,
        TODO,
        PROBLEM,
        MARK
    }

    private final RowView view;
    private final Desk desk;
    private final Consumer<TranscriptCell> dresser;
    private @Nullable Divider divider;

    /// @param dresser shows what is selected and found, whenever the cell shows something else
    TranscriptCell(RowView view, Desk desk, Consumer<TranscriptCell> dresser) {
        this.view = view;
        this.desk = desk;
        this.dresser = dresser;
        getStyleClass().add("transcript-cell");
        getChildren().add(view);
        view.onChanged(() -> dresser.accept(this));
    }

    static TranscriptCell of(Kind kind, Desk desk, Consumer<TranscriptCell> dresser) {
        RowView view = switch (kind) {
            case PROMPT -> new PromptRow(desk);
            case TEXT -> new TextRow(desk);
            case REASONING -> new ReasoningRow(desk);
            case TOOL -> new ToolRow(desk);
            case LOOK -> new LookRow(desk);
            case TODO -> new TodoRow();
            case PROBLEM -> new ProblemRow(desk);
            case MARK -> new MarkRow(desk);
        };
        return new TranscriptCell(view, desk, dresser);
    }

    RowView view() {
        return view;
    }

    @Override
    protected void show(Item item) {
        showDivider(Divider.above(row(), item, desk.model()));
        view.show(item);
        dresser.accept(this);
    }

    private void showDivider(Optional<Divider.What> what) {
        if (what.isEmpty() && divider == null) {
            return;
        }
        if (divider == null) {
            divider = new Divider(desk.model());
            getChildren().add(divider);
        }
        divider.show(what);
        requestLayout();
    }

    private double dividerHeight() {
        return divider != null && divider.isVisible() ? Divider.HEIGHT : 0;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 2 * GAP + dividerHeight() + view.prefHeight(breadth(width));
    }

    @Override
    protected void layoutChildren() {
        double breadth = breadth(getWidth());
        double x = snapPositionX((getWidth() - breadth) / 2);
        double top = dividerHeight();
        if (divider != null) {
            divider.resizeRelocate(x, 0, breadth, Divider.HEIGHT);
        }
        view.resizeRelocate(x, GAP + top, breadth, getHeight() - 2 * GAP - top);
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
            case SessionEvent.ToolCallRequested call -> LookRow.shows(call) ? Kind.LOOK : Kind.TOOL;
            case SessionEvent.TodoChanged _ -> Kind.TODO;
            default -> ProblemRow.problem(event).isPresent() ? Kind.PROBLEM : Kind.MARK;
        };
    }
}
