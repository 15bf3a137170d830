package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Server;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.navigation.Destination;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Two people with a window each on the same daemon: how they see one another come, type and go.
@ExtendWith(RealDaemon.Provided.class)
class PeopleTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @Test
    void twoPeopleSeeOneAnotherComeTypeAndGo(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("people-two");
        Server ada = daemon.join("ada-people", "Ada Lovelace");
        Server grace = daemon.join("grace-people", "Grace Hopper");
        SessionId session = daemon.session(ada, repository, "Say hello");
        try (OpenWindow hers = new OpenWindow(ada, folder.resolve("ada"))) {
            hers.go(new Destination.Session(session));
            hers.eventually("the answer shows", () -> hers.allText().contains("You said: Say hello"));
            assertThat(watchers(hers)).isEmpty();
            OpenWindow other = new OpenWindow(grace, folder.resolve("grace"));
            try {
                other.go(new Destination.Session(session));

                hers.eventually("Ada sees Grace", () -> watchers(hers).equals(Set.of("Grace Hopper")));
                other.eventually("Grace sees Ada", () -> watchers(other).equals(Set.of("Ada Lovelace")));
                hers.eventually(
                        "the list shows Grace there, too",
                        () -> !hers.texts(".session-cell .present .avatar").isEmpty());

                other.write(".composer-text", "And now");
                hers.eventually(
                        "Ada sees Grace type", () -> hers.texts(".typing-text").contains("Grace is typing…"));
                assertThat(other.texts(".typing-text")).doesNotContain("Grace is typing…");
                other.key(KeyCode.ENTER);
                hers.eventually(
                        "what Grace wrote has arrived", () -> hers.allText().contains("[From Grace Hopper] And now"));
                hers.eventually("Grace types no more", () -> !hers.shows(".typing-text"));

                other.go(new Destination.Home());
                hers.eventually("Grace is gone", () -> watchers(hers).isEmpty());
                other.go(new Destination.Session(session));
                hers.eventually("Grace is back", () -> !watchers(hers).isEmpty());
            } finally {
                other.close();
            }
            hers.eventually("Grace's window is closed", () -> watchers(hers).isEmpty());
        }
    }

    @Test
    void aDaemonThatIsKilledLeavesNobodyAndAllAreBackWithIt(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("people-kill");
        Server ada = daemon.join("ada-kill", "Ada Lovelace");
        Server grace = daemon.join("grace-kill", "Grace Hopper");
        SessionId session = daemon.session(ada, repository, "Say hello");
        try (OpenWindow hers = new OpenWindow(ada, folder.resolve("ada"));
                OpenWindow other = new OpenWindow(grace, folder.resolve("grace"))) {
            hers.go(new Destination.Session(session));
            other.go(new Destination.Session(session));
            hers.eventually("Ada sees Grace", () -> watchers(hers).equals(Set.of("Grace Hopper")));

            daemon.kill();
            hers.eventually("nobody is known to be there", () -> watchers(hers).isEmpty());
            daemon.startAgain();

            hers.eventually("Ada sees Grace again", () -> watchers(hers).equals(Set.of("Grace Hopper")));
        }
    }

    @Test
    void aLinkOpensItsSessionAndOneToNothingSaysSoInWords(RealDaemon daemon) throws Exception {
        RepositoryId repository = daemon.repository("people-link");
        Server ada = daemon.join("ada-link", "Ada Lovelace");
        SessionId session = daemon.session(ada, repository, "Say hello");
        try (OpenWindow window = new OpenWindow(ada, folder)) {
            window.go(new Destination.Session(session));
            window.eventually("it shows", () -> window.allText().contains("You said: Say hello"));
            window.key(KeyCode.C, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);
            String link = window.ask(() -> Clipboard.getSystemClipboard().getString());
            assertThat(link).isEqualTo("slipway://" + ada.address().getAuthority() + "/sessions/" + session.value());

            window.go(new Destination.Session(SessionId.of(1_000, 1)));
            window.eventually(
                    "it says that there is none", () -> window.allText().contains("There is no such session"));
            window.press("Back");
            assertThat(window.place()).isEqualTo(new Destination.Home());
        }
    }

    /// The names of those who are shown on the session's page.
    private static Set<String> watchers(OpenWindow window) {
        return window.ask(() -> {
            List<Node> avatars = List.copyOf(window.scene().getRoot().lookupAll(".session-page-head .avatar"));
            return avatars.stream().map(Node::getAccessibleText).collect(Collectors.toSet());
        });
    }
}
