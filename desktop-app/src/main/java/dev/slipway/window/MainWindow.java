package dev.slipway.window;

import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.model.problem.Problem;
import dev.slipway.theme.Theme;
import dev.slipway.words.Words;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one window: a narrow rail of servers when there are several, what the shown one fills, and what lies over it. It
/// opens where it was closed, as long as that is on a screen.
public final class MainWindow {
    private static final Logger log = LoggerFactory.getLogger(MainWindow.class);
    private static final String NAME = "Slipway";
    private static final String ZOOM = "zoom";

    private final Stage stage;
    private final StackPane root = new StackPane();
    private final Zoom zoom = new Zoom(root);
    private final BorderPane frame = new BorderPane();
    private final StackPane content = new StackPane();
    private final Path file;
    private final Properties kept = new Properties();
    private final PauseTransition soon = new PauseTransition(Duration.seconds(2));

    /// @param folder where place and last destination are kept
    public MainWindow(Stage stage, Theme theme, Path folder) {
        this.stage = stage;
        this.file = folder.resolve("window.properties");
        load();
        zoom.getStyleClass().add("window");
        frame.setCenter(content);
        root.getChildren().add(frame);
        zoom.set(number(ZOOM, 1));
        zoom.factor().subscribe(factor -> remember(ZOOM, String.valueOf(factor)));
        Scene scene = new Scene(zoom, number("width", 1280), number("height", 820));
        theme.dress(scene);
        stage.setTitle(NAME);
        stage.setMinWidth(820);
        stage.setMinHeight(560);
        stage.setScene(scene);
        place();
        stage.setOnHiding(_ -> {
            soon.stop();
            keep();
        });
        // A window that is not closed, but killed with its login, is found again too.
        soon.setOnFinished(_ -> keep());
        for (var changing :
                List.of(stage.xProperty(), stage.yProperty(), stage.widthProperty(), stage.heightProperty())) {
            changing.addListener(_ -> keepSoon());
        }
    }

    public void show(Parent shown) {
        if (!content.getChildren().equals(List.of(shown))) {
            content.getChildren().setAll(shown);
        }
    }

    /// Puts the rail of servers at the side.
    public void side(RailView rail) {
        frame.setLeft(rail);
    }

    /// Tells above everything what went wrong, until it is told that it did not.
    /// @param again what the person can do about it
    public void tell(Problem problem, Runnable again) {
        StackPane strip = new StackPane(new ProblemPanel(
                problem,
                Nodes.button(Words.text("window.again"), () -> {
                    tellNothing();
                    again.run();
                }),
                Nodes.button(Words.text("window.dismiss"), this::tellNothing, "flat")));
        strip.getStyleClass().add("window-strip");
        frame.setTop(strip);
    }

    public void tellNothing() {
        frame.setTop(null);
    }

    /// Lays something over whatever the window shows.
    public void overlay(Node node) {
        root.getChildren().add(node);
    }

    /// Says where the person is.
    /// @param place in words; empty for nowhere in particular
    /// @param server its name
    public void entitle(String place, String server) {
        stage.setTitle(String.join(
                " – ",
                Stream.of(place, server, NAME).filter(part -> !part.isEmpty()).toList()));
    }

    public Scene scene() {
        return stage.getScene();
    }

    public Zoom zoom() {
        return zoom;
    }

    public void open() {
        stage.show();
        // The first frame waits for no picture.
        Platform.runLater(() -> stage.getIcons().setAll(Theme.applicationIcons()));
    }

    /// Asks before the window closes; who is asked closes it by [#close], or not.
    public void onClose(Runnable ask) {
        stage.setOnCloseRequest(event -> {
            event.consume();
            ask.run();
        });
    }

    public void close() {
        stage.hide();
    }

    public void toFront() {
        stage.setIconified(false);
        stage.show();
        stage.toFront();
        stage.requestFocus();
    }

    /// Something else to find again at the next start.
    public String recall(String key) {
        return kept.getProperty(key, "");
    }

    public void remember(String key, String value) {
        if (!value.equals(kept.setProperty(key, value))) {
            keepSoon();
        }
    }

    private void keepSoon() {
        if (stage.isShowing()) {
            soon.playFromStart();
        }
    }

    private void place() {
        double x = number("x", Double.NaN);
        double y = number("y", Double.NaN);
        if (!Double.isNaN(x) && !Double.isNaN(y)) {
            Rectangle2D wanted =
                    new Rectangle2D(x, y, Math.max(1, number("width", 1280)), Math.max(1, number("height", 820)));
            Rectangle2D where = Placement.on(
                    Stream.concat(Stream.of(Screen.getPrimary()), Screen.getScreens().stream())
                            .map(Screen::getVisualBounds)
                            .distinct()
                            .toList(),
                    wanted);
            stage.setX(where.getMinX());
            stage.setY(where.getMinY());
            if (where.getWidth() < wanted.getWidth() || where.getHeight() < wanted.getHeight()) {
                stage.setWidth(where.getWidth());
                stage.setHeight(where.getHeight());
            }
        }
        stage.setMaximized(Boolean.parseBoolean(kept.getProperty("maximized")));
    }

    private void keep() {
        kept.setProperty("maximized", String.valueOf(stage.isMaximized()));
        if (!stage.isMaximized() && !stage.isIconified()) {
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
