package dev.slipway.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.collections.ObservableList;
import javafx.geometry.Point2D;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/// A flow of text in which a stretch can be selected and others marked as found. Both are drawn behind the letters,
/// by shapes that exist only while they are needed.
public final class Prose extends TextFlow {
    /// A flow with more occurrences than that shows no more of them.
    private static final int MOST_MARKS = 400;

    private String lead = "";
    private int texts;
    private @Nullable Path selection;
    private @Nullable Path found;
    private @Nullable Path current;
    private int from;
    private int to;
    private List<Integer> marks = List.of();
    private int markLength;
    private int currentMark = -1;

    Prose(String... classes) {
        getStyleClass().add("prose");
        getStyleClass().addAll(classes);
    }

    static Prose of(List<Span> spans, Consumer<String> open, String... classes) {
        Prose prose = new Prose(classes);
        prose.change(spans, open);
        return prose;
    }

    /// All that a node shows, in reading order.
    public static List<Prose> within(Parent parent) {
        List<Prose> all = new ArrayList<>();
        collect(parent, all);
        return all;
    }

    private static void collect(Parent parent, List<Prose> into) {
        for (Node child : parent.getChildrenUnmodifiable()) {
            if (child instanceof Prose prose) {
                into.add(prose);
            } else if (child instanceof Parent inner && child.isVisible()) {
                collect(inner, into);
            }
        }
    }

    /// Shows other spans, and keeps the texts that look as before: new nodes must be styled, and that is what costs.
    void change(List<Span> spans, Consumer<String> open) {
        List<Span> shown = Invisible.shown(spans);
        ObservableList<Node> children = getChildren();
        for (int i = 0; i < shown.size(); i++) {
            Span span = shown.get(i);
            if (i < texts && children.get(i) instanceof Text text && looks(text, span)) {
                if (!text.getText().equals(span.text())) {
                    text.setText(span.text());
                }
            } else {
                children.remove(i, texts);
                texts = i + 1;
                children.add(i, text(span, open));
            }
        }
        children.remove(shown.size(), texts);
        texts = shown.size();
    }

    /// All of its text.
    public String string() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < texts; i++) {
            all.append(((Text) getChildren().get(i)).getText());
        }
        return all.toString();
    }

    /// What stands before it in a copy of several flows: a bullet, a number.
    public String lead() {
        return lead;
    }

    Prose leadBy(String mark) {
        lead = mark;
        return this;
    }

    /// The place in the text nearest to a point of the scene, from 0 to the length of the text.
    public int offsetAt(double sceneX, double sceneY) {
        Point2D local = sceneToLocal(sceneX, sceneY);
        double y = Math.clamp(local.getY(), 1, Math.max(1, getHeight() - 1));
        return getHitInfo(new Point2D(local.getX(), y)).getInsertionIndex();
    }

    /// Shows a stretch as selected; none when it is empty.
    public void select(int begin, int end) {
        if (begin == from && end == to) {
            return;
        }
        from = begin;
        to = end;
        drawSelection();
    }

    /// Shows stretches as found.
    /// @param begins where each begins
    /// @param length how long each is; 0 for none at all
    /// @param chosen the index of the one that the reader is at; -1 for none
    public void mark(List<Integer> begins, int length, int chosen) {
        if (begins.isEmpty() && marks.isEmpty()) {
            return;
        }
        marks = begins.size() > MOST_MARKS ? begins.subList(0, MOST_MARKS) : begins;
        markLength = length;
        currentMark = chosen;
        drawMarks();
    }

    /// Where in the scene the mark is that the reader is at, from top to bottom; else that of the flow itself.
    public double currentMarkY() {
        return localToScene(0, current == null ? 0 : current.getBoundsInLocal().getMinY())
                .getY();
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        if (from < to) {
            drawSelection();
        }
        if (!marks.isEmpty()) {
            drawMarks();
        }
    }

    private void drawSelection() {
        if (selection == null && from < to) {
            selection = shape("selected-text", 1);
        }
        if (selection != null) {
            int length = string().length();
            selection.getElements().clear();
            if (from < to && from < length) {
                selection.getElements().setAll(getRangeShape(from, Math.min(to, length), true));
            }
        }
    }

    private void drawMarks() {
        if (found == null) {
            found = shape("found-text", 3);
            current = shape("found-text-current", 2);
        }
        if (current == null) {
            return;
        }
        found.getElements().clear();
        current.getElements().clear();
        int length = string().length();
        for (int i = 0; i < marks.size(); i++) {
            int end = marks.get(i) + markLength;
            if (end <= length) {
                (i == currentMark ? current : found).getElements().addAll(getRangeShape(marks.get(i), end, false));
            }
        }
    }

    private Path shape(String style, double depth) {
        Path path = new Path();
        path.getStyleClass().add(style);
        path.setManaged(false);
        path.setMouseTransparent(true);
        path.setViewOrder(depth);
        getChildren().add(path);
        return path;
    }

    private static boolean looks(Text text, Span span) {
        return text.getUserData() instanceof Span had
                && had.styles().equals(span.styles())
                && had.fill().equals(span.fill())
                && had.target().equals(span.target());
    }

    private static Text text(Span span, Consumer<String> open) {
        Text text = new Text(span.text());
        text.setUserData(span);
        text.getStyleClass().add("t");
        text.getStyleClass().addAll(span.styles());
        if (!span.fill().isEmpty()) {
            text.setStyle("-fx-fill: " + span.fill() + ";");
        }
        if (!span.target().isEmpty()) {
            text.setCursor(Cursor.HAND);
            text.setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress()) {
                    open.accept(span.target());
                }
            });
            // Where it leads is seen before it is followed.
            Tooltip.install(text, new Tooltip(Invisible.shown(span.target())));
        }
        return text;
    }
}
