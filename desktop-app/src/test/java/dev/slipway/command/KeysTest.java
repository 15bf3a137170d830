package dev.slipway.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.theme.Icon;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

class KeysTest {
    private final Map<String, String> kept = new HashMap<>();
    private final List<String> done = new ArrayList<>();
    private final Command create = Command.of(Icon.PLUS, "New session", "Ctrl+N", () -> done.add("new"));
    private final Command search = Command.of(Icon.SEARCH, "Search", "Ctrl+Shift+F", () -> done.add("search"));

    private Keys keys() {
        return new Keys(name -> kept.getOrDefault(name, ""), kept::put);
    }

    private Commands commands(Keys keys) {
        Commands commands = new Commands();
        commands.add(create);
        commands.add(search);
        commands.use(keys);
        return commands;
    }

    @Test
    void otherKeysStandForACommandNowAndAfterARestart() {
        keys().give(create, KeyCombination.valueOf("Ctrl+J"));
        Commands commands = commands(keys());

        assertThat(commands.press(press(KeyCode.N, true))).isFalse();
        assertThat(commands.press(press(KeyCode.J, true))).isTrue();
        assertThat(done).containsExactly("new");
        assertThat(commands.shown(create)).isEqualTo("Ctrl+J");
    }

    @Test
    void theUsualKeysComeBackAlone() {
        Keys keys = keys();
        keys.give(create, KeyCombination.valueOf("Ctrl+J"));
        keys.give(search, KeyCombination.valueOf("F3"));

        keys.reset(create);
        assertThat(keys.changed(create)).isFalse();
        assertThat(keys.changed(search)).isTrue();

        keys.give(search, KeyCombination.valueOf("Ctrl+Shift+F"));
        assertThat(keys.isUsual()).isTrue();
    }

    @Test
    void aConflictNamesTheOtherCommandHoweverItsKeysAreWritten() {
        Keys keys = keys();
        Commands commands = commands(keys);

        assertThat(commands.conflict(create, KeyCombination.valueOf("Shift+Ctrl+F")))
                .contains(search);
        assertThat(commands.conflict(search, KeyCombination.valueOf("Ctrl+Shift+F")))
                .isEmpty();
        keys.give(search, KeyCombination.valueOf("F3"));
        assertThat(commands.conflict(create, KeyCombination.valueOf("Ctrl+Shift+F")))
                .isEmpty();
        assertThat(commands.conflict(create, KeyCombination.valueOf("F3"))).contains(search);
    }

    @Test
    void whatPeopleWriteWithIsNoKeyForACommand() {
        assertThat(Keys.pressed(press(KeyCode.A, false))).isEmpty();
        assertThat(Keys.pressed(press(KeyCode.CONTROL, true))).isEmpty();
        assertThat(Keys.pressed(press(KeyCode.F5, false))).isPresent();
        assertThat(Keys.pressed(press(KeyCode.J, true)).orElseThrow().match(press(KeyCode.J, true)))
                .isTrue();
    }

    @Test
    void whatIsKeptWronglyIsPassedOver() {
        kept.put("keys", "Ctrl+N=nonsense;;=;" + search.key().orElseThrow().getName() + "=F3");

        Keys keys = keys();

        assertThat(keys.changed(create)).isFalse();
        assertThat(keys.of(search).orElseThrow().getName()).isEqualTo("F3");
    }

    private static KeyEvent press(KeyCode code, boolean control) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false);
    }
}
