package dev.slipway.transcript;

import dev.slipway.words.Words;

/// Parts of long outputs.
final class TextLines {
    private TextLines() {}

    static int count(String text) {
        return text.isEmpty() ? 0 : (int) text.chars().filter(c -> c == '\n').count() + 1;
    }

    /// The last lines.
    static String last(String text, int lines) {
        int at = text.length();
        for (int i = 0; i < lines && at >= 0; i++) {
            at = text.lastIndexOf('\n', at - 1);
        }
        return at < 0 ? text : text.substring(at + 1);
    }

    /// The first and the last lines, half of `few` each, and how many were left out between them.
    static String ends(String text, int lines, int few) {
        int head = few / 2;
        int at = -1;
        for (int i = 0; i < head; i++) {
            at = text.indexOf('\n', at + 1);
        }
        return text.substring(0, at) + "\n\u001b[2m⋯ " + Words.text("look.lines", lines - few) + "\u001b[0m\n"
                + last(text, few - head);
    }
}
