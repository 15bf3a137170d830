package dev.slipway.composer;

import dev.slipway.control.Nodes;
import dev.slipway.mirror.Outbox.Waiting;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The prompts that wait: drag one to its place, edit it, insert it now, withdraw it. Below them those that have not
/// left this computer. A row keeps its node as long as its prompt waits, so that news from others disturb nobody who
/// edits or drags.
final class QueueView extends VBox {
    private static final double TALLEST = 220;

    private final ComposerModel model;
    private final ObservableList<Prompt> queue;
    private final VBox rows = new VBox(4);
    private final Region mark = new Region();
    private final Label title = Nodes.label("", "queue-title");
    private final Button resume = Nodes.button(Words.text("queue.resume"), this::resume, "small", "flat");
    private final Map<PromptId, QueueRow> known = new HashMap<>();
    private final Map<PromptId, UnsentRow> knownUnsent = new HashMap<>();

    QueueView(ComposerModel model, ObservableList<Prompt> queue) {
        this.model = model;
        this.queue = queue;
        getStyleClass().add("queue");
        mark.getStyleClass().add("queue-mark");
        mark.setManaged(false);
        mark.setVisible(false);
        HBox head = new HBox(8, title, resume);
        head.setAlignment(Pos.CENTER_LEFT);
        AsTall scroll = new AsTall(rows);
        rows.needsLayoutProperty().subscribe(needed -> {
            if (needed) {
                scroll.requestLayout();
            }
        });
        getChildren().addAll(head, scroll);
        queue.addListener((ListChangeListener<Prompt>) _ -> show());
        model.unsent().addListener((ListChangeListener<Waiting>) _ -> show());
        model.working().subscribe(this::show);
        rows.addEventHandler(KeyEvent.KEY_PRESSED, this::keys);
        show();
    }

    private void show() {
        List<Node> shown = new ArrayList<>();
        List<PromptId> ids = new ArrayList<>();
        for (int i = 0; i < queue.size(); i++) {
            Prompt prompt = queue.get(i);
            ids.add(prompt.id());
            QueueRow row = known.computeIfAbsent(
                    prompt.id(), _ -> new QueueRow(model, prompt, new QueueRow.Dragging(this::drag, this::drop)));
            row.show(prompt, i, queue.size());
            shown.add(row);
        }
        known.entrySet().removeIf(entry -> {
            boolean gone = !ids.contains(entry.getKey());
            if (gone) {
                entry.getValue().leave();
            }
            return gone;
        });
        List<PromptId> unsent = new ArrayList<>();
        for (Waiting waiting : model.unsent()) {
            unsent.add(waiting.id());
            UnsentRow row = knownUnsent.computeIfAbsent(waiting.id(), _ -> new UnsentRow(model));
            row.show(waiting);
            shown.add(row);
        }
        knownUnsent.keySet().retainAll(unsent);
        shown.add(mark);
        if (!rows.getChildren().equals(shown)) {
            Node focused = getScene() == null ? null : getScene().getFocusOwner();
            rows.getChildren().setAll(shown);
            if (focused != null && shown.contains(focused)) {
                focused.requestFocus();
            }
        }
        title.setText(Words.text("queue.title", queue.size()));
        Nodes.show(title.getParent(), !queue.isEmpty());
        Nodes.show(resume, !model.working().get() && !queue.isEmpty());
        Nodes.show(this, shown.size() > 1);
    }

    private void resume() {
        model.queue().resume();
    }

    private void keys(KeyEvent event) {
        if (!(event.getTarget() instanceof QueueRow row)) {
            return;
        }
        int at = row.position();
        switch (event.getCode()) {
            case UP, DOWN -> {
                int to = at + (event.getCode() == javafx.scene.input.KeyCode.UP ? -1 : 1);
                if (to < 0 || to >= queue.size()) {
                    break;
                }
                if (event.isAltDown()) {
                    model.queue().move(row.prompt().id(), to);
                } else {
                    rows.getChildren().get(to).requestFocus();
                }
            }
            case ENTER, F2 -> row.edit();
            case DELETE, BACK_SPACE -> row.withdraw();
            default -> {
                return;
            }
        }
        event.consume();
    }

    /// Shows where a row that is dragged would go.
    private void drag(QueueRow row, double sceneY) {
        int to = place(sceneY);
        row.setViewOrder(-1);
        row.setTranslateY(rows.sceneToLocal(0, sceneY).getY() - row.getLayoutY() - row.getHeight() / 2);
        Node edge = rows.getChildren().get(Math.min(to, queue.size() - 1));
        double y =
                to >= queue.size() ? edge.getLayoutY() + edge.getLayoutBounds().getHeight() : edge.getLayoutY() - 3;
        mark.resizeRelocate(0, y, rows.getWidth(), 2);
        mark.setVisible(true);
    }

    private void drop(QueueRow row, double sceneY) {
        row.setTranslateY(0);
        row.setViewOrder(0);
        mark.setVisible(false);
        int to = place(sceneY);
        // The row itself leaves its place, so what is below moves up.
        int position = to > row.position() ? to - 1 : to;
        if (position != row.position()) {
            model.queue().move(row.prompt().id(), position);
        }
    }

    /// Before which row this height is.
    private int place(double sceneY) {
        double y = rows.sceneToLocal(0, sceneY).getY();
        int to = 0;
        while (to < queue.size()) {
            Node row = rows.getChildren().get(to);
            if (y < row.getLayoutY() + row.getLayoutBounds().getHeight() / 2) {
                break;
            }
            to++;
        }
        return to;
    }

    /// As tall as its rows, up to a limit.
    private static final class AsTall extends ScrollPane {
        private final VBox rows;

        AsTall(VBox rows) {
            super(rows);
            this.rows = rows;
            setFitToWidth(true);
            setHbarPolicy(ScrollBarPolicy.NEVER);
            getStyleClass().addAll("queue-scroll", "edge-to-edge");
        }

        @Override
        protected double computePrefHeight(double width) {
            return Math.min(TALLEST, rows.prefHeight(width));
        }

        @Override
        protected double computeMinHeight(double width) {
            return computePrefHeight(width);
        }
    }
}
