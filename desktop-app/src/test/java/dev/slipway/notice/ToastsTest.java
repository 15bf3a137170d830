package dev.slipway.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.desktop.Shown;
import dev.slipway.link.Eventually;
import dev.slipway.model.Pin;
import dev.slipway.model.problem.Problem;
import dev.slipway.words.Words;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

class ToastsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-07-01T10:00:00Z"));
    private static final Problem REFUSED = Problem.forbidden("not-yours", "It is not yours", "Ada began this session.")
            .withRemedy("Ask Ada.");

    private final AtomicInteger centreOpened = new AtomicInteger();
    private Notices notices = new Notices(CLOCK);
    private final Stage stage = Shown.onFx(Stage::new);
    private Scene scene = new Scene(new StackPane());
    private Region composer = new StackPane();
    private TextField elsewhere = new TextField();

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
        Words.speak(Locale.ENGLISH);
    }

    @BeforeEach
    void open() {
        show(Duration.minutes(1));
    }

    @AfterEach
    void close() {
        Shown.run(stage::hide);
    }

    @Test
    void whatIsToldFromAnyThreadShowsWithItsRemedyAndAName() {
        notices.problem(REFUSED);

        awaitCards(1);
        assertThat(texts()).contains("It is not yours", "Ada began this session.\nAsk Ada.");
        Node card = scene.lookup(".toast");
        assertThat(card.getAccessibleText()).isEqualTo("It is not yours. Ada began this session.\nAsk Ada.");
        assertThat(card.getAccessibleRole()).isEqualTo(AccessibleRole.DIALOG);
        assertThat(((Label) scene.lookup(".announced")).getText()).startsWith("It is not yours");
    }

    @Test
    void theSameToldAgainIsOneWithACount() {
        notices.problem(REFUSED);
        notices.problem(REFUSED);
        notices.problem(REFUSED);

        awaitText("3 times");
        assertThat(cards()).isEqualTo(1);
    }

    @Test
    void moreThanThreeAreGathered() {
        for (int i = 1; i <= 5; i++) {
            notices.show(Toast.news("News " + i, ""));
        }

        awaitText("News 5");
        assertThat(cards()).isEqualTo(3);
        Shown.run(() -> ((Hyperlink) scene.lookup(".toasts-more")).fire());
        assertThat(texts()).doesNotContain("News 2");
        assertThat(centreOpened).hasValue(1);
    }

    @Test
    void undoUndoesOnceAndTheToastIsGone() {
        AtomicInteger undone = new AtomicInteger();
        notices.undo("Session archived", undone::incrementAndGet);
        awaitCards(1);

        Shown.run(() -> ((Button) scene.lookup(".toast-action")).fire());

        assertThat(undone).hasValue(1);
        awaitCards(0);
    }

    @Test
    void itsPinTakesItBack() {
        Pin pin = notices.problem(REFUSED);
        awaitCards(1);

        pin.close();

        awaitCards(0);
    }

    @Test
    void escapeThatNobodyElseWantsDismissesTheNewest() {
        notices.show(Toast.news("First", ""));
        notices.show(Toast.news("Second", ""));
        awaitCards(2);

        press(elsewhere, KeyCode.ESCAPE);

        awaitCards(1);
        assertThat(texts()).contains("First").doesNotContain("Second");
    }

    @Test
    void thePointerKeepsItAndItGoesOnceThePointerHasLeft() {
        Shown.run(stage::hide);
        show(Duration.millis(600));
        FxRobot robot = new FxRobot();
        robot.moveTo(elsewhere);
        notices.show(Toast.news("Kept", ""));
        awaitCards(1);

        robot.moveTo(scene.lookup(".toast"));
        long began = System.nanoTime();
        Eventually.that("a second and more has passed", () -> System.nanoTime() - began > 1_200_000_000L);
        assertThat(cards()).isEqualTo(1);
        robot.moveTo(elsewhere);

        awaitCards(0);
        assertThat(Shown.onFx(() -> notices.missed().get())).isEqualTo(1);
    }

    @Test
    void theKeyboardReachesIt() {
        notices.show(Toast.news("News", "", new Toast.Action("Open", () -> {})));
        awaitCards(1);

        Shown.run(() -> ((ToastsView) scene.lookup(".toasts")).focus());

        assertThat(Shown.onFx(scene::getFocusOwner))
                .isInstanceOf(Button.class)
                .extracting("text")
                .isEqualTo("Open");
    }

    @Test
    void itNeverLiesOverTheComposerHoweverHighThatGrows() {
        notices.problem(REFUSED);
        awaitCards(1);
        for (double height : new double[] {80, 300, 60}) {
            Shown.run(() -> composer.setMinHeight(height));
            Shown.run(() -> composer.setMaxHeight(height));
            Eventually.that(
                    "the toast is above",
                    () -> Shown.onFx(() -> {
                        Bounds toast = bounds(scene.lookup(".toast"));
                        return toast.getMaxY() < bounds(composer).getMinY()
                                && toast.getMaxY() > bounds(composer).getMinY() - 40;
                    }));
        }
    }

    @Test
    void theListKeepsWhatWentBy() {
        NoticesView list = Shown.onFx(() -> new NoticesView(notices, CLOCK));
        Shown.run(() -> ((StackPane) scene.getRoot()).getChildren().add(list));
        AtomicInteger opened = new AtomicInteger();
        notices.show(Toast.news("Pull request merged", "", new Toast.Action("Open", opened::incrementAndGet)));
        notices.problem(REFUSED);
        awaitCards(2);
        Shown.run(() -> notices.open().stream().toList().forEach(notices::expire));
        assertThat(Shown.onFx(() -> notices.missed().get())).isEqualTo(2);

        Shown.run(list::open);

        assertThat(Shown.onFx(() -> notices.missed().get())).isZero();
        Eventually.that("both are listed, the newest first", () -> {
            List<String> shown = texts();
            int refused = shown.indexOf("It is not yours");
            return refused >= 0 && shown.subList(refused, shown.size()).contains("Pull request merged");
        });
        Shown.run(() -> list.lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> button.getText().equals("Open"))
                .forEach(Button::fire));
        assertThat(opened).hasValue(1);
        assertThat(Shown.onFx(list::isVisible)).isFalse();
    }

    private void show(Duration longest) {
        notices = new Notices(CLOCK);
        Shown.run(() -> {
            composer = new StackPane();
            composer.getStyleClass().add("composer");
            composer.setMaxHeight(90);
            composer.setMinHeight(90);
            elsewhere = new TextField();
            StackPane.setAlignment(composer, Pos.BOTTOM_LEFT);
            StackPane.setAlignment(elsewhere, Pos.TOP_LEFT);
            elsewhere.setMaxWidth(100);
            ToastsView toasts = new ToastsView(notices, centreOpened::incrementAndGet, longest);
            scene = new Scene(new StackPane(composer, elsewhere, toasts), 900, 600);
            stage.setScene(scene);
            stage.show();
            stage.requestFocus();
        });
    }

    private static Bounds bounds(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }

    private static void press(Node node, KeyCode code) {
        Shown.run(() -> node.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false)));
    }

    private int cards() {
        return Shown.onFx(() -> scene.getRoot().lookupAll(".toast").size());
    }

    private void awaitCards(int count) {
        Eventually.that(count + " toasts show", () -> cards() == count);
    }

    private void awaitText(String text) {
        Eventually.that("\"" + text + "\" shows", () -> texts().contains(text));
    }

    private List<String> texts() {
        return Shown.onFx(() -> scene.getRoot().lookupAll(".label").stream()
                .filter(node -> !node.getStyleClass().contains("announced"))
                .map(node -> node instanceof Label label ? label.getText() : "")
                .toList());
    }
}
