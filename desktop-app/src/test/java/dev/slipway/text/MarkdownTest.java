package dev.slipway.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void tasksHaveTheirBoxes() {
        Block.Items items =
                (Block.Items) Markdown.parse("- [ ] one\n- [x] two\n- three\n").getFirst();

        assertThat(items.items())
                .extracting(Block.Item::check)
                .containsExactly(Block.Check.OPEN, Block.Check.DONE, Block.Check.NONE);
        assertThat(items.items().getFirst().blocks()).containsExactly(new Block.Paragraph(List.of(Span.of("one"))));
    }

    @Test
    void aCopyHasTheWordsWithoutTheMarks() {
        assertThat(MarkdownView.plain("## Title\n\nSome **bold** `code`.\n\n- [x] one\n- two\n   1. deep\n"))
                .isEqualTo("Title\n\nSome bold code.\n\n- [x] one\n- two\n  1. deep");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "kotlin|val a = 1|val|code-keyword",
                "ts|const a: string|const|code-keyword",
                "go|func main() {}|main|code-call",
                "rust|#[test] fn a() {}|#[test]|code-note",
                "cpp|#include <a.h>|#include|code-note",
                "cs|using System;|using|code-keyword",
                "rb|def a; :b; end|:b|code-note",
                "php|echo $name;|$name|code-note",
                "bash|echo $HOME # go|$HOME|code-note",
                "sql|select 1 -- x|-- x|code-comment",
                "yaml|name: x|name|code-key",
                "json|{\"a\": true}|\"a\"|code-key",
                "toml|[build]|[build]|code-keyword",
                "html|<div class=\"a\">|class|code-key",
                "css|a { color: red }|color|code-key",
                "dockerfile|FROM alpine|FROM|code-keyword",
                "diff|+added|+added|code-added",
                "md|# Title|# Title|code-keyword",
                "java|char c = 'x'; int d|'x'|code-string",
                "python|x = '''a'''|'''a'''|code-string"
            })
    void usualLanguagesHaveColours(String language, String code, String word, String style) {
        assertThat(Highlighter.spans(code, language)).contains(Span.of(word, style));
    }

    @Test
    void placesInFilesAreLinks() {
        assertThat(Places.linked(List.of(Span.of("at src/main/java/A.java:42: error, see host.example:80"))))
                .extracting(Span::target)
                .containsExactly("", "place:src/main/java/A.java:42", "");
    }
}
