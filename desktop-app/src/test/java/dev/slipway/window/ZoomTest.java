package dev.slipway.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.desktop.Shown;
import dev.slipway.theme.Theme;
import java.nio.file.Path;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoomTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void startToolkit() throws InterruptedException {
        Shown.toolkit();
    }

    @ParameterizedTest
    @CsvSource({"PLUS, 1.1", "EQUALS, 1.1", "ADD, 1.1", "MINUS, 0.9", "SUBTRACT, 0.9", "DIGIT0, 1", "NUMPAD0, 1", "A, 1"
    })
    void itsKeysAreThoseOfABrowser(KeyCode code, double factor) {
        Zoom zoom = Shown.onFx(() -> new Zoom(new StackPane()));

        press(zoom, code);

        assertThat(zoom.factor().get()).isEqualTo(factor);
    }

    @Test
    void itGoesInStepsAndEndsAtBothEnds() {
        Zoom zoom = Shown.onFx(() -> new Zoom(new StackPane()));
        for (int i = 0; i < 20; i++) {
            press(zoom, KeyCode.PLUS);
        }
        assertThat(zoom.factor().get()).isEqualTo(2);
        for (int i = 0; i < 20; i++) {
            press(zoom, KeyCode.MINUS);
        }
        assertThat(zoom.factor().get()).isEqualTo(0.75);
        press(zoom, KeyCode.DIGIT0);
        assertThat(zoom.factor().get()).isEqualTo(1);
    }

    @Test
    void whatItShowsFillsTheWindowInLargerPixelsAndIsRememberedAtTheNextStart() {
        TextField field = new TextField();
        MainWindow window = open(field);
        Shown.run(() -> window.zoom().set(1.5));
        Shown.pulses(2);
        Bounds bounds = Shown.onFx(() -> field.localToScene(field.getLayoutBounds()));
        Node inside = field.getParent();
        assertThat(Shown.onFx(() -> inside.getLayoutBounds().getWidth()))
                .isCloseTo(Shown.onFx(() -> window.scene().getWidth()) / 1.5, within(1.0));
        assertThat(bounds.getHeight()).isEqualTo(field.getHeight() * 1.5);
        Shown.run(window::close);

        MainWindow again = open(new TextField());

        assertThat(again.zoom().factor().get()).isEqualTo(1.5);
        Shown.run(again::close);
    }

    private MainWindow open(TextField field) {
        return Shown.onFx(() -> {
            MainWindow window = new MainWindow(new Stage(), new Theme(), folder);
            StackPane shown = new StackPane(field);
            window.show(shown);
            window.open();
            return window;
        });
    }

    private static void press(Zoom zoom, KeyCode code) {
        Shown.run(() -> zoom.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, true, false, false)));
    }
}
