package dev.slipway.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Makes characters visible that could hide or reorder others: a text from a repository or a model may use them to look
/// like something else than it is (CVE-2021-42574).
final class Invisible {
    private Invisible() {}

    /// The same spans, with each such character as a span of its own that names it.
    static List<Span> shown(List<Span> spans) {
        for (int i = 0; i < spans.size(); i++) {
            if (first(spans.get(i).text(), 0) >= 0) {
                List<Span> all = new ArrayList<>(spans.subList(0, i));
                spans.subList(i, spans.size()).forEach(span -> split(span, all));
                return all;
            }
        }
        return spans;
    }

    static String shown(String text) {
        StringBuilder all = new StringBuilder();
        shown(List.of(Span.of(text))).forEach(span -> all.append(span.text()));
        return all.toString();
    }

    private static void split(Span span, List<Span> into) {
        String text = span.text();
        int from = 0;
        for (int at = first(text, 0); at >= 0; at = first(text, from)) {
            if (at > from) {
                into.add(new Span(text.substring(from, at), span.styles(), span.fill(), span.target()));
            }
            into.add(Span.of("⟨U+" + String.format(Locale.ROOT, "%04X", (int) text.charAt(at)) + "⟩", "invisible"));
            from = at + 1;
        }
        if (from < text.length()) {
            into.add(new Span(text.substring(from), span.styles(), span.fill(), span.target()));
        }
    }

    private static int first(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' ? c != '\n' && c != '\t' : c >= 0x7f && hides(text, i, c)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean hides(String text, int at, char c) {
        return switch (c) {
            case 0x7f, 0xad, 0x200b, 0x200e, 0x200f, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xfeff, 0x061c -> true;
            // Joiners belong to some scripts and to emoji, not between Latin letters.
            case 0x200c, 0x200d -> ascii(text, at - 1) || ascii(text, at + 1);
            default -> (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x206f) || (c >= 0x80 && c < 0xa0);
        };
    }

    private static boolean ascii(String text, int at) {
        return at >= 0 && at < text.length() && text.charAt(at) < 0x80;
    }
}
