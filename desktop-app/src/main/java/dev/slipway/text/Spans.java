package dev.slipway.text;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// Makes text flows of spans.
final class Spans {
    private Spans() {}

    static TextFlow flow(List<Span> spans, Consumer<String> open, String... classes) {
        TextFlow flow = new TextFlow();
        flow.getStyleClass().addAll(classes);
        spans.forEach(span -> flow.getChildren().add(text(span, open)));
        return flow;
    }

    /// Makes a flow show other spans, and keeps the texts that look as before.
    static void change(TextFlow flow, List<Span> spans, Consumer<String> open) {
        List<Node> children = flow.getChildren();
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            if (i < children.size() && children.get(i) instanceof Text text && looks(text, span)) {
                if (!text.getText().equals(span.text())) {
                    text.setText(span.text());
                }
            } else {
                children.subList(i, children.size()).clear();
                children.add(text(span, open));
            }
        }
        children.subList(spans.size(), children.size()).clear();
    }

    private static boolean looks(Text text, Span span) {
        List<String> styles = text.getStyleClass();
        return span.target().isEmpty()
                && text.getOnMouseClicked() == null
                && (text.getStyle() == null || text.getStyle().isEmpty())
                        == span.fill().isEmpty()
                && span.fill().isEmpty()
                && styles.subList(1, styles.size()).equals(span.styles());
    }

    private static Text text(Span span, Consumer<String> open) {
        Text text = new Text(span.text());
        text.getStyleClass().add("t");
        text.getStyleClass().addAll(span.styles());
        if (!span.fill().isEmpty()) {
            text.setStyle("-fx-fill: " + span.fill() + ";");
        }
        if (!span.target().isEmpty()) {
            text.setCursor(Cursor.HAND);
            text.setOnMouseClicked(_ -> open.accept(span.target()));
        }
        return text;
    }
}
