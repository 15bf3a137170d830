package dev.slipway.transcript;

import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.navigation.Destination;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;

/// Shows an item by the view of its kind. A cell makes each kind's view once and keeps it, so scrolling and streaming
/// change nodes rather than make them.
final class TranscriptCell extends ListCell<Item> {
    static final double WIDEST = 860;

    private enum Kind {
        PROMPT,
        TEXT,
        REASONING,
        TOOL,
        TODO,
        PROBLEM,
        MARK
    }

    private final Map<Kind, RowView> views = new EnumMap<>(Kind.class);
    private final HBox frame = new HBox();
    private final Set<Long> turned;
    private final Consumer<String> open;
    private final Consumer<Destination> go;

    TranscriptCell(Set<Long> turned, Consumer<String> open, Consumer<Destination> go) {
        this.turned = turned;
        this.open = open;
        this.go = go;
        getStyleClass().add("transcript-cell");
        frame.setAlignment(Pos.TOP_CENTER);
        frame.getStyleClass().add("transcript-frame");
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable Item item, boolean empty) {
        super.updateItem(item, empty);
        if (empty || item == null) {
            setGraphic(null);
            return;
        }
        RowView view = views.computeIfAbsent(kind(item), this::make);
        view.show(item);
        if (!frame.getChildren().contains(view)) {
            frame.getChildren().setAll(view);
        }
        setGraphic(frame);
    }

    private RowView make(Kind kind) {
        RowView view = switch (kind) {
            case PROMPT -> new PromptRow(open);
            case TEXT -> new TextRow(open);
            case REASONING -> new ReasoningRow(turned, open);
            case TOOL -> new ToolRow(turned);
            case TODO -> new TodoRow();
            case PROBLEM -> new ProblemRow();
            case MARK -> new MarkRow(go);
        };
        view.setMaxWidth(WIDEST);
        HBox.setHgrow(view, Priority.ALWAYS);
        return view;
    }

    private static Kind kind(Item item) {
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
