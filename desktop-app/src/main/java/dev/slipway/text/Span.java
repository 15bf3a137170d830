package dev.slipway.text;

import java.util.List;

/// A stretch of text that looks the same.
/// @param styles classes of the style sheet
/// @param fill   a colour of its own, as CSS; empty text for that of the style sheet
/// @param target what it links to; empty text for nothing
public record Span(String text, List<String> styles, String fill, String target) {
    public Span {
        styles = List.copyOf(styles);
    }

    static Span of(String text, String... styles) {
        return new Span(text, List.of(styles), "", "");
    }
}
