package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafeTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b]0;owned\u0007",
                "\u001b]52;c;ZXZpbA==\u001b\\",
                "\u001b[2J",
                "\u001b[1;1H",
                "\u001b[?1049h",
                "\u001bP+q544e\u001b\\",
                "\u001b_G\u001b\\",
                "\u001b(B",
                "\u001bc",
                "\u009b2J",
                "\u009d0;owned\u009c",
                "\b\b\b",
                "\u0000\u0007\u007f",
                "\u202e\u2066"
            })
    void whatCouldDriveTheTerminalIsDropped(String hostile) {
        assertThat(SafeText.of("before" + hostile + "after", true)).isEqualTo("beforeafter");
    }

    @Test
    void coloursStayAndDoNotRunOn() {
        assertThat(SafeText.of("\u001b[31mred", true)).isEqualTo("\u001b[31mred\u001b[0m");
    }

    @Test
    void coloursGoWhereNoneAreWanted() {
        assertThat(SafeText.of("\u001b[31mred\u001b[0m", false)).isEqualTo("red");
    }

    @Test
    void aSequenceCutIntoPiecesIsStillOne() {
        String hostile = "a\u001b]0;owned\u001b\\b\u001b[2Jc";
        for (int cut = 0; cut <= hostile.length(); cut++) {
            SafeText filter = new SafeText(true);
            assertThat(filter.next(hostile.substring(0, cut)) + filter.next(hostile.substring(cut)))
                    .as("cut at %d", cut)
                    .isEqualTo("abc");
        }
    }

    @Test
    void aStringThatNeverEndsDoesNotSwallowTheRest() {
        assertThat(SafeText.of("\u001b]0;title\nnext line", false)).isEqualTo("\nnext line");
        assertThat(SafeText.of("\u001b]" + "x".repeat(5000) + "the end", false)).endsWith("the end");
    }

    @Test
    void linesEndAlike() {
        assertThat(SafeText.of("one\r\ntwo\rthree\n", false)).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void oneLineIsOneLineAndShort() {
        assertThat(SafeText.line("a\nb\u001b[31m  c", 80)).isEqualTo("a b c");
        assertThat(SafeText.line("x".repeat(50), 10)).hasSize(10).endsWith("…");
    }
}
