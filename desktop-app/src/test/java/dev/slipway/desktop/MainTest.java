package dev.slipway.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class MainTest {
    @Start
    void showWindow(Stage stage) {
        new Main().start(stage);
    }

    @Test
    void theWindowSaysWhatToUseMeanwhile(FxRobot robot) {
        assertThat(robot.lookup(".label").queryAs(Label.class).getText()).contains("./slipway run");
    }
}
