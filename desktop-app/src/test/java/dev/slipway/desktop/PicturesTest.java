package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.control.ProblemPanel;
import dev.slipway.link.Eventually;
import dev.slipway.link.Server;
import dev.slipway.link.TestServer;
import dev.slipway.login.KnownServers;
import dev.slipway.login.LocalDaemon;
import dev.slipway.login.OwnDaemon;
import dev.slipway.login.WelcomeModel;
import dev.slipway.login.WelcomeView;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.navigation.Destination;
import dev.slipway.theme.Theme;
import dev.slipway.work.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Shows every main view in both looks and two sizes, and checks what must stand there. With
/// `-Dslipway.pictures=FOLDER` it writes what it saw as PNG files.
class PicturesTest {
    private static final int[][] SIZES = {{1440, 900}, {1024, 700}};
    private static final InstantSource CLOCK = InstantSource.fixed(Sample.NOW);

    @TempDir
    Path folder;

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @Test
    void aBusySession() {
        withServer(server -> {
            Sample.fill(server);
            show("session", server, new Destination.Session(Sample.BUSY), scene -> {
                awaitText(scene, "Show a delivery estimate on the product page");
                awaitText(scene, "Waiting (2)");
                server.typing(Sample.BUSY, Sample.GRACE);
                awaitText(scene, "Grace is typing…");
            });
        });
    }

    @Test
    void aPullRequestThatItsPrompterCannotApprove() {
        withServer(server -> {
            Sample.fill(server);
            show("pull-request", server, new Destination.PullRequest(new PullRequestRef(Sample.SHOP, 128)), scene -> {
                awaitText(scene, "You prompted the session that wrote this: somebody else must approve.");
                awaitText(scene, "docs/tax.png");
                press(scene.getRoot().lookup(".changes"), KeyCode.J);
                Eventually.that(
                        "the comment shows",
                        () -> Shown.onFx(() -> scene.getRoot().lookup(".remark-said") != null));
            });
        });
    }

    @Test
    void theListOfPullRequestsThatWaitForAReview() {
        withServer(server -> {
            Sample.fill(server);
            show("pull-requests", server, new Destination.PullRequests(), scene -> {
                awaitText(scene, "Retry the payment webhook with back-off");
                awaitText(scene, "conflicts");
            });
        });
    }

    @Test
    void aSessionBesideItsChanges() {
        withServer(server -> {
            Sample.fill(server);
            Destination place = new Destination.FileLine(Sample.BUSY, "src/main/java/shop/Basket.java", 1);
            show("changes", server, place, scene -> {
                awaitText(scene, "anthropic/claude-sonnet-4-5");
                awaitText(scene, "src/main/java/shop/Basket.java");
                Shown.run(() -> scene.getRoot().lookup(".patch").requestFocus());
            });
        });
    }

    @Test
    void aFileIsMentioned() {
        withServer(server -> {
            Sample.fill(server);
            show("composer-files", server, new Destination.Session(Sample.BUSY), scene -> {
                awaitText(scene, "Waiting (2)");
                write(scene, "Use the clock of @ware");
                awaitText(scene, "Files of this branch");
                awaitNode(scene, ".suggestion-cell:filled");
            });
        });
    }

    @Test
    void commandsAreOffered() {
        withServer(server -> {
            Sample.fill(server);
            show("composer-commands", server, new Destination.Session(Sample.BUSY), scene -> {
                awaitText(scene, "Waiting (2)");
                write(scene, "/");
                awaitText(scene, "Review a pull request as a stranger would");
            });
        });
    }

