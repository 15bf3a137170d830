package dev.slipway.transcript;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.control.Copying;
import dev.slipway.control.Nodes;
import dev.slipway.control.Times;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted.Outcome;
import dev.slipway.model.event.SessionEvent.ToolCallRequested;
import dev.slipway.model.event.SessionEvent.ToolCallStarted;
import dev.slipway.model.wire.Json;
import dev.slipway.text.Ansi;
import dev.slipway.text.DiffLine;
import dev.slipway.text.DiffView;
import dev.slipway.text.TerminalText;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// A tool call as a card: what it does, how it stands, how long it took; its output or its change below.
final class ToolRow extends RowView {
    private static final int FEW_LINES = 14;
    private static final int MOST_LINES = 1_500;

    /// The card's states, each a style class.
    private enum Standing {
        WRITING,
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        TIMED_OUT,
        CUT
    }

    private final Set<Long> turned;
    private final StackPane icon = new StackPane();
    private final Label summary = Nodes.label("", "tool-summary");
    private final Label note = Nodes.label("", "tool-note");
    private final StackPane mark = new StackPane();
    private final TerminalText output = new TerminalText(_ -> {});
    private final VBox body = new VBox();
    private final Button more = Nodes.button("", () -> {}, "flat", "small", "tool-more");
    private final VBox card;
    private long key;
    private boolean allLines;
    private Item shown = new Item.Streaming(new dev.slipway.mirror.LiveBlock(
            new dev.slipway.model.event.BlockId("none"), dev.slipway.model.event.BlockKind.TEXT, "", 0, ""));

    ToolRow(Set<Long> turned) {
        super("tool-row");
        this.turned = turned;
        HBox.setHgrow(summary, Priority.ALWAYS);
        summary.setMaxWidth(Double.MAX_VALUE);
        summary.setMinWidth(0);
        note.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(8, icon, summary, note, mark);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("tool-head");
        head.setOnMouseClicked(_ -> {
            if (!turned.remove(key)) {
                turned.add(key);
            }
            show(shown);
        });
        more.setOnAction(_ -> {
            allLines = !allLines;
            show(shown);
        });
        body.getStyleClass().add("tool-body");
        card = new VBox(head, body);
        card.getStyleClass().add("tool-card");
        content(card);
    }

    @Override
    void show(Item item) {
        if (!item.equals(shown)) {
            allLines = false;
        }
        shown = item;
        switch (item) {
            case Item.Streaming streaming -> {
                key = 0;
                summary.setText(Words.text("transcript.tool.writing"));
                note.setText(Words.text(
                        "transcript.characters",
                        streaming.block().missing() + streaming.block().text().length()));
                become(Standing.WRITING, Icon.TERMINAL);
                Nodes.show(body, false);
            }
            case Item.Kept kept -> showKept(kept);
        }
    }

    private void showKept(Item.Kept kept) {
        if (!(kept.row().first().event() instanceof ToolCallRequested requested)) {
            return;
        }
        key = kept.row().first().seq();
        Optional<ToolCallCompleted> completed = kept.row().events().stream()
                .map(Envelope::event)
                .filter(ToolCallCompleted.class::isInstance)
                .map(ToolCallCompleted.class::cast)
                .findFirst();
        boolean started = kept.row().events().stream().anyMatch(e -> e.event() instanceof ToolCallStarted);
        Standing standing = completed
                .map(end -> Standing.valueOf(end.outcome().name()))
                .orElse(started ? Standing.RUNNING : Standing.WAITING);
        summary.setText(requested.summary());
        note.setText(note(standing, completed));
        become(standing, icon(requested));
        List<DiffLine> change = change(requested);
        String text = completed
                .map(ToolCallCompleted::output)
                .orElse(kept.output().map(live -> live.text()).orElse(""));
        boolean failed =
                completed.filter(end -> end.outcome() != Outcome.SUCCEEDED).isPresent();
        boolean naturallyOut = !change.isEmpty() || failed || completed.isEmpty();
        boolean out = naturallyOut != turned.contains(key);
        Nodes.show(body, out && (!change.isEmpty() || !text.isEmpty()));
        if (!body.isVisible()) {
            return;
        }
        if (!change.isEmpty() && !failed) {
            showChange(change, DiffView.language(path(requested)));
        } else {
            showOutput(text, completed.isEmpty());
        }
    }

    private void showChange(List<DiffLine> change, String language) {
        List<DiffLine> lines = allLines || change.size() <= FEW_LINES + 4 ? change : change.subList(0, FEW_LINES);
        body.getChildren().setAll(new DiffView(lines.subList(0, Math.min(lines.size(), MOST_LINES)), language, false));
        offerMore(change.size(), change.size() > FEW_LINES + 4);
    }

