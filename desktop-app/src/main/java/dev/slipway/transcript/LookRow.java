package dev.slipway.transcript;

import dev.slipway.control.Nodes;
import dev.slipway.control.Times;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted.Outcome;
import dev.slipway.model.event.SessionEvent.ToolCallRequested;
import dev.slipway.text.TerminalText;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Calls that only look at files, a line each; when there are many, a line for all. What they gave shows on a click.
final class LookRow extends RowView {
    private static final Set<String> TOOLS = Set.of("read", "grep", "glob");
    private static final int FEW = 3;
    private static final int MOST_LINES = 400;

    private record Look(long key, ToolCallRequested call, Optional<ToolCallCompleted> end) {
        boolean failed() {
            return end.filter(done -> done.outcome() != Outcome.SUCCEEDED).isPresent();
        }
    }

    private final Desk desk;
    private final VBox lines = new VBox(1);
    private Item shown = Items.NOTHING;

    LookRow(Desk desk) {
        super("look-row");
        this.desk = desk;
        content(lines);
    }

    static boolean shows(ToolCallRequested call) {
        return call.effect() == Effect.READS && TOOLS.contains(call.tool());
    }

    @Override
    void show(Item item) {
        shown = item;
        if (item instanceof Item.Kept kept) {
            show(looks(kept), item.key());
        }
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

    private void show(List<Look> looks, long key) {
        List<Node> nodes = new ArrayList<>();
        boolean many = looks.size() > FEW;
        boolean out = desk.folds().isOpen(key, !many);
        if (many) {
            nodes.add(all(looks, key, out));
        }
        if (out || !many) {
            for (Look look : looks) {
                nodes.add(line(look, many));
                if (desk.folds().isOpen(-look.key(), false) || (desk.folds().isWhole(key) && out)) {
                    look.end().ifPresent(end -> nodes.add(output(end)));
                }
            }
        }
        lines.getChildren().setAll(nodes);
    }

    private HBox all(List<Look> looks, long key, boolean out) {
        long reads =
                looks.stream().filter(look -> look.call().tool().equals("read")).count();
        long searches = looks.size() - reads;
        List<String> words = new ArrayList<>();
        if (reads > 0) {
            words.add(Words.text("look.read", reads));
        }
        if (searches > 0) {
            words.add(Words.text("look.searched", searches));
        }
        long failed = looks.stream().filter(Look::failed).count();
        if (failed > 0) {
            words.add(Words.text("look.failed", failed));
        }
        Optional<Look> running =
                looks.stream().filter(look -> look.end().isEmpty()).findFirst();
        Duration took = looks.stream()
                .flatMap(look -> look.end().stream())
                .map(ToolCallCompleted::took)
                .reduce(Duration.ZERO, Duration::plus);
        Label label = Nodes.label(String.join("  ·  ", words), "look-text");
        Label note = Nodes.label(running.map(look -> look.call().summary()).orElse(Times.took(took)), "look-note");
        HBox line = head((out ? Icon.CHEVRON_DOWN : Icon.CHEVRON_RIGHT).node(14), label, note);
        line.setAccessibleText(label.getText());
        line.setOnMouseClicked(event -> {
            if (event.isStillSincePress()) {
                desk.folds().turn(key, false);
                again();
            }
        });
        return line;
    }

    private HBox line(Look look, boolean indented) {
        Label label = Nodes.label(look.call().summary(), "look-text");
        Label note = Nodes.label(look.end().map(LookRow::note).orElse("…"), "look-note");
        HBox line = head((look.call().tool().equals("read") ? Icon.EYE : Icon.SEARCH).node(14), label, note);
        if (indented) {
            line.getStyleClass().add("look-inner");
        }
        if (look.failed()) {
            line.getStyleClass().add("look-failed");
        }
        line.setAccessibleText(label.getText() + ", " + note.getText());
        line.setOnMouseClicked(event -> {
            if (event.isStillSincePress()) {
                desk.folds().turn(-look.key(), false);
                again();
            }
        });
        return line;
    }

    private static HBox head(Node icon, Label label, Label note) {
        label.setMinWidth(0);
        note.setMinWidth(USE_PREF_SIZE);
        note.setMaxWidth(360);
        HBox line = new HBox(8, new StackPane(icon), label, note);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("look-line");
        line.setCursor(Cursor.HAND);
        line.setAccessibleRole(AccessibleRole.BUTTON);
        return line;
    }

    private static String note(ToolCallCompleted end) {
        if (end.outcome() != Outcome.SUCCEEDED) {
            return Words.text("look.without");
        }
        int count =
                end.output().isBlank() ? 0 : (int) end.output().strip().lines().count();
        return Words.text("look.lines", count) + "  ·  " + Times.took(end.took());
    }

    private Node output(ToolCallCompleted end) {
        TerminalText text = new TerminalText(desk::follow);
        text.show(TextLines.last(end.output().stripTrailing(), MOST_LINES));
        VBox box = new VBox(text);
        desk.pictures().thumbnails(end.images()).ifPresent(box.getChildren()::add);
        box.getStyleClass().add("look-output");
        return box;
    }

    private static List<Look> looks(Item.Kept kept) {
        Map<String, Look> looks = new LinkedHashMap<>();
        for (Envelope envelope : kept.row().events()) {
            if (envelope.event() instanceof ToolCallRequested call) {
                looks.put(call.call(), new Look(envelope.seq(), call, Optional.empty()));
            } else if (envelope.event() instanceof ToolCallCompleted end) {
                looks.computeIfPresent(end.call(), (_, look) -> new Look(look.key(), look.call(), Optional.of(end)));
            }
        }
        return List.copyOf(looks.values());
    }
}
