package dev.slipway.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerTest {
    /// `|` is the caret.
    @ParameterizedTest
    @CsvSource({
        "'@|', FILE, 0, ''",
        "'see @bas|', FILE, 4, bas",
        "'see @src/Ba|sket.java now', FILE, 4, src/Ba",
        "'(@a|', FILE, 1, a",
        "'/|', COMMAND, 0, ''",
        "'/fi|x 12', COMMAND, 0, fi"
    })
    void aWordWithASignAsksForAList(String text, Trigger.Kind kind, int from, String query) {
        Trigger found = at(text).orElseThrow();

        assertThat(found.kind()).isEqualTo(kind);
        assertThat(found.from()).isEqualTo(from);
        assertThat(found.query()).isEqualTo(query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"|", "word|", "ada@ex|", "/fix 12|", "a /fix|", "/etc/hos|", "@a b|", "|@a"})
    void otherWordsDoNot(String text) {
        assertThat(at(text)).isEmpty();
    }

    @Test
    void theWholeWordIsReplaced() {
        assertThat(at("see @Ba|sket.java now").orElseThrow().to()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource({
        "src/Basket.java, @src/Basket.java",
        "README.md, @README.md",
        "Makefile, @./Makefile",
        "docs/my notes.md, '@\"docs/my notes.md\"'",
        "a/b(c).txt, '@\"a/b(c).txt\"'",
        ".gitignore, @.gitignore"
    })
    void aFileIsMentionedSoThatTheServerKnowsIt(String path, String mention) {
        assertThat(Trigger.mention(path)).isEqualTo(mention);
    }

    private static Optional<Trigger> at(String text) {
        int caret = text.indexOf('|');
        return Trigger.at(text.replace("|", ""), caret);
    }
}
