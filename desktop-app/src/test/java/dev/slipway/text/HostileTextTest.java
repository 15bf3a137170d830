package dev.slipway.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts that mean harm: they come from repositories, web pages and models.
@Timeout(20)
class HostileTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"> ", "- ", "1. ", "* - + "})
    void deepNestingIsCutAndDoesNotOverflow(String mark) {
        String text = mark.repeat(20_000) + "core";

        assertThatCode(() -> Markdown.parse(text)).doesNotThrowAnyException();
    }

    @Test
    void deepEmphasisAndBracketsAreCut() {
        assertThatCode(() -> Markdown.parse("*".repeat(50_000) + "a" + "*".repeat(50_000)))
                .doesNotThrowAnyException();
        assertThatCode(() -> Markdown.parse("[".repeat(20_000) + "a" + "](b)".repeat(20_000)))
                .doesNotThrowAnyException();
    }

    @Test
    void aHugeLineIsCutAndSaysHowMuchIsMissing() {
        String cut = Lines.cut("x".repeat(1_000_000) + "\nnext");

        assertThat(cut)
                .hasSizeLessThan(3_000)
                .contains("998,000 more characters")
                .endsWith("next");
        List<Span> paragraph = Lines.cut(List.of(Span.of("y".repeat(1_000_000)), Span.of("z")));
        assertThat(paragraph.getLast().text()).contains("980,001 more characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "python", "js", "json", "sql", "xml", "css", "yaml", "toml", "sh", "md", "diff"})
    void hugeAndUnfinishedStringsDoNotHoldUpTheColours(String language) {
        String text = "\"" + "a\\\"".repeat(15_000) + "'" + "`".repeat(50) + "/*" + "<".repeat(2_000);

        assertThat(Duration.ofNanos(took(() -> Highlighter.spans(text, language))))
                .isLessThan(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JaVaScRiPt:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "vbscript:x",
                "place:etc/passwd:1"
            })
    void linksThatAreNoPageAreDeadAndShowWhatTheyAre(String target) {
        Block.Paragraph paragraph =
                (Block.Paragraph) Markdown.parse("[click](" + target + ")").getFirst();

        assertThat(paragraph.spans()).allMatch(span -> span.target().isEmpty());
        assertThat(paragraph.spans().getLast().text()).contains(target);
    }

    @Test
    void aLinkThatSaysAnotherAddressShowsWhereItLeads() {
        Block.Paragraph paragraph = (Block.Paragraph)
                Markdown.parse("[bank.example](https://evil.example/login)").getFirst();

        assertThat(paragraph.spans().getLast().text()).isEqualTo(" → evil.example");
        Block.Paragraph honest = (Block.Paragraph)
                Markdown.parse("[the docs](https://docs.example/)").getFirst();
        assertThat(honest.spans()).hasSize(1);
    }

    @Test
    void charactersThatHideOrReorderOthersAreNamed() {
        assertThat(Invisible.shown("if (admin\u202e\u2066)")).isEqualTo("if (admin⟨U+202E⟩⟨U+2066⟩)");
        assertThat(Invisible.shown("pass\u200bword\u0007")).isEqualTo("pass⟨U+200B⟩word⟨U+0007⟩");
        assertThat(Invisible.shown("👩\u200d💻 می\u200cخواهم\tok\n")).isEqualTo("👩\u200d💻 می\u200cخواهم\tok\n");
    }

    @Test
    void picturesElsewhereAreLinksOnly() {
        assertThat(Markdown.parse("![pixel](https://tracker.example/p.gif)"))
                .containsExactly(new Block.Picture("https://tracker.example/p.gif", "pixel"));
    }

    private static long took(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return System.nanoTime() - began;
    }
}