    @Test
    void promptsWaitForALine() {
        withServer(server -> {
            Sample.fill(server);
            show("composer-waiting", server, new Destination.Session(Sample.BUSY), scene -> {
                awaitText(scene, "Waiting (2)");
                server.cut();
                server.answer(SessionCalls.PROMPT, (_, _) -> {
                    throw Problem.unavailable("server-unreachable", "Not there", "Cut.")
                            .toException();
                });
                write(scene, "Then tell the warehouse what you found");
                Shown.run(() -> {
                    Node field = scene.getRoot().lookup(".composer-text");
                    field.fireEvent(
                            new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
                    Node row = scene.getRoot().lookup(".queue-line");
                    row.requestFocus();
                    row.fireEvent(
                            new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
                });
                awaitNode(scene, ".queue-unsent");
            });
        });
    }

    @Test
    void filesGoWithAPrompt() {
        withServer(server -> {
            Sample.fill(server);
            show("composer-attachments", server, new Destination.Session(Sample.BUSY), scene -> {
                awaitText(scene, "Waiting (2)");
                write(scene, "Like this one:");
                Shown.run(() -> {
                    ClipboardContent content = new ClipboardContent();
                    content.putImage(scene.snapshot(null));
                    Clipboard.getSystemClipboard().setContent(content);
                    ((TextArea) scene.getRoot().lookup(".composer-text")).paste();
                    content.clear();
                    content.putString("a long log\n".repeat(20_000));
                    Clipboard.getSystemClipboard().setContent(content);
                    ((TextArea) scene.getRoot().lookup(".composer-text")).paste();
                });
                Eventually.that(
                        "both are attached",
                        Duration.ofSeconds(20),
                        () -> Shown.onFx(() ->
                                scene.getRoot().lookupAll(".attachment-chip").size() == 2));
            });
        });
    }

    @Test
    void aNewSession() {
        withServer(server -> {
            Sample.fill(server);
            show("new-session", server, new Destination.NewSession(), scene -> awaitText(scene, "New session"));
        });
    }

    @Test
    void theSettings() {
        Map<String, String> pages = Map.of(
                "models", "Anthropic",
                "repositories", "web-shop",
                "people", "Grace Hopper",
                "account", "Your tokens",
                "servers", "Office",
                "appearance", "Look",
                "notifications", "Do not disturb",
                "keys", "New session");
        withServer(server -> {
            Sample.fill(server);
            SampleSettings.fill(server);
            pages.forEach((page, text) ->
                    show("settings-" + page, server, new Destination.Settings(page), scene -> awaitText(scene, text)));
        });
    }

    @Test
    void anImageOfARepositoryWithItsLog() {
        withServer(server -> {
            Sample.fill(server);
            SampleSettings.fill(server);
            show("settings-images", server, new Destination.Settings("repositories"), scene -> {
                awaitText(scene, "npm ci ended with 1");
                pressed(scene, "Log: mobile-app");
                pressed(scene, "Settings: web-shop");
                awaitText(scene, "The next build is due in 22 minutes: images are built every 30 minutes.");
                Eventually.that(
                        "the log shows",
                        () -> Shown.onFx(() -> scene.getRoot().lookupAll(".settings-log .t").stream()
                                .anyMatch(node -> ((Text) node).getText().contains("118 tests passed"))));
            });
        });
    }

    @Test
    void theSettingsOfARepository() {
        withServer(server -> {
            Sample.fill(server);
            SampleSettings.fill(server);
            show("settings-repository", server, new Destination.Settings("repositories"), scene -> {
                awaitText(scene, "npm ci ended with 1");
                pressed(scene, "Settings: web-shop");
                awaitText(scene, "The next build is due in 22 minutes: images are built every 30 minutes.");
                Shown.pulses(2);
                Shown.run(() -> ((ScrollPane) scene.getRoot().lookup(".settings-scroll")).setVvalue(1));
            });
        });
    }

    @Test
    void theHosts() {
        withServer(server -> {
            Sample.fill(server);
            SampleSettings.fill(server);
            Destination hosts = new Destination.Settings("host");
            show("settings-hosts", server, hosts, scene -> awaitText(scene, "build-2"));
            show("settings-hosts-adding", server, hosts, scene -> {
                awaitText(scene, "build-2");
                pressed(scene, "Add a host");
                Shown.run(() ->
                        ((TextField) scene.getRoot().lookup("#host-address")).setText("slipway@build-3.example.org"));
                pressed(scene, "Look");
                awaitText(scene, "3. Compare its key");
            });
            show("settings-hosts-asking", server, hosts, scene -> {
                awaitText(scene, "build-2");
                pressed(scene, "Prepare: build-2");
                pressed(scene, "Labels and limit: build-2");
                pressed(scene, "Remove: build-1");
                awaitText(
                        scene, "Run it there yourself, or have Slipway run it now. sudo must not ask for a password.");
            });
        });
    }

    private static void pressed(Scene scene, String name) {
        Shown.run(() -> scene.getRoot().lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> name.equals(button.getText()) || name.equals(button.getAccessibleText()))
                .findFirst()
                .orElseThrow()
                .fire());
    }

    @Test
    void aServerWithoutSessions() {
        withServer(
                server -> show("empty", server, new Destination.Home(), scene -> awaitText(scene, "No sessions yet")));
    }

    @Test
    void aSessionThatFailed() {
        withServer(server -> {
            Sample.fill(server);
            SessionId failed = Sample.id(3);
            server.journal(failed)
                    .append(
                            new SessionEvent.PromptAccepted(
                                    Sample.prompt("f1", Sample.ALAN, "Upgrade the build to Gradle 9.")),
                            new SessionEvent.TurnStarted(new TurnId(1), Sample.MODEL, Sample.ALAN),
                            new SessionEvent.PromptDelivered(
                                    new dev.slipway.model.session.PromptId("f1"), new TurnId(1)),
                            new SessionEvent.TurnFailed(new TurnId(1), Sample.keyRefused()));
            show(
                    "failed",
                    server,
                    new Destination.Session(failed),
                    scene -> Eventually.that(
                            "the problem shows",
                            () -> Shown.onFx(() -> scene.getRoot().lookupAll(".problem").stream()
                                    .anyMatch(ProblemPanel.class::isInstance))));
        });
    }

    @Test
    void theFirstStart() {
        try (Work work = new Work()) {
            for (boolean dark : new boolean[] {false, true}) {
                for (int[] size : sizes(dark)) {
                    Scene scene = Shown.onFx(() -> {
                        WelcomeModel model = new WelcomeModel(
                                new KnownServers(folder),
                                new OwnDaemon(
                                        new LocalDaemon(folder.resolve("none"), Optional.of(Path.of("slipway"))),
                                        folder),
                                work,
                                _ -> {});
                        return scene(new WelcomeView(model), size, dark);
                    });
                    awaitText(scene, "On this computer");
                    keep("welcome", scene, size, dark);
                }
            }
        }
    }

    @Test
    void thePaletteFindsASession() {
        withServer(server -> {
            Sample.fill(server);
            show("palette", server, new Destination.Session(Sample.BUSY), scene -> {
                awaitText(scene, "anthropic/claude-sonnet-4-5");
                Shown.run(() -> scene.getRoot()
                        .getChildrenUnmodifiable()
                        .getFirst()
                        .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.K, false, true, false, false)));
                Shown.run(() -> ((TextField) scene.getRoot().lookup(".palette-words")).setText("ses"));
                awaitText(scene, "Ctrl+N");
            });
        });
    }

    private static void write(Scene scene, String text) {
        Shown.run(() -> {
            TextArea field = (TextArea) scene.getRoot().lookup(".composer-text");
            field.requestFocus();
            field.setText(text);
            field.positionCaret(text.length());
        });
    }

    private static void awaitNode(Scene scene, String selector) {
        Eventually.that(
                selector + " shows",
                Duration.ofSeconds(20),
                () -> Shown.onFx(() -> scene.getRoot().lookup(selector) != null));
    }

    @Test
    void everyKindOfRow() {
        withServer(server -> {
            Sample.fill(server);
            Kinds kinds = new Kinds(server);
            show(
                    "transcript-kinds",
                    server,
                    new Destination.Moment(Kinds.SESSION, 2),
                    scene -> awaitText(scene, "Grace Hopper"));
            show(
                    "transcript-outputs",
                    server,
                    new Destination.Moment(Kinds.SESSION, kinds.outputs()),
                    scene -> awaitText(scene, "Screenshot of http://localhost:8080/payments"));
            show("transcript-markdown", server, new Destination.Moment(Kinds.SESSION, kinds.markdown()), scene -> {
                awaitText(scene, "yaml");
            });
            show(
                    "transcript-ends",
                    server,
                    new Destination.Moment(Kinds.SESSION, kinds.ends()),
                    scene -> awaitText(scene, "Cut off here"));
            show(
                    "transcript-places",
                    server,
                    new Destination.Moment(Kinds.SESSION, kinds.places()),
                    scene -> awaitText(scene, "Alan Turing"));
        });
    }

    @Test
    void wordsThatAreLookedForInASession() {
        withServer(server -> {
            Sample.fill(server);
            Kinds kinds = new Kinds(server);
            show("transcript-find", server, new Destination.Moment(Kinds.SESSION, kinds.outputs()), scene -> {
                awaitText(scene, "Screenshot of http://localhost:8080/payments");
                Shown.run(() -> scene.getRoot()
                        .getChildrenUnmodifiable()
                        .getFirst()
                        .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.F, false, true, false, false)));
                Shown.run(() -> ((TextField) scene.getRoot().lookup(".find-words")).setText("webhook"));
                Eventually.that(
                        "it is counted",
                        () -> Shown.onFx(() -> scene.getRoot().lookup(".find-count") instanceof Label label
                                && label.getText().matches("\\d+ of \\d+")));
            });
        });
    }

    @Test
    void wordsThatAreLookedForInAllSessions() {
        withServer(server -> {
            Sample.fill(server);
            new Kinds(server);
            for (boolean dark : new boolean[] {false, true}) {
                for (int[] size : sizes(dark)) {
                    visited(server, size, dark, "search");
                }
            }
        });
    }

    @Test
    void aLargePicture() {
        withServer(server -> {
            Sample.fill(server);
            new Kinds(server);
            show("transcript-picture", server, new Destination.Moment(Kinds.SESSION, 2), scene -> {
                awaitText(scene, "Grace Hopper");
                Eventually.that(
                        "the picture is here",
                        () -> Shown.onFx(() -> scene.getRoot().lookup(".thumbnail") instanceof Button button
                                && button.getOnAction() != null));
                Shown.run(() -> ((Button) scene.getRoot().lookup(".thumbnail")).fire());
            });
        });
    }

    /// Shows what is found in two sessions that were visited before.
    private void visited(TestServer server, int[] size, boolean dark, String name) {
        Server address = new Server(
                "Office", server.address().address(), server.address().token());
        Wiring wiring = Shown.onFx(() -> new Wiring(address, folder.resolve(name + dark + size[0]), CLOCK, _ -> {}));
        try {
            Scene scene = Shown.onFx(() -> scene(wiring.view(), size, dark));
            Shown.run(() -> wiring.navigator().go(new Destination.Session(Sample.BUSY)));
            awaitText(scene, "Grace Hopper");
            Shown.run(() -> wiring.navigator().go(new Destination.Session(Kinds.SESSION)));
            awaitText(scene, "Alan Turing");
            Shown.run(() -> wiring.navigator().go(new Destination.Found("test")));
            awaitNode(scene, ".search-session");
            keep(name, scene, size, dark);
        } finally {
            Shown.run(wiring::close);
        }
    }

    private void withServer(Consumer<TestServer> test) {
        try (TestServer server = new TestServer()) {
            test.accept(server);
        }
    }

    private void show(String name, TestServer server, Destination place, Consumer<Scene> check) {
        Server address = new Server(
                "Office", server.address().address(), server.address().token());
        for (boolean dark : new boolean[] {false, true}) {
            for (int[] size : sizes(dark)) {
                Wiring wiring =
                        Shown.onFx(() -> new Wiring(address, folder.resolve(name + dark + size[0]), CLOCK, _ -> {}));
                try {
                    Scene scene = Shown.onFx(() -> scene(wiring.view(), size, dark));
                    Shown.run(() -> wiring.navigator().go(place));
                    awaitText(scene, "Connected");
                    check.accept(scene);
                    keep(name, scene, size, dark);
                } finally {
                    Shown.run(wiring::close);
                }
            }
        }
    }

    /// All sizes for pictures; else one for each look, to be quick.
    private static int[][] sizes(boolean dark) {
        boolean pictures = !System.getProperty("slipway.pictures", "").isEmpty();
        return pictures ? SIZES : new int[][] {SIZES[dark ? 1 : 0]};
    }

    private static Scene scene(Parent content, int[] size, boolean dark) {
        Stage stage = new Stage();
        Scene scene = new Scene(new StackPane(content), size[0], size[1]);
        scene.getRoot().getStyleClass().add("window");
        Theme theme = new Theme();
        theme.choose(dark ? Theme.Choice.DARK : Theme.Choice.LIGHT);
        theme.dress(scene);
        stage.setScene(scene);
        stage.show();
        return scene;
    }

    private static void press(javafx.scene.Node node, KeyCode key) {
        Shown.run(() -> node.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false)));
    }

    private static void awaitText(Scene scene, String text) {
        Eventually.that(
                "\"" + text + "\" shows",
                Duration.ofSeconds(20),
                () -> Shown.onFx(() -> scene.getRoot().lookupAll(".label").stream()
                        .anyMatch(node -> node instanceof Label label && text.equals(label.getText()))));
    }

    private static void keep(String name, Scene scene, int[] size, boolean dark) {
        String target = System.getProperty("slipway.pictures", "");
        Shown.pulses(6);
        assertThat(Shown.onFx(() -> (int) scene.getWidth())).isEqualTo(size[0]);
        if (!target.isEmpty()) {
            Shown.pulses(20);
            Shown.picture(scene, Path.of(target).resolve(name + (dark ? "-dark-" : "-light-") + size[0] + ".png"));
        }
        Shown.run(() -> scene.getWindow().hide());
    }
}
