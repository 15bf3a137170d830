package dev.slipway.text;

import java.util.List;

/// A block of a Markdown text. Values, so that two parses of a growing text can be compared block by block.
sealed interface Block {
    record Paragraph(List<Span> spans) implements Block {}

    record Heading(int level, List<Span> spans) implements Block {}

    record Code(String language, String text) implements Block {}

    record Quote(List<Block> blocks) implements Block {}

    /// @param start the first number; 0 for bullets
    record Items(int start, List<Item> items) implements Block {}

    record Item(Check check, List<Block> blocks) {}

    /// The box before a task.
    enum Check {
        NONE,
        OPEN,
        DONE
    }

    record Table(List<List<List<Span>>> rows) implements Block {}

    /// A picture that stands alone.
    record Picture(String target, String words) implements Block {}

    record Rule() implements Block {}
}
