package dev.slipway.desktop;

import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/// Entry point of the desktop application.
public final class Main extends Application {
    /// Starts the JavaFX runtime; returns when the last window is closed.
    public static void main(String[] args) {
        launch(args);
    }

    @Override
    public void start(Stage stage) {
        stage.setTitle("Slipway");
        stage.setScene(new Scene(new StackPane(new Label("Use ./slipway run until the desktop is built.")), 640, 400));
        stage.show();
    }
}
