package dev.slipway.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReplacementTest {
    private static final String TEXT = """
            class A {
                int one() {
                    return 1;
                }

                int two() {
                    return 2;
                }
            }
            """;

    @Test
    void replacesTheOnePlace() throws Exception {
        Replacement.Done done = new Replacement("return 2;", "return 3;", false).in(TEXT, "A.java");

        assertThat(done.text()).isEqualTo(TEXT.replace("return 2", "return 3"));
        assertThat(done.lines()).containsExactly(7);
        assertThat(done.excerpt()).contains("     7\t        return 3;");
    }

    @Test
    void severalPlacesAreCountedAndNamed() {
        assertThat(failure("    return", "yield", false)).contains("2 times", "lines 3, 7");
    }

    @Test
    void severalPlacesAreReplacedOnRequest() throws Exception {
        assertThat(new Replacement("return", "yield", true).in(TEXT, "A.java").text())
                .isEqualTo(TEXT.replace("return", "yield"));
    }

    @Test
    void aMissShowsTheNearestLines() {
        assertThat(failure("int two() {\n    return 22;", "x", false))
                .contains("The nearest is")
                .contains("     6\t    int two() {\n     7\t        return 2;");
    }

    @Test
    void aMissByIndentationSaysSo() {
        assertThat(failure("int two() {\n  return 2;\n}", "x", false)).contains("Only indentation");
    }

    @Test
    void aMissByFarSuggestsReading() {
        assertThat(failure("completely different words", "x", false)).contains("read the file first");
    }

    @Test
    void crlfStays() throws Exception {
        String windows = TEXT.replace("\n", "\r\n");

        Replacement.Done done = new Replacement("return 2;\n    }", "return 3;\n    }", false).in(windows, "A.java");

        assertThat(done.text()).isEqualTo(windows.replace("return 2", "return 3"));
    }

    @Test
    void bytesThatAreNoUtf8Stay() throws Exception {
        byte[] latin = {'a', (byte) 0xe4, (byte) 0xff, '\n', 'b'};
        String text = new String(latin, StandardCharsets.ISO_8859_1);

        String changed = new Replacement("b", "ü", false).in(text, "f").text();

        assertThat(changed.getBytes(StandardCharsets.ISO_8859_1)).containsExactly('a', 0xe4, 0xff, '\n', 0xc3, 0xbc);
    }

    @Test
    void theNewTextIsTakenLiterally() throws Exception {
        assertThat(new Replacement("return 2;", "$1 \\n $0", false)
                        .in(TEXT, "A.java")
                        .text())
                .contains("$1 \\n $0");
    }

    private static String failure(String from, String to, boolean all) {
        try {
            return "done: " + new Replacement(from, to, all).in(TEXT, "A.java").text();
        } catch (BadArgumentsException failed) {
            return failed.advice();
        }
    }

    @Test
    void changingNothingIsRefused() {
        assertThatExceptionOfType(BadArgumentsException.class).isThrownBy(() -> new Replacement("a", "a", false));
        assertThatExceptionOfType(BadArgumentsException.class).isThrownBy(() -> new Replacement("", "a", false));
    }
}
