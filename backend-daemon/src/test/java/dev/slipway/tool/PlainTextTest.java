package dev.slipway.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void coloursGo() {
        assertThat(plain("\u001b[1;31mERROR\u001b[0m in \u001b]8;;http://x\u0007link\u001b]8;;\u001b\\!"))
                .isEqualTo("ERROR in link!");
    }

    @Test
    void ofAProgressLineTheLastStateStays() {
        assertThat(plain("10 %\r55 %\r100 %\ndone\r\n")).isEqualTo("100 %\ndone\n");
    }

    @Test
    void sequencesMayBeCutAnywhere() {
        String text = "a\u001b[38;5;12mb\u001b(Bc\u001b]0;title\u0007d\r\ne\b\bf\u0000g";
        PlainText whole = new PlainText();
        PlainText pieces = new PlainText();
        StringBuilder collected = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            collected.append(pieces.add(text.substring(i, i + 1)));
        }

        assertThat(collected + pieces.finish()).isEqualTo(whole.add(text) + whole.finish());
        assertThat(plain(text)).isEqualTo("abcd\nfg");
    }

    @Test
    void aLineWithoutAnEndDoesNotPileUp() {
        PlainText text = new PlainText();

        assertThat(text.add("x".repeat(100_000))).hasSizeGreaterThan(90_000);
    }

    private static String plain(String text) {
        PlainText plain = new PlainText();
        return plain.add(text) + plain.finish();
    }
}
