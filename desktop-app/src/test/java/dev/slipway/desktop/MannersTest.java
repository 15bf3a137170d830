package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.link.Eventually;
import dev.slipway.link.Server;
import dev.slipway.link.TestServer;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.problem.Problem;
import dev.slipway.navigation.Destination;
import dev.slipway.notice.NoticesView;
import dev.slipway.notice.Toast;
import dev.slipway.notice.ToastsView;
import dev.slipway.theme.Theme;
import dev.slipway.window.Zoom;
import dev.slipway.words.Words;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What lies over the views, and views in other sizes and languages. With `-Dslipway.pictures=FOLDER` it writes what it
/// saw.
class MannersTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Sample.NOW);

    @TempDir
    Path folder;

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @AfterEach
    void speakEnglish() {
        Words.speak(Locale.ENGLISH);
    }

    @Test
    void toastsLieAboveTheComposer() {
        show("toasts", Locale.ENGLISH, 1, new Destination.Session(Sample.BUSY), (wiring, scene) -> {
            tell(wiring);
            Eventually.that("three toasts show", () -> count(scene, ".toast") == 3);
            Shown.pulses(4);
            Bounds composer = bounds(scene.getRoot().lookup(".composer"));
            scene.getRoot()
                    .lookupAll(".toast")
                    .forEach(toast -> assertThat(bounds(toast).getMaxY()).isLessThanOrEqualTo(composer.getMinY()));
        });
    }

    @Test
    void theListOfNotices() {
        show("notices", Locale.ENGLISH, 1, new Destination.Session(Sample.BUSY), (wiring, scene) -> {
            tell(wiring);
            Eventually.that("three toasts show", () -> count(scene, ".toast") == 3);
            Shown.run(() -> wiring.notices().showList());
            Eventually.that("the list shows", () -> count(scene, ".notice-row") == 4);
        });
    }

    @Test
    void theSheetOfKeys() {
        show("shortcuts", Locale.ENGLISH, 1, new Destination.Session(Sample.BUSY), (_, scene) -> {
            press(scene, KeyCode.F1);
            awaitText(scene, "While writing");
            Shown.pulses(4);
            assertThat(cut(scene.getRoot().lookup("VBox.sheet"), Label.class)).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.25, 1.5})
    void viewsKeepTheirShapeWhenTheyAreLarger(double zoom) {
        show("zoom-" + (int) (zoom * 100), Locale.ENGLISH, zoom, new Destination.Session(Sample.BUSY), (_, scene) -> {
            awaitText(scene, "Waiting (2)");
            assertThat(cut(scene.getRoot(), ButtonBase.class)).isEmpty();
            Bounds composer = bounds(scene.getRoot().lookup(".composer"));
            assertThat(composer.getMaxY()).isLessThanOrEqualTo(scene.getHeight() + 1);
            assertThat(composer.getMaxX()).isLessThanOrEqualTo(scene.getWidth() + 1);
        });
    }

    @Test
    void noButtonIsCutInGerman() {
        List<Destination> places = List.of(
                new Destination.Session(Sample.BUSY),
                new Destination.NewSession(),
                new Destination.Home(),
                new Destination.Settings(),
                new Destination.Settings("host"),
                new Destination.PullRequest(new PullRequestRef(Sample.SHOP, 128)));
        for (Destination place : places) {
            show("german-" + place.getClass().getSimpleName(), Locale.GERMAN, 0, place, (_, scene) -> {
                awaitText(scene, "Verbunden");
                Shown.pulses(20);
                assertThat(cut(scene.getRoot(), ButtonBase.class))
                        .as(place.toString())
                        .isEmpty();
            });
        }
    }

    private static void tell(Wiring wiring) {
        Toast.Action open = new Toast.Action("Open", () -> {});
        var _ = wiring.notices().show(Toast.news("Merged: Let the basket keep its voucher", "Grace merged #128", open));
        var _ = wiring.notices().show(Toast.done("Session archived", new Toast.Action("Undo", () -> {})));
        var _ = wiring.notices()
                .problem(Problem.forbidden("not-yours", "It is not yours", "Ada began this session.")
                        .withRemedy("Ask Ada to add you."));
        var _ = wiring.notices()
                .show(new Toast(
                        Toast.Kind.PROBLEM,
                        Words.text("fault.title"),
                        Words.text("fault.detail"),
                        List.of(new Toast.Action(Words.text("fault.copy"), () -> {}))));
    }

    /// @param zoom 0 for a small window
    private void show(String name, Locale language, double zoom, Destination place, BiConsumer<Wiring, Scene> check) {
        boolean pictures = !System.getProperty("slipway.pictures", "").isEmpty();
        try (TestServer server = new TestServer()) {
            Sample.fill(server);
            SampleSettings.fill(server);
            Server address = new Server(
                    "Office", server.address().address(), server.address().token());
            for (boolean dark : pictures ? new boolean[] {false, true} : new boolean[] {false}) {
                Words.speak(language);
                Wiring wiring = Shown.onFx(() -> new Wiring(address, folder.resolve(name + dark), CLOCK, _ -> {}));
                Stage stage = Shown.onFx(Stage::new);
                try {
                    Scene scene = Shown.onFx(() -> {
                        NoticesView told = new NoticesView(wiring.notices(), CLOCK);
                        ToastsView toasts = new ToastsView(wiring.notices(), told::open);
                        Zoom all = new Zoom(new StackPane(wiring.view(), toasts, told));
                        all.set(zoom == 0 ? 1 : zoom);
                        all.getStyleClass().add("window");
                        Scene made = new Scene(all, zoom == 0 ? 1024 : 1440, zoom == 0 ? 700 : 900);
                        Theme theme = new Theme();
                        theme.choose(dark ? Theme.Choice.DARK : Theme.Choice.LIGHT);
                        theme.dress(made);
                        stage.setScene(made);
                        stage.show();
                        stage.requestFocus();
                        return made;
                    });
                    Shown.run(() -> wiring.navigator().go(place));
                    awaitText(scene, Words.text("link.connected"));
                    check.accept(wiring, scene);
                    if (pictures) {
                        Shown.pulses(20);
                        String look = dark ? "-dark-" : "-light-";
                        Shown.picture(
                                scene,
                                Path.of(System.getProperty("slipway.pictures"))
                                        .resolve(name + look + (int) scene.getWidth() + ".png"));
                    }
                } finally {
                    Shown.run(wiring::close);
                    Shown.run(stage::hide);
                }
            }
        }
    }

    /// Texts that end in an ellipsis for want of room.
    private static Set<String> cut(Node root, Class<? extends Labeled> kind) {
        return Shown.onFx(() -> Stream.concat(Stream.of(root), root.lookupAll("*").stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                // The name of a model or a branch is somebody's own, and as long as they like.
                .filter(node -> node.getText() != null && !node.getText().contains("/"))
                .filter(node -> node.getText() != null && !node.getText().endsWith("…") && visible(node))
                .filter(node -> node.lookupAll(".text").stream()
                        .filter(Text.class::isInstance)
                        .map(text -> ((Text) text).getText())
                        .anyMatch(text -> text.endsWith("...") || text.endsWith("…")))
                .map(Labeled::getText)
                .collect(Collectors.toSet()));
    }

    private static boolean visible(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private static long count(Scene scene, String selector) {
        return Shown.onFx(() -> scene.getRoot().lookupAll(selector).size());
    }

    private static Bounds bounds(Node node) {
        return Shown.onFx(() -> node.localToScene(node.getLayoutBounds()));
    }

    private static void press(Scene scene, KeyCode code) {
        Shown.run(() -> scene.getFocusOwner()
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false)));
    }

    private static void awaitText(Scene scene, String text) {
        Eventually.that(
                "\"" + text + "\" shows",
                () -> Shown.onFx(() -> scene.getRoot().lookupAll(".label").stream()
                        .anyMatch(node -> node instanceof Label label && text.equals(label.getText()))));
    }
}
