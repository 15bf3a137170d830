package dev.slipway.desktop;

import dev.slipway.link.Eventually;
import dev.slipway.link.Server;
import dev.slipway.navigation.Destination;
import dev.slipway.theme.Theme;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.stage.Stage;

/// A window on one server in a test, and the hands and eyes of who sits before it. Its methods may be called from any
/// thread; whatever is not there yet is waited for.
final class OpenWindow implements AutoCloseable {
    /// Beside builds and other tests, a start of a sandbox may take a while.
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Wiring wiring;
    private final Stage stage;

    OpenWindow(Server server, Path data) {
        this(server, data, 1200, 800);
    }

    OpenWindow(Server server, Path data, double width, double height) {
        wiring = Shown.onFx(() -> new Wiring(server, data, InstantSource.system(), _ -> {}));
        stage = Shown.onFx(() -> {
            Stage made = new Stage();
            Scene scene = new Scene(new StackPane(wiring.view()), width, height);
            scene.getRoot().getStyleClass().add("window");
            new Theme().dress(scene);
            made.setScene(scene);
            made.show();
            made.requestFocus();
            return made;
        });
    }

    Wiring wiring() {
        return wiring;
    }

    Scene scene() {
        return stage.getScene();
    }

    void go(Destination destination) {
        Shown.run(() -> wiring.navigator().go(destination));
    }

    /// Where the window is.
    Destination place() {
        return Shown.onFx(() -> wiring.navigator().current());
    }

    /// The first visible node of a CSS selector, once there is one.
    <T extends Node> T find(String selector, Class<T> type) {
        eventually(selector + " shows", () -> visible(selector).stream().anyMatch(type::isInstance));
        return Shown.onFx(() -> visible(selector).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow());
    }

    boolean shows(String selector) {
        return Shown.onFx(() -> !visible(selector).isEmpty());
    }

    /// Texts of labels and buttons of a CSS selector.
    List<String> texts(String selector) {
        return Shown.onFx(() -> visible(selector).stream()
                .filter(Labeled.class::isInstance)
                .map(node -> ((Labeled) node).getText())
                .toList());
    }

    /// All that is written anywhere in the window.
    String allText() {
        return Shown.onFx(() -> {
            StringBuilder all = new StringBuilder();
            for (Node node : visible(".text")) {
                all.append(((Text) node).getText()).append('\n');
            }
            for (Node node : visible(".t")) {
                all.append(((Text) node).getText());
            }
            return all.toString();
        });
    }

    /// Presses a button, known by its text or accessible name.
    void press(String name) {
        eventually(
                "a button \"" + name + "\" can be pressed", () -> button(name).isPresent());
        Shown.run(() -> button(name).orElseThrow().fire());
    }

    /// Writes into the field of a CSS selector, in place of what is there.
    void write(String selector, String text) {
        TextInputControl field = find(selector, TextInputControl.class);
        Shown.run(() -> {
            field.requestFocus();
            field.setText(text);
            field.end();
        });
    }

    /// Presses and lets go of a key, where the focus is.
    void key(KeyCode code, KeyCombination.Modifier... modifiers) {
        Set<KeyCombination.Modifier> held = Set.of(modifiers);
        boolean shift = held.contains(KeyCombination.SHIFT_DOWN);
        boolean control = held.contains(KeyCombination.CONTROL_DOWN) || held.contains(KeyCombination.SHORTCUT_DOWN);
        boolean alt = held.contains(KeyCombination.ALT_DOWN);
        Shown.run(() -> {
            Node target = Optional.ofNullable(scene().getFocusOwner()).orElse(scene().getRoot());
            target.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, control, alt, false));
            target.fireEvent(new KeyEvent(KeyEvent.KEY_RELEASED, "", "", code, shift, control, alt, false));
        });
    }

    /// Waits until something holds on the window's thread.
    /// @param what the condition in words, for the failure
    void eventually(String what, BooleanSupplier condition) {
        try {
            Eventually.that(what, PATIENCE, () -> Shown.onFx(condition::getAsBoolean));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ". What the window shows:\n" + allText(), e);
        }
    }

    /// Asks on the window's thread.
    <T> T ask(Callable<T> question) {
        return Shown.onFx(question);
    }

    void picture(Path file) {
        Shown.pulses(2);
        Shown.picture(scene(), file);
    }

    @Override
    public void close() {
        Shown.run(() -> {
            wiring.close();
            stage.hide();
        });
    }

    private Optional<ButtonBase> button(String name) {
        return visible(".button").stream()
                .filter(ButtonBase.class::isInstance)
                .map(ButtonBase.class::cast)
                .filter(button -> !button.isDisabled())
                .filter(button -> name.equals(button.getText()) || name.equals(button.getAccessibleText()))
                .findFirst();
    }

    private List<Node> visible(String selector) {
        return scene().getRoot().lookupAll(selector).stream()
                .filter(OpenWindow::isShown)
                .toList();
    }

    private static boolean isShown(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }
}
