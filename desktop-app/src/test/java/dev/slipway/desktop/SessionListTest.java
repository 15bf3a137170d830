package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Server;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.navigation.Destination;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The list of sessions on a real daemon, by the keyboard.
@ExtendWith(RealDaemon.Provided.class)
class SessionListTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    private static SessionSummary summary(RealDaemon daemon, Server user, SessionId session) {
        return daemon.call(user, SessionCalls.GET, Map.of("id", session.value()), new Endpoint.Nothing())
                .summary();
    }

    private static void onlyMine(OpenWindow window) {
        window.ask(() -> {
            window.scene().getRoot().lookupAll(".session-filters .chip").stream()
                    .map(ToggleButton.class::cast)
                    .filter(chip -> chip.getText().equals("Mine"))
                    .forEach(ToggleButton::fire);
            return 0;
        });
    }

    private static List<String> titles(OpenWindow window) {
        return window.texts(".session-cell .session-title");
    }

    private static ListView<?> list(OpenWindow window) {
        return window.find(".session-list", ListView.class);
    }

    @Test
    void sessionsAreRenamedPutAwayBroughtBackAndFoundByTheKeyboard(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("list-keys");
        Server ada = daemon.join("ada-list", "Ada Lovelace");
        SessionId first = daemon.session(ada, repository, "List first");
        SessionId second = daemon.session(ada, repository, "List second");
        SessionId third = daemon.session(ada, repository, "List third");
        try (OpenWindow window = new OpenWindow(ada, folder)) {
            onlyMine(window);
            window.eventually(
                    "all three rest",
                    () -> List.of(first, second, third).stream()
                            .allMatch(id -> summary(daemon, ada, id).state() == SessionState.IDLE));
            window.eventually("all three show", () -> titles(window).size() == 3);

            // Rename the newest in place.
            window.ask(() -> {
                list(window).requestFocus();
                list(window).getSelectionModel().clearAndSelect(1);
                return list(window).getFocusModel().isFocused(1);
            });
            // Nodes of lines are found in any order.
            String before =
                    window.texts(".session-cell:selected .session-title").getFirst();
            window.key(KeyCode.F2);
            window.write(".session-rename", "Renamed in place");
            window.key(KeyCode.ENTER);
            window.eventually("the new title shows", () -> titles(window).contains("Renamed in place"));
            assertThat(titles(window)).doesNotContain(before);

            // J moves without opening; Shift takes more along; Delete puts them away, and that can be undone.
            assertThat(window.place()).isEqualTo(new Destination.Home());
            window.ask(() -> {
                list(window).requestFocus();
                list(window).getSelectionModel().clearAndSelect(1);
                return 0;
            });
            window.key(KeyCode.J, KeyCombination.SHIFT_DOWN);
            window.eventually(
                    "two are selected", () -> window.texts(".session-selected").contains("2 selected"));
            window.key(KeyCode.DELETE);
            window.eventually("one is left", () -> titles(window).size() == 1);
            window.eventually(
                    "the daemon has put two away",
                    () -> List.of(first, second, third).stream()
                                    .filter(id -> summary(daemon, ada, id).archived())
                                    .count()
                            == 2);

            // Search finds nothing, and says how to go on.
            window.write(".search-field", "nothing is called so");
            window.eventually("it says so", () -> window.allText().contains("Nothing matches"));
            window.press("Clear search and filters");
            window.eventually("all show again", () -> !titles(window).isEmpty());
            assertThat(window.ask(() ->
                            window.find(".search-field", TextInputControl.class).getText()))
                    .isEmpty();

            // Enter opens.
            window.ask(() -> {
                list(window).requestFocus();
                list(window).getSelectionModel().clearAndSelect(1);
                return 0;
            });
            window.key(KeyCode.ENTER);
            window.eventually("it opens", () -> window.place() instanceof Destination.Session);
        }
    }

    @Test
    void groupsFoldAndHowTheListWasLeftIsRemembered(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("list-fold");
        Server ada = daemon.join("ada-fold", "Ada Lovelace");
        SessionId session = daemon.session(ada, repository, "Fold me");
        try (OpenWindow window = new OpenWindow(ada, folder)) {
            onlyMine(window);
            window.eventually("it rests", () -> summary(daemon, ada, session).state() == SessionState.IDLE);
            window.eventually(
                    "its group shows", () -> window.texts(".session-group").contains("Today"));
            window.ask(() -> {
                list(window).requestFocus();
                list(window).getSelectionModel().clearAndSelect(0);
                return 0;
            });
            window.key(KeyCode.LEFT);
            window.eventually("it is folded", () -> titles(window).isEmpty());
        }
        try (OpenWindow window = new OpenWindow(ada, folder)) {
            window.eventually(
                    "the heading shows", () -> window.texts(".session-group").contains("Today"));
            assertThat(titles(window)).isEmpty();
            assertThat(window.ask(() -> window.scene().getRoot().lookupAll(".session-filters .chip").stream()
                            .filter(chip -> chip instanceof ToggleButton button && button.isSelected())
                            .map(chip -> ((Labeled) chip).getText())
                            .toList()))
                    .containsExactly("Mine");
            window.ask(() -> {
                list(window).requestFocus();
                list(window).getSelectionModel().clearAndSelect(0);
                return 0;
            });
            window.key(KeyCode.RIGHT);
            window.eventually("it is unfolded", () -> titles(window).contains("Fold me"));
        }
    }
}
