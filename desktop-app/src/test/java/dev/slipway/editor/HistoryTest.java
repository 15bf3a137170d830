package dev.slipway.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final History history = new History();

    HistoryTest() {
        history.remember(() -> List.of("new", "old", "new", " "));
    }

    @Test
    void anEmptyFieldGoesBackAndForth() {
        assertThat(history.step("", true)).contains("new");
        assertThat(history.step("new", true)).contains("old");
        assertThat(history.step("old", true)).isEmpty();
        assertThat(history.step("old", false)).contains("new");
        assertThat(history.step("new", false)).contains("");
        assertThat(history.step("", false)).isEmpty();
    }

    @Test
    void whatAPersonHasBegunOrChangedStays() {
        assertThat(history.step("half a thought", true)).isEmpty();
        assertThat(history.step("", true)).contains("new");
        assertThat(history.step("new and changed", true)).isEmpty();
    }

    @Test
    void aFieldThatWasClearedBeginsAtTheNewestAgain() {
        assertThat(history.step("", true)).contains("new");
        assertThat(history.step("new", true)).contains("old");
        assertThat(history.step("", true)).contains("new");
    }

    @Test
    void whatWasSentIsTheNewest() {
        history.sent("old");

        assertThat(history.step("", true)).contains("old");
        assertThat(history.find("")).containsExactly("old", "new");
    }

    @Test
    void oldPromptsAreFoundByTheirWords() {
        history.remember(() -> List.of("Fix the basket", "Fix the page", "Test the basket"));

        assertThat(history.find("basket fix")).containsExactly("Fix the basket");
    }
}
