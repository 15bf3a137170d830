package dev.slipway.window;

import dev.slipway.theme.Theme;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one window. It opens where it was closed, as long as that is on a screen.
public final class MainWindow {
    private static final Logger log = LoggerFactory.getLogger(MainWindow.class);

    private final Stage stage;
    private final StackPane root = new StackPane();
    private final StackPane content = new StackPane();
    private final Path file;
    private final Properties kept = new Properties();

    /// @param folder where place and last destination are kept
    public MainWindow(Stage stage, Theme theme, Path folder) {
        this.stage = stage;
        this.file = folder.resolve("window.properties");
        load();
        root.getStyleClass().add("window");
        root.getChildren().add(content);
        Scene scene = new Scene(root, number("width", 1280), number("height", 820));
        theme.dress(scene);
        stage.setTitle("Slipway");
        stage.setMinWidth(820);
        stage.setMinHeight(560);
        stage.setScene(scene);
        place();
        stage.setOnHiding(_ -> keep());
    }

    public void show(Parent shown) {
        content.getChildren().setAll(shown);
    }

    /// Lays something over whatever the window shows.
    public void overlay(Node node) {
        root.getChildren().add(node);
    }

    public void open() {
        stage.show();
    }

    public void toFront() {
        stage.setIconified(false);
        stage.toFront();
    }

    /// Something else to find again at the next start.
    public String recall(String key) {
        return kept.getProperty(key, "");
    }

    public void remember(String key, String value) {
        kept.setProperty(key, value);
    }

    private void place() {
        double x = number("x", Double.NaN);
        double y = number("y", Double.NaN);
        boolean visible = Screen.getScreensForRectangle(x, y, 200, 100).stream()
                .map(Screen::getVisualBounds)
                .anyMatch(bounds -> bounds.intersects(new Rectangle2D(Math.max(0, x), Math.max(0, y), 200, 100)));
        if (!Double.isNaN(x) && visible) {
            stage.setX(x);
            stage.setY(y);
        }
        stage.setMaximized(Boolean.parseBoolean(kept.getProperty("maximized")));
    }

    private void keep() {
        kept.setProperty("maximized", String.valueOf(stage.isMaximized()));
        if (!stage.isMaximized()) {
            kept.setProperty("x", String.valueOf(stage.getX()));
            kept.setProperty("y", String.valueOf(stage.getY()));
            kept.setProperty("width", String.valueOf(stage.getScene().getWidth()));
            kept.setProperty("height", String.valueOf(stage.getScene().getHeight()));
        }
        try {
            Files.createDirectories(file.getParent());
            try (Writer out = Files.newBufferedWriter(file)) {
                kept.store(out, null);
            }
        } catch (IOException e) {
            log.warn("The window's place is not kept", e);
        }
    }

    private void load() {
        if (!Files.exists(file)) {
            return;
        }
        try (Reader in = Files.newBufferedReader(file)) {
            kept.load(in);
        } catch (IOException | IllegalArgumentException e) {
            log.warn("The window opens in its usual place", e);
        }
    }

    private double number(String key, double otherwise) {
        try {
            return Double.parseDouble(kept.getProperty(key, String.valueOf(otherwise)));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
