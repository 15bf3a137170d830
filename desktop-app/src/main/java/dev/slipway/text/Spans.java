package dev.slipway.text;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Cursor;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// Makes text flows of spans.
final class Spans {
    private Spans() {}

    static TextFlow flow(List<Span> spans, Consumer<String> open, String... classes) {
        TextFlow flow = new TextFlow();
        flow.getStyleClass().addAll(classes);
        fill(flow, spans, open);
        return flow;
    }

    static void fill(TextFlow flow, List<Span> spans, Consumer<String> open) {
        flow.getChildren().setAll(spans.stream().map(span -> text(span, open)).toList());
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
