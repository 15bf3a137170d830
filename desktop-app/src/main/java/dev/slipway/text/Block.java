package dev.slipway.text;

import java.util.List;

/// A block of a Markdown text. Values, so that two parses of a growing text can be compared block by block.
sealed interface Block {
    record Paragraph(List<Span> spans) implements Block {}

    record Heading(int level, List<Span> spans) implements Block {}

    record Code(String language, String text) implements Block {}

    record Quote(List<Block> blocks) implements Block {}

    /// @param start the first number; 0 for bullets
    record Items(int start, List<List<Block>> items) implements Block {}

    record Table(List<List<List<Span>>> rows) implements Block {}

    record Rule() implements Block {}
}
