package dev.slipway.window;

import dev.slipway.control.Nodes;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A question over the window, with an answer for each button. Escape is none of them: everything stays as it is.
public final class QuestionView extends StackPane {
    /// @param text  what the button says
    /// @param style its style class, such as `accent` or `danger`; empty for a plain one
    public record Answer(String text, String style) {}

    private @Nullable Runnable never;
    private @Nullable Node before;

    public QuestionView() {
        getStyleClass().add("veil");
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            }
        });
        Nodes.show(this, false);
    }

    /// Asks.
    /// @param answers  the last one has the focus
    /// @param remember the words beside a box that makes the answer hold for ever; empty for no such box
    /// @param answered gets the number of the answer, and whether it is to hold for ever
    /// @param none     what happens when the person does not answer
    public void ask(
            String title,
            String detail,
            List<Answer> answers,
            Optional<String> remember,
            BiConsumer<Integer, Boolean> answered,
            Runnable none) {
        never = none;
        before = getScene() == null ? null : getScene().getFocusOwner();
        CheckBox always = new CheckBox(remember.orElse(""));
        Nodes.show(always, remember.isPresent());
        HBox row = new HBox(8);
        row.setAlignment(Pos.CENTER_RIGHT);
        for (int i = 0; i < answers.size(); i++) {
            int number = i;
            Button button = Nodes.button(answers.get(i).text(), () -> {
                never = null;
                close();
                answered.accept(number, always.isSelected());
            });
            if (!answers.get(i).style().isEmpty()) {
                button.getStyleClass().add(answers.get(i).style());
            }
            row.getChildren().add(button);
        }
        Label words = Nodes.label(detail, "muted");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        VBox box = new VBox(12, Nodes.label(title, "page-title"), words, always, row);
        box.getStyleClass().addAll("sheet", "question");
        box.setMaxSize(480, USE_PREF_SIZE);
        box.setAccessibleRole(AccessibleRole.DIALOG);
        box.setAccessibleText(title + ". " + detail);
        getChildren().setAll(box);
        Nodes.show(this, true);
        row.getChildren().getLast().requestFocus();
    }

    private void close() {
        Nodes.show(this, false);
        @Nullable Node focused = before;
        if (focused != null) {
            focused.requestFocus();
        }
        @Nullable Runnable none = never;
        never = null;
        if (none != null) {
            none.run();
        }
    }
}
