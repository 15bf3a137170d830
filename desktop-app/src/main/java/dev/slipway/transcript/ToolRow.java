package dev.slipway.transcript;

import dev.slipway.control.Copying;
import dev.slipway.control.Nodes;
import dev.slipway.control.Times;
import dev.slipway.mirror.LiveBlock;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted.Outcome;
import dev.slipway.model.event.SessionEvent.ToolCallRequested;
import dev.slipway.model.event.SessionEvent.ToolCallStarted;
import dev.slipway.navigation.Destination;
import dev.slipway.text.DiffLine;
import dev.slipway.text.DiffView;
import dev.slipway.text.TerminalText;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// A tool call as a card: what it does, how it stands, how long it took; its output or its change below.
final class ToolRow extends RowView {
    private static final int FEW_LINES = 12;
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

    private final Desk desk;
    private final StackPane icon = new StackPane();
    private final Label summary = Nodes.label("", "tool-summary");
    private final Label counts = Nodes.label("", "tool-counts");
    private final Label note = Nodes.label("", "tool-note");
    private final StackPane mark = new StackPane();
    private final StackPane chevron = new StackPane();
    private final TerminalText output;
    private final VBox body = new VBox();
    private final HBox head;
    private final VBox card;
    private Standing standing = Standing.WRITING;
    private Item shown = Items.NOTHING;
    private boolean usuallyOpen;

    ToolRow(Desk desk) {
        super("tool-row");
        this.desk = desk;
        output = new TerminalText(desk::follow);
        HBox.setHgrow(summary, Priority.ALWAYS);
        summary.setMaxWidth(Double.MAX_VALUE);
        summary.setMinWidth(0);
        note.setMinWidth(USE_PREF_SIZE);
        counts.setMinWidth(USE_PREF_SIZE);
        head = new HBox(8, icon, summary, counts, note, mark, chevron);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("tool-head");
        head.setAccessibleRole(AccessibleRole.BUTTON);
        head.setOnMouseClicked(event -> {
            if (event.isStillSincePress()) {
                fold(!desk.folds().isOpen(shown.key(), usuallyOpen));
            }
        });
        body.getStyleClass().add("tool-body");
        card = new VBox(head, body);
        card.getStyleClass().add("tool-card");
        content(card);
        mark.getChildren().add(Icon.CLOCK.node(14));
    }

    @Override
    boolean fold(boolean open) {
        desk.folds().set(shown.key(), open);
        again();
        return true;
    }

    private void again() {
        show(shown);
        changed();
    }

    @Override
    void show(Item item) {
        shown = item;
        note.textProperty().unbind();
        switch (item) {
            case Item.Streaming streaming -> {
                LiveBlock block = streaming.block();
                summary.setText(Words.text("transcript.tool.writing"));
                note.setText(Words.text(
                        "transcript.characters", block.missing() + block.text().length()));
                counts.setText("");
                become(Standing.WRITING, Icon.TERMINAL);
                Nodes.show(body, false);
                chevron.getChildren().clear();
            }
            case Item.Kept kept -> showKept(kept);
        }
    }

