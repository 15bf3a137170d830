package dev.slipway.notice;

import dev.slipway.control.Nodes;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Locale;
import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.Duration;

/// One toast on the window. Its time stands still while the pointer or the focus is on it, and while the person looks
/// at another window.
final class ToastCard extends HBox {
    private static final double WIDTH = 380;

    private final PauseTransition time;
    /// Kept, as it would be collected otherwise.
    private final ObservableValue<Boolean> runs;

    /// @param stays how long it is shown if nothing holds it
    ToastCard(Notices notices, Notice notice, Duration stays) {
        super(10);
        Toast toast = notice.toast();
        getStyleClass().addAll("toast", "toast-" + toast.kind().name().toLowerCase(Locale.ROOT));
        setAccessibleRole(AccessibleRole.DIALOG);
        setAccessibleText(spoken(toast));
        setMaxSize(WIDTH, USE_PREF_SIZE);
        setPrefWidth(WIDTH);
        Label title = wrapped(toast.title(), "toast-title");
        VBox words = new VBox(3, title);
        if (!toast.detail().isEmpty()) {
            words.getChildren().add(wrapped(toast.detail(), "toast-detail"));
        }
        HBox actions = new HBox(6);
        for (Toast.Action action : toast.actions()) {
            Button button = Nodes.button(action.text(), () -> notices.run(notice, action), "small", "toast-action");
            actions.getChildren().add(button);
        }
        if (!toast.actions().isEmpty()) {
            actions.getStyleClass().add("toast-actions");
            words.getChildren().add(actions);
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        getChildren().addAll(icon(toast.kind()).node(16), words);
        if (notice.times() > 1) {
            Label times = Nodes.label(Words.text("notice.times", notice.times()), "badge");
            times.setMinWidth(USE_PREF_SIZE);
            getChildren().add(times);
        }
        getChildren().add(Nodes.iconButton(Icon.CLOSE, Words.text("notice.dismiss"), () -> notices.dismiss(notice)));
        setAlignment(Pos.TOP_LEFT);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                notices.dismiss(notice);
                event.consume();
            }
        });
        time = new PauseTransition(stays);
        time.setOnFinished(_ -> notices.expire(notice));
        ObservableValue<Boolean> looking = sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::focusedProperty)
                .orElse(false);
        runs = Bindings.createBooleanBinding(
                () -> looking.getValue() && !isHover() && !isFocusWithin(),
                looking,
                hoverProperty(),
                focusWithinProperty());
        runs.subscribe(running -> {
            if (running) {
                time.playFromStart();
            } else {
                time.stop();
            }
        });
    }

    static String spoken(Toast toast) {
        return toast.detail().isEmpty() ? toast.title() : toast.title() + ". " + toast.detail();
    }

    static Icon icon(Toast.Kind kind) {
        return switch (kind) {
            case DONE -> Icon.CHECK;
            case NEWS -> Icon.INFO;
            case PROBLEM -> Icon.WARNING;
        };
    }

    private static Label wrapped(String text, String style) {
        Label label = Nodes.label(text, style);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }
}
