package dev.slipway.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspacePathTest {
    @ParameterizedTest
    @CsvSource({
        "src/A.java, src/A.java",
        "./src//A.java, src/A.java",
        "/workspace/src/A.java, src/A.java",
        "/workspace, ''",
        "., ''",
        "a/b/../c, a/c",
        "-rf, -rf",
        "ä/名.txt, ä/名.txt",
        "a b/$(id).txt, a b/$(id).txt",
    })
    void pathsInsideAreUnderstood(String path, String relative) throws Exception {
        assertThat(WorkspacePath.of(path).relative()).isEqualTo(relative);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/etc/passwd", "/workspace/../etc", "/workspaces/x", "/"})
    void pathsThatLeadOutAreRefused(String path) {
        assertThatExceptionOfType(BadArgumentsException.class)
                .isThrownBy(() -> WorkspacePath.of(path))
                .withMessageContaining("outside the work tree");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\u0000b", "a\nb", "a\u001b[31m", "a\ud800", "a\ufffd"})
    void hostileNamesAreRefusedInOneLine(String path) {
        assertThatExceptionOfType(BadArgumentsException.class)
                .isThrownBy(() -> WorkspacePath.of(path))
                .satisfies(e -> assertThat(e.advice()).doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    void endlessPathsAreRefused() {
        assertThatExceptionOfType(BadArgumentsException.class)
                .isThrownBy(() -> WorkspacePath.of("a/".repeat(5000)))
                .satisfies(e -> assertThat(e.advice()).hasSizeLessThan(1000));
    }
}