    private void showKept(Item.Kept kept) {
        if (!(kept.row().first().event() instanceof ToolCallRequested call)) {
            return;
        }
        Optional<ToolCallCompleted> end = kept.row().events().stream()
                .map(Envelope::event)
                .filter(ToolCallCompleted.class::isInstance)
                .map(ToolCallCompleted.class::cast)
                .findFirst();
        Optional<Instant> started = kept.row().events().stream()
                .filter(envelope -> envelope.event() instanceof ToolCallStarted)
                .map(Envelope::at)
                .findFirst();
        Standing now = end.map(done -> Standing.valueOf(done.outcome().name()))
                .orElse(started.isPresent() ? Standing.RUNNING : Standing.WAITING);
        summary.setText(call.summary());
        become(now, icon(call));
        showNote(now, end, started.orElse(kept.row().first().at()));
        boolean failed = end.filter(done -> done.outcome() != Outcome.SUCCEEDED).isPresent();
        List<DiffLine> change = failed ? List.of() : change(call);
        counts.setText(
                change.isEmpty()
                        ? ""
                        : "+" + count(change, DiffLine.Kind.ADDED) + "  −" + count(change, DiffLine.Kind.REMOVED));
        List<Node> parts = new ArrayList<>();
        usuallyOpen = !change.isEmpty() || failed || end.isEmpty();
        boolean open = desk.folds().isOpen(item(kept), usuallyOpen);
        if (open) {
            parts(call, end, change, kept, parts);
        }
        end.flatMap(done -> desk.pictures().thumbnails(done.images())).ifPresent(parts::add);
        body.getChildren().setAll(parts);
        Nodes.show(body, !parts.isEmpty());
        boolean foldable = open ? !parts.isEmpty() : !text(kept, end).isEmpty() || !change.isEmpty();
        chevron.getChildren()
                .setAll(foldable ? List.of((open ? Icon.CHEVRON_DOWN : Icon.CHEVRON_RIGHT).node(12)) : List.of());
    }

    private static long item(Item.Kept kept) {
        return kept.key();
    }

    private static String text(Item.Kept kept, Optional<ToolCallCompleted> end) {
        return end.map(ToolCallCompleted::output)
                .orElse(kept.output().map(LiveBlock::text).orElse(""))
                .stripTrailing();
    }

    private void parts(
            ToolCallRequested call,
            Optional<ToolCallCompleted> end,
            List<DiffLine> change,
            Item.Kept kept,
            List<Node> into) {
        if (!change.isEmpty()) {
            addChange(change, RowText.argument(call, "path").orElse(""), into);
            return;
        }
        RowText.argument(call, "command")
                .filter(command -> command.contains("\n")
                        || command.strip().length() > call.summary().length() + 20)
                .ifPresent(command -> {
                    TerminalText whole = new TerminalText(desk::follow);
                    whole.getStyleClass().add("tool-command");
                    whole.show(TextLines.last(command.strip(), MOST_LINES));
                    into.add(whole);
                });
        String text = text(kept, end);
        if (!text.isEmpty()) {
            addOutput(text, end, into);
        }
    }

    private void addChange(List<DiffLine> change, String path, List<Node> into) {
        boolean longer = change.size() > FEW_LINES + 4;
        boolean whole = desk.folds().isWhole(shown.key());
        List<DiffLine> lines = whole || !longer ? change : change.subList(0, FEW_LINES);
        into.add(new DiffView(lines.subList(0, Math.min(lines.size(), MOST_LINES)), DiffView.language(path), false));
        Button changes = Nodes.button(
                Words.text("tool.inChanges"),
                () -> desk.outside()
                        .go()
                        .accept(new Destination.FileLine(desk.model().session(), path, 0)),
                "flat",
                "small",
                "tool-more");
        into.add(foot(
                longer ? Optional.of(more(Words.text("transcript.allLines", change.size()))) : Optional.empty(),
                changes));
    }

    private void addOutput(String kept, Optional<ToolCallCompleted> end, List<Node> into) {
        boolean whole = desk.folds().isWhole(shown.key());
        Optional<String> brought =
                end.flatMap(ToolCallCompleted::whole).filter(_ -> whole).flatMap(desk.pictures()::text);
        String text = brought.orElse(kept).stripTrailing();
        int lines = TextLines.count(text);
        boolean longer = lines > FEW_LINES + 4;
        boolean partial = end.flatMap(ToolCallCompleted::whole).isPresent() && brought.isEmpty();
        if (whole || !longer) {
            output.show(TextLines.last(text, MOST_LINES));
        } else {
            output.show(end.isEmpty() ? TextLines.last(text, FEW_LINES) : TextLines.ends(text, lines, FEW_LINES));
        }
        into.add(output);
        if (whole && partial) {
            end.flatMap(ToolCallCompleted::whole)
                    .ifPresent(
                            blob -> desk.pictures().bring(blob, this::again, problem -> note.setText(problem.title())));
        }
        if (longer || partial) {
            String all = partial ? Words.text("transcript.wholeOutput") : Words.text("transcript.allLines", lines);
            into.add(foot(
                    Optional.of(more(all)),
                    Nodes.iconButton(
                            Icon.COPY,
                            Words.text("transcript.copyOutput"),
                            () -> Copying.copy(dev.slipway.text.Ansi.plain(text)))));
        }
    }

