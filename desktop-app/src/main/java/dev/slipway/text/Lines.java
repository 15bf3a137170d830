package dev.slipway.text;

import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.List;

/// Keeps what is laid out within bounds: a line of a million characters would hold up the window for seconds.
final class Lines {
    private static final int LONGEST = 2_000;
    private static final int PARAGRAPH = 20_000;

    private Lines() {}

    /// The same text, with lines that are too long cut; what was cut is counted.
    static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int from = 0;
        while (from <= text.length()) {
            int newline = text.indexOf('\n', from);
            int end = newline < 0 ? text.length() : newline;
            if (end - from > LONGEST) {
                kept.append(text, from, from + LONGEST).append(more(end - from - LONGEST));
            } else {
                kept.append(text, from, end);
            }
            if (newline >= 0) {
                kept.append('\n');
            }
            from = end + 1;
        }
        return kept.toString();
    }

    /// A paragraph as far as it can be shown.
    static List<Span> cut(List<Span> spans) {
        int left = PARAGRAPH;
        for (int i = 0; i < spans.size(); i++) {
            left -= spans.get(i).text().length();
            if (left < 0) {
                Span last = spans.get(i);
                String kept = last.text().substring(0, last.text().length() + left);
                int more = -left;
                for (Span rest : spans.subList(i + 1, spans.size())) {
                    more += rest.text().length();
                }
                List<Span> all = new ArrayList<>(spans.subList(0, i));
                all.add(new Span(kept, last.styles(), last.fill(), last.target()));
                all.add(Span.of(more(more), "cut-note"));
                return all;
            }
        }
        return spans;
    }

    private static String more(int characters) {
        return " ⋯ " + Words.text("text.moreCharacters", characters);
    }
}
