package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Server;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.navigation.Destination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.stage.Popup;
import javafx.stage.Window;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The window with the daemon behind it, as a person uses the two.
@ExtendWith(RealDaemon.Provided.class)
class DaemonWindowTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @Test
    void aPromptBecomesACommit(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("window-prompt");
        Server ada = daemon.join("ada-prompt", "Ada Lovelace");
        try (OpenWindow window = new OpenWindow(ada, folder)) {
            window.key(KeyCode.N, KeyCombination.SHORTCUT_DOWN);
            window.write(".new-session-prompt", "Greet people by name");
            choose(window, 0, repository.value());
            choose(window, 2, "Rehearsal: window");
            Path images = daemon.home().resolve("images/window-prompt");
            window.eventually("what it starts from is made while it is written", () -> Files.isDirectory(images));
            window.key(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);

            window.eventually("the session opens", () -> window.place() instanceof Destination.Session);
            window.eventually("the turn ends", () -> window.allText().contains("Done in"));
            assertThat(window.allText()).contains("Greet people by name", "It greets nobody by name", "+1 −1");
        }
    }

    @Test
    void whatTheDaemonTellsAfterAKillIsSeenWithoutANewStart(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("window-kill");
        Server owner = daemon.owner();
        SessionId session = daemon.session(owner, repository, "Say the first thing");
        try (OpenWindow window = new OpenWindow(owner, folder)) {
            window.go(new Destination.Session(session));
            window.eventually(
                    "the first answer shows", () -> window.allText().contains("You said: Say the first thing"));

            daemon.kill();
            window.eventually("the window says so", () -> !window.allText().contains("Connected"));
            window.write(".composer-text", "Say the second thing");
            window.key(KeyCode.ENTER);
            window.eventually("it waits", () -> window.texts(".queue-badge").contains("will be sent when connected"));
            daemon.startAgain();

            window.eventually(
                    "the prompt went out by itself", () -> window.allText().contains("You said: Say the second thing"));
            SessionCalls.SessionDetail detail =
                    daemon.call(owner, SessionCalls.GET, Map.of("id", session.value()), new Endpoint.Nothing());
            assertThat(detail.queue()).isEmpty();
        }
    }

    /// Opens a choice, narrows it by typing and takes what is left.
    private static void choose(OpenWindow window, int place, String value) {
        window.eventually(value + " can be chosen", () -> {
            Button chooser = window.scene().getRoot().lookupAll(".chooser").stream()
                    .map(Button.class::cast)
                    .toList()
                    .get(place);
            chooser.fire();
            Parent popup = Window.getWindows().stream()
                    .filter(Popup.class::isInstance)
                    .map(shown -> shown.getScene().getRoot())
                    .findFirst()
                    .orElseThrow();
            TextField field = (TextField) popup.lookup(".text-field");
            field.setText(value);
            field.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
            if (value.equals(chooser.getText())) {
                return true;
            }
            field.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ESCAPE, false, false, false, false));
            return false;
        });
    }
}
