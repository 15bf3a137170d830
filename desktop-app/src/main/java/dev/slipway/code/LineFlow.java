package dev.slipway.code;

import dev.slipway.control.Nodes;
import dev.slipway.text.DiffLine;
import dev.slipway.text.Highlighter;
import dev.slipway.text.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// A line of code with the colours of its language, and with its changed words marked.
final class LineFlow {
    /// Characters that are shown of a line.
    private static final int LONGEST = 2_000;

    private static final int TAB = 4;

    private LineFlow() {}

    static TextFlow of(DiffLine line, String language, Optional<DiffLine> partner) {
        boolean cut = line.text().length() > LONGEST;
        String text = cut ? line.text().substring(0, LONGEST) : line.text();
        List<WordMarks.Mark> marks = cut
                ? List.of()
                : partner.map(other -> WordMarks.of(text, other.text())).orElse(List.of());
        List<Node> nodes = new ArrayList<>();
        int at = 0;
        for (Span span : Highlighter.spans(text, language)) {
            add(nodes, span, at, marks);
            at += span.text().length();
        }
        if (cut) {
            nodes.add(Nodes.label("… +" + (line.text().length() - LONGEST), "line-cut"));
        }
        TextFlow flow = new TextFlow(nodes.toArray(Node[]::new));
        flow.setTabSize(TAB);
        flow.getStyleClass().add("diff-text");
        flow.setMinWidth(0);
        return flow;
    }

    private static void add(List<Node> nodes, Span span, int at, List<WordMarks.Mark> marks) {
        String text = span.text();
        int from = 0;
        for (WordMarks.Mark mark : marks) {
            int start = Math.max(from, mark.from() - at);
            int end = Math.min(text.length(), mark.to() - at);
            if (start < end) {
                plain(nodes, text.substring(from, start), span);
                Label marked = Nodes.label(text.substring(start, end).replace("\t", " ".repeat(TAB)), "diff-mark");
                marked.getStyleClass().addAll(span.styles());
                marked.setMinWidth(Region.USE_PREF_SIZE);
                nodes.add(marked);
                from = end;
            }
        }
        plain(nodes, text.substring(from), span);
    }

    private static void plain(List<Node> nodes, String text, Span span) {
        if (!text.isEmpty()) {
            Text node = new Text(text);
            node.getStyleClass().add("t");
            node.getStyleClass().addAll(span.styles());
            nodes.add(node);
        }
    }
}