    private Button more(String all) {
        boolean whole = desk.folds().isWhole(shown.key());
        return Nodes.button(
                whole ? Words.text("transcript.fewerLines") : all,
                () -> {
                    desk.folds().turnWhole(shown.key());
                    again();
                },
                "flat",
                "small",
                "tool-more");
    }

    private static HBox foot(Optional<Button> more, Node... others) {
        HBox row = new HBox();
        more.ifPresent(row.getChildren()::add);
        row.getChildren().add(Nodes.spacer());
        row.getChildren().addAll(others);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("tool-foot");
        return row;
    }

    private void become(Standing now, Icon symbol) {
        boolean same = standing == now;
        standing = now;
        icon.getChildren().setAll(symbol.node(14));
        if (!same || mark.getChildren().isEmpty()) {
            card.getStyleClass().setAll("tool-card", "tool-" + now.name().toLowerCase(Locale.ROOT));
            mark.getChildren()
                    .setAll(
                            switch (now) {
                                case WRITING, RUNNING -> wheel();
                                case WAITING -> Icon.CLOCK.node(14);
                                case SUCCEEDED -> Icon.CHECK.node(14);
                                case FAILED, TIMED_OUT, CUT -> Icon.CLOSE.node(14);
                            });
        }
        head.setAccessibleText(summary.getText() + ", " + Words.text("tool." + now.name()));
    }

    private static ProgressIndicator wheel() {
        ProgressIndicator wheel = new ProgressIndicator();
        wheel.getStyleClass().add("tool-wheel");
        wheel.setPrefSize(14, 14);
        return wheel;
    }

    private void showNote(Standing now, Optional<ToolCallCompleted> end, Instant since) {
        if (end.isPresent()) {
            note.setText(note(now, end.get()));
            return;
        }
        note.textProperty().bind(desk.model().ticks().map(_ -> {
            Duration gone = Duration.between(since, desk.model().clock().instant());
            String took = gone.toSeconds() < 1 ? "" : Times.took(Duration.ofSeconds(gone.toSeconds()));
            return now == Standing.WAITING ? (Words.text("tool.WAITING") + "  " + took).strip() : took;
        }));
    }

    private static String note(Standing standing, ToolCallCompleted end) {
        String took = Times.took(end.took());
        return switch (standing) {
            case FAILED ->
                end.exitCode().map(code -> Words.text("tool.exit", code, took)).orElse(Words.text("tool.failed", took));
            case TIMED_OUT -> Words.text("tool.timedOut", took);
            case CUT -> Words.text("tool.cut", took);
            default -> took;
        };
    }

    private static Icon icon(ToolCallRequested call) {
        return switch (call.tool()) {
            case "read" -> Icon.EYE;
            case "write" -> Icon.FILE;
            case "edit" -> Icon.PENCIL;
            case "glob", "grep" -> Icon.SEARCH;
            case "todo" -> Icon.LIST;
            case "open_pull_request" -> Icon.PULL_REQUEST;
            default -> call.effect() == Effect.REACHES_OUT ? Icon.EXTERNAL : Icon.TERMINAL;
        };
    }

    private static long count(List<DiffLine> change, DiffLine.Kind kind) {
        return change.stream().filter(line -> line.kind() == kind).count();
    }

    /// What an edit changes, from its arguments.
    private static List<DiffLine> change(ToolCallRequested call) {
        return switch (call.tool()) {
            case "edit" ->
                RowText.arguments(call)
                        .map(json -> DiffLine.between(
                                json.path("old_text").asText(),
                                json.path("new_text").asText()))
                        .orElse(List.of());
            case "write" ->
                RowText.arguments(call)
                        .map(json -> DiffLine.between("", json.path("content").asText()))
                        .orElse(List.of());
            default -> List.of();
        };
    }
}
