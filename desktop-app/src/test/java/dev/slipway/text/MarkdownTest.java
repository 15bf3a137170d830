package dev.slipway.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTest {
    @Test
    void readsTheBlocksThatModelsWrite() {
        List<Block> blocks = Markdown.parse(
                "# Title\n\nText with `code`.\n\n```java\nint a;\n```\n\n- one\n- two\n\n| a |\n|---|\n| b |\n");

        assertThat(blocks)
                .extracting(block -> block.getClass().getSimpleName())
                .containsExactly("Heading", "Paragraph", "Code", "Items", "Table");
        assertThat(blocks.get(2)).isEqualTo(new Block.Code("java", "int a;"));
    }

    @Test
    void aGrowingTextChangesOnlyItsLastBlock() {
        List<Block> before = Markdown.parse("First.\n\nSecond is be");
        List<Block> after = Markdown.parse("First.\n\nSecond is being written");

        assertThat(after.getFirst()).isEqualTo(before.getFirst());
        assertThat(after.getLast()).isNotEqualTo(before.getLast());
    }

    @Test
    void htmlStaysText() {
        assertThat(Markdown.parse("<script>alert(1)</script>"))
                .containsExactly(new Block.Paragraph(List.of(Span.of("<script>alert(1)</script>"))));
    }

    @Test
    void codeGetsColoursByLanguage() {
        assertThat(Highlighter.spans("return \"a\"; // b", "java"))
                .contains(
                        Span.of("return", "code-keyword"),
                        Span.of("\"a\"", "code-string"),
                        Span.of("// b", "code-comment"));
        assertThat(Highlighter.spans("x = 1 # note", "python")).contains(Span.of("# note", "code-comment"));
        assertThat(Highlighter.spans("SELECT a -- note", "sql"))
                .contains(Span.of("SELECT", "code-keyword"), Span.of("-- note", "code-comment"));
    }
}
