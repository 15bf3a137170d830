package dev.slipway.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnsiTest {
    private static final String ESC = "\u001b";

    @Test
    void coloursAndWeightsBecomeStyles() {
        assertThat(Ansi.spans("ok " + ESC + "[1;32mPASSED" + ESC + "[0m end"))
                .containsExactly(Span.of("ok "), Span.of("PASSED", "ansi-2", "ansi-bold"), Span.of(" end"));
    }

    @Test
    void coloursOfThePaletteAndOwnOnesAreFills() {
        assertThat(Ansi.spans(ESC + "[38;5;196mred" + ESC + "[38;2;1;2;3mown"))
                .extracting(Span::fill)
                .containsExactly("rgb(255,0,0)", "rgb(1,2,3)");
    }

    @Test
    void aCarriageReturnOverwritesItsLine() {
        assertThat(Ansi.plain("10 %\r50 %\r100 %\ndone\r\n")).isEqualTo("100 %\ndone\n");
    }

    @Test
    void otherSequencesVanish() {
        assertThat(Ansi.plain(ESC + "[2K" + ESC + "]0;title\u0007a" + ESC + "[?25lb\u0008c"))
                .isEqualTo("abc");
    }

    @Test
    void nonsenseIsSurvived() {
        assertThat(Ansi.plain(ESC + "[38;5mx" + ESC + "[99999999999my" + ESC)).startsWith("x");
    }
}
