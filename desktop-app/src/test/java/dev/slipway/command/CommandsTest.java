package dev.slipway.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.theme.Icon;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private final List<String> done = new ArrayList<>();
    private final Commands commands = new Commands();

    CommandsTest() {
        commands.add(Command.of(Icon.PLUS, "New session", "Ctrl+N", () -> done.add("new")));
        commands.add(Command.of(Icon.SEARCH, "Search sessions", "Ctrl+Shift+F", () -> done.add("search")));
        commands.addSource(
                () -> List.of(Command.place(Icon.CHAT, "Fix the basket", "web-shop", () -> done.add("basket"))));
    }

    @Test
    void aKeyDoesWhatItStandsFor() {
        assertThat(commands.press(key(KeyCode.N, true))).isTrue();
        assertThat(commands.press(key(KeyCode.N, false))).isFalse();
        assertThat(done).containsExactly("new");
    }

    @Test
    void whoBeginsWithTheWordsComesFirst() {
        assertThat(texts("se")).startsWith("Search sessions", "New session");
    }

    @Test
    void lettersInOrderAreEnough() {
        assertThat(texts("fxbsk")).containsExactly("Fix the basket");
        assertThat(texts("web-sh")).containsExactly("Fix the basket");
        assertThat(texts("zzz")).isEmpty();
    }

    @Test
    void wordsMayStandInAnyOrder() {
        assertThat(texts("shop basket")).containsExactly("Fix the basket");
    }

    @Test
    void whatWasUsedLastComesFirst() {
        assertThat(texts("")).first().isEqualTo("New session");
        commands.run(commands.find("basket").getFirst());
        assertThat(texts("")).containsExactly("Fix the basket", "New session", "Search sessions");
        commands.run(commands.find("search").getFirst());
        assertThat(texts("")).startsWith("Search sessions", "Fix the basket");
        assertThat(done).containsExactly("basket", "search");
    }

    @Test
    void theSheetHasAllKeysByPlaceAndFindsOne() {
        commands.explain(Place.WRITING, "Send", "ENTER", "Shortcut+ENTER");
        commands.explain(Place.WRITING, "Mention a file", "@");
        commands.add(Command.of(Icon.LIST, "Changes", "Alt+LEFT", () -> {}).in(Place.SESSION));

        assertThat(commands.hints(""))
                .extracting(Hint::text)
                .containsExactly("New session", "Search sessions", "Changes", "Send", "Mention a file");
        assertThat(commands.hints("send ent")).extracting(Hint::keys).containsExactly(List.of("Enter", "Ctrl+Enter"));
        assertThat(commands.hints("alt+")).extracting(Hint::keys).containsExactly(List.of("Alt+←"));
        assertThat(commands.hints("@")).extracting(Hint::text).containsExactly("Mention a file");
    }

    private List<String> texts(String words) {
        return commands.find(words).stream().map(Command::text).toList();
    }

    private static KeyEvent key(KeyCode code, boolean control) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false);
    }
}
