package dev.slipway.text;

import static dev.slipway.text.DiffLine.Kind.ADDED;
import static dev.slipway.text.DiffLine.Kind.GAP;
import static dev.slipway.text.DiffLine.Kind.REMOVED;
import static dev.slipway.text.DiffLine.Kind.SAME;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiffLineTest {
    @Test
    void readsAUnifiedDiffWithBothNumbers() {
        String patch = """
                diff --git a/f b/f
                --- a/f
                +++ b/f
                @@ -3,3 +3,3 @@ class A {
                 same
                -old
                +new
                \\ No newline at end of file
                """;

        assertThat(DiffLine.ofPatch(patch))
                .containsExactly(
                        new DiffLine(GAP, 0, 0, "class A {"),
                        new DiffLine(SAME, 3, 3, "same"),
                        new DiffLine(REMOVED, 4, 0, "old"),
                        new DiffLine(ADDED, 0, 4, "new"));
    }

    @Test
    void findsWhatTwoTextsHaveInCommonAtBothEnds() {
        assertThat(DiffLine.between("a\nb\nc\n", "a\nx\ny\nc\n"))
                .extracting(DiffLine::kind)
                .containsExactly(SAME, REMOVED, ADDED, ADDED, SAME);
        assertThat(DiffLine.between("", "new file\n"))
                .extracting(DiffLine::kind)
                .containsExactly(ADDED);
    }

    @Test
    void linesThatStayAreNotShownAsChanged() {
        assertThat(DiffLine.between("a\nkeep\nb\nend\n", "new\na\nkeep\nc\nend\n"))
                .extracting(line -> line.kind().name().charAt(0) + line.text())
                .containsExactly("Anew", "Sa", "Skeep", "Rb", "Ac", "Send");
    }
}