    private void showOutput(String text, boolean live) {
        String plain = text.stripTrailing();
        int lines = count(plain);
        boolean cut = !allLines && lines > FEW_LINES + 4;
        output.show(
                cut
                        ? live || lines > MOST_LINES ? last(plain, FEW_LINES) : ends(plain, lines)
                        : last(plain, MOST_LINES));
        body.getChildren().setAll(output);
        offerMore(lines, lines > FEW_LINES + 4);
    }

    private void offerMore(int lines, boolean offered) {
        if (!offered) {
            return;
        }
        more.setText(allLines ? Words.text("transcript.fewerLines") : Words.text("transcript.allLines", lines));
        HBox row = new HBox(
                more, Nodes.spacer(), Nodes.iconButton(Icon.COPY, Words.text("transcript.copyOutput"), this::copy));
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("tool-foot");
        body.getChildren().add(row);
    }

    private void copy() {
        if (shown instanceof Item.Kept kept) {
            kept.row().events().forEach(envelope -> {
                if (envelope.event() instanceof ToolCallCompleted end) {
                    Copying.copy(Ansi.plain(end.output()));
                }
            });
        }
    }

    private void become(Standing standing, Icon symbol) {
        card.getStyleClass().setAll("tool-card", "tool-" + standing.name().toLowerCase(Locale.ROOT));
        icon.getChildren().setAll(symbol.node(14));
        switch (standing) {
            case WRITING, RUNNING -> {
                ProgressIndicator wheel = new ProgressIndicator();
                wheel.getStyleClass().add("tool-wheel");
                wheel.setPrefSize(14, 14);
                if (mark.getChildren().isEmpty() || !(mark.getChildren().getFirst() instanceof ProgressIndicator)) {
                    mark.getChildren().setAll(wheel);
                }
            }
            case WAITING -> mark.getChildren().setAll(Icon.CLOCK.node(14));
            case SUCCEEDED -> mark.getChildren().setAll(Icon.CHECK.node(14));
            case FAILED, TIMED_OUT, CUT -> mark.getChildren().setAll(Icon.CLOSE.node(14));
        }
        setAccessibleText(summary.getText() + ", " + Words.text("tool." + standing.name()));
    }

    private static String note(Standing standing, Optional<ToolCallCompleted> completed) {
        if (completed.isEmpty()) {
            return standing == Standing.WAITING ? Words.text("tool.WAITING") : "";
        }
        String took = Times.took(completed.get().took());
        return switch (standing) {
            case FAILED ->
                completed
                        .get()
                        .exitCode()
                        .map(code -> Words.text("tool.exit", code, took))
                        .orElse(Words.text("tool.failed", took));
            case TIMED_OUT -> Words.text("tool.timedOut", took);
            case CUT -> Words.text("tool.cut", took);
            default -> took;
        };
    }

    private static Icon icon(ToolCallRequested requested) {
        return switch (requested.tool()) {
            case "read" -> Icon.EYE;
            case "write" -> Icon.FILE;
            case "edit" -> Icon.PENCIL;
            case "glob", "grep" -> Icon.SEARCH;
            case "todo" -> Icon.LIST;
            case "open_pull_request" -> Icon.PULL_REQUEST;
            default -> requested.effect() == Effect.REACHES_OUT ? Icon.EXTERNAL : Icon.TERMINAL;
        };
    }

    /// What an edit changes, from its arguments.
    private static List<DiffLine> change(ToolCallRequested requested) {
        return switch (requested.tool()) {
            case "edit" ->
                arguments(requested)
                        .map(json -> DiffLine.between(
                                json.path("old_text").asText(),
                                json.path("new_text").asText()))
                        .orElse(List.of());
            case "write" ->
                arguments(requested)
                        .map(json -> DiffLine.between("", json.path("content").asText()))
                        .orElse(List.of());
            default -> List.of();
        };
    }

    private static String path(ToolCallRequested requested) {
        return arguments(requested).map(json -> json.path("path").asText()).orElse("");
    }

    private static Optional<JsonNode> arguments(ToolCallRequested requested) {
        try {
            return Optional.of(Json.lenient().readTree(requested.arguments()));
        } catch (JsonProcessingException e) {
            // The model sent something malformed: the tool's answer says so.
            return Optional.empty();
        }
    }

    private static int count(String text) {
        return text.isEmpty() ? 0 : (int) text.chars().filter(c -> c == '\n').count() + 1;
    }

    private static String last(String text, int lines) {
        int at = text.length();
        for (int i = 0; i < lines && at >= 0; i++) {
            at = text.lastIndexOf('\n', at - 1);
        }
        return at < 0 ? text : text.substring(at + 1);
    }

    private static String ends(String text, int lines) {
        int head = FEW_LINES / 2;
        int at = -1;
        for (int i = 0; i < head; i++) {
            at = text.indexOf('\n', at + 1);
        }
        return text.substring(0, at) + "\n\u001b[2m⋯ " + (lines - FEW_LINES) + "\u001b[0m\n"
                + last(text, FEW_LINES - head);
    }
}
