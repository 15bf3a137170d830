package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Eventually;
import dev.slipway.link.TestServer;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.navigation.Destination;
import dev.slipway.theme.Theme;
import dev.slipway.words.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// In a small window everything that can be pressed is there whole, in each language, and no fact is cut to a stub.
class RoomTest {
    private static final int WIDTH = 1024;
    private static final int HEIGHT = 700;

    /// What shows somebody's words rather than ours, which may be of any length.
    private static final List<String> DATA =
            List.of("session-page-title", "fact-button", "model-menu", "chooser", "facet");

    private static final int STUB = 3;

    @TempDir
    Path folder;

    private final TestServer server = new TestServer();
    private final Locale before = Locale.getDefault();

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @BeforeEach
    void fill() {
        Sample.fill(server);
        SampleSettings.fill(server);
    }

    @AfterEach
    void close() {
        Words.speak(before);
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void nothingIsCutOffInASmallWindow(String language) {
        Words.speak(Locale.of(language));
        Wiring wiring =
                Shown.onFx(() -> new Wiring(server.address(), folder, InstantSource.fixed(Sample.NOW), _ -> {}));
        try {
            Scene scene = Shown.onFx(() -> scene(wiring.view()));
            Map<String, List<String>> faults = new LinkedHashMap<>();
            for (Look look : looks()) {
                Shown.run(() -> wiring.navigator().go(look.place()));
                Eventually.that(
                        look.shows() + " shows",
                        Duration.ofSeconds(20),
                        () -> Shown.onFx(() -> seen(scene.getRoot().lookup(look.shows()))));
                Shown.pulses(12);
                List<String> cut = Shown.onFx(() -> faults(scene.getRoot(), new ArrayList<>()));
                if (!cut.isEmpty()) {
                    faults.put(look.place().toString(), cut);
                }
            }
            assertThat(faults).isEmpty();
            Shown.run(() -> scene.getWindow().hide());
        } finally {
            Shown.run(wiring::close);
        }
    }

    @Test
    void theListFoldsAwayForMoreRoomAndComesBackWhenSomebodyLooksForASession() {
        Wiring wiring =
                Shown.onFx(() -> new Wiring(server.address(), folder, InstantSource.fixed(Sample.NOW), _ -> {}));
        try {
            Scene scene = Shown.onFx(() -> scene(wiring.view()));
            Shown.run(() -> wiring.navigator().go(new Destination.Session(Sample.BUSY)));
            Eventually.that(
                    "the list shows",
                    () -> Shown.onFx(() -> seen(scene.getRoot().lookup(".session-list"))));

            press(scene, KeyCode.B, false);
            Shown.pulses(12);
            assertThat(Shown.onFx(() -> seen(scene.getRoot().lookup(".session-list"))))
                    .isFalse();
            assertThat(Shown.onFx(() -> ((Region) scene.getRoot().lookup(".session-page")).getWidth()))
                    .isGreaterThan(WIDTH - 60.0);
            assertThat(Shown.onFx(() -> faults(scene.getRoot(), new ArrayList<>())))
                    .isEmpty();

            press(scene, KeyCode.F, true);
            Shown.pulses(12);
            assertThat(Shown.onFx(() -> scene.getRoot().lookup(".search-field").isFocused()))
                    .isTrue();
            Shown.run(() -> scene.getWindow().hide());
        } finally {
            Shown.run(wiring::close);
        }
    }

    private static void press(Scene scene, KeyCode key, boolean shift) {
        Shown.run(() -> scene.getRoot()
                .getChildrenUnmodifiable()
                .getFirst()
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, shift, true, false, false)));
    }

    private record Look(Destination place, String shows) {}

    private static List<Look> looks() {
        List<Look> looks = new ArrayList<>(List.of(
                new Look(new Destination.Session(Sample.BUSY), ".queue-line"),
                new Look(new Destination.FileLine(Sample.BUSY, "src/main/java/shop/Basket.java", 1), ".patch"),
                new Look(new Destination.PullRequest(new PullRequestRef(Sample.SHOP, 128)), ".pull-head"),
                new Look(new Destination.PullRequests(), ".pulls-cell"),
                new Look(new Destination.NewSession(), ".new-session-card"),
                new Look(new Destination.Home(), ".place .empty-state")));
        for (String page :
                List.of("models", "repositories", "people", "account", "host", "servers", "appearance", "keys")) {
            looks.add(new Look(new Destination.Settings(page), ".settings-page"));
        }
        return looks;
    }

    private static List<String> faults(Node node, List<String> found) {
        if (node instanceof Labeled labeled
                && seen(node)
                && labeled.getText() != null
                && !labeled.getText().isEmpty()) {
            String shown = shown(labeled);
            boolean data = labeled.getStyleClass().stream().anyMatch(DATA::contains);
            boolean cut = shown.endsWith(labeled.getEllipsisString()) || shown.contains(labeled.getEllipsisString());
            if (!labeled.getText().contains(labeled.getEllipsisString()) && cut) {
                boolean stub = shown.length() - labeled.getEllipsisString().length() < STUB;
                if (stub || (node instanceof ButtonBase && !data)) {
                    found.add("\"" + labeled.getText() + "\" shows as \"" + shown + "\"");
                }
            }
            if (node instanceof ButtonBase
                    && node.localToScene(node.getLayoutBounds()).getMaxX() > WIDTH) {
                found.add("\"" + labeled.getText() + "\" leaves the window");
            }
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> faults(child, found));
        }
        return found;
    }

    private static String shown(Labeled labeled) {
        if (labeled.getContentDisplay() == ContentDisplay.GRAPHIC_ONLY) {
            return "";
        }
        return labeled.lookup(".text") instanceof Text text ? text.getText() : "";
    }

    private static boolean seen(@Nullable Node node) {
        for (@Nullable Node up = node; up != null; up = up.getParent()) {
            if (!up.isVisible()) {
                return false;
            }
        }
        return node != null && node.getScene() != null;
    }

    private static Scene scene(Parent content) {
        Stage stage = new Stage();
        Scene scene = new Scene(new StackPane(content), WIDTH, HEIGHT);
        new Theme().dress(scene);
        stage.setScene(scene);
        stage.show();
        return scene;
    }
}
