package dev.slipway.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeadAndTailTest {
    @Test
    void whatFitsStaysAsItIs() {
        HeadAndTail text = new HeadAndTail(10);
        text.add("01234");
        text.add("56789");

        assertThat(text.cut()).isFalse();
        assertThat(text.text("gap")).isEqualTo("0123456789");
    }

    @Test
    void ofWhatDoesNotFitTheMiddleGoes() {
        HeadAndTail text = new HeadAndTail(10);
        for (char c = 'a'; c <= 'z'; c++) {
            text.add(String.valueOf(c));
        }

        assertThat(text.missing()).isEqualTo(16);
        assertThat(text.text("gap")).isEqualTo("abcde\ngap\nvwxyz");
    }

    @Test
    void piecesLargerThanItselfAreFine() {
        HeadAndTail text = new HeadAndTail(10);
        text.add("0123456789".repeat(1000));

        assertThat(text.text("gap")).isEqualTo("01234\ngap\n56789");
    }

    @Test
    void itCutsBetweenLinesWhereItCan() {
        HeadAndTail text = new HeadAndTail(100);
        for (int i = 100; i < 200; i++) {
            text.add("line " + i + "\n");
        }

        assertThat(text.text("gap").lines()).allMatch(line -> line.matches("line \\d{3}|gap"));
    }
}
