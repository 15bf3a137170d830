package dev.slipway.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobPatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.java          | src/main/A.java    | true",
                "*.java          | A.java             | true",
                "*.java          | A.javax            | false",
                "src/*.java      | src/A.java         | true",
                "src/*.java      | src/main/A.java    | false",
                "src/**/*.java   | src/A.java         | true",
                "src/**/*.java   | src/a/b/A.java     | true",
                "**/test/**      | a/test/b/c         | true",
                "src/**          | src/a/b            | true",
                "test_?.py       | x/test_1.py        | true",
                "test_?.py       | test_12.py         | false",
                "*.{ts,tsx}      | a/b.tsx            | true",
                "*.{ts,tsx}      | a/b.js             | false",
                "[a-c]*.md       | docs/begin.md      | true",
                "[!a-c]*.md      | docs/begin.md      | false",
                "a+b(1).txt      | a+b(1).txt         | true",
                "./src/*.c       | src/x.c            | true",
                "**/**/**/x      | x                  | true",
                "{a,b/*.txt      | a                  | false",
            })
    void matchesAsShellsDo(String pattern, String path, boolean expected) throws Exception {
        boolean matches;
        try {
            matches = GlobPattern.of(pattern).test(path);
        } catch (BadArgumentsException malformed) {
            matches = false;
        }
        assertThat(matches).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "{a", "********************"})
    void refusesWhatMakesNoSense(String pattern) {
        assertThatExceptionOfType(BadArgumentsException.class).isThrownBy(() -> GlobPattern.of(pattern));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*a*a*a*a*a*a*a*a*b", "**/a/**/a/**/a/**/b"})
    @Timeout(10)
    void noPatternTakesForEver(String pattern) throws Exception {
        assertThat(GlobPattern.of(pattern).test("a/".repeat(40) + "c")).isFalse();
    }
}
