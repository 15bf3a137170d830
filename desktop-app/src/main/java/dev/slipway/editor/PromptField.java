package dev.slipway.editor;

import java.util.function.Predicate;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.InputMethodEvent;
import javafx.scene.text.Text;

/// A text area that is as tall as its text, up to a third of the window, and lets others take what is pasted.
final class PromptField extends TextArea {
    private static final double LINE = 20;
    private static final double PADDING = 22;
    private static final double SIDES = 30;
    /// A longer text is as tall as it may be, without being measured at each key.
    private static final int MEASURED = 4_000;

    private final Predicate<Clipboard> taking;
    private final Text ruler = new Text();
    private final int leastRows;
    private boolean composing;

    /// @param taking    takes what is on the clipboard, or says that it did not
    /// @param leastRows its height when empty
    PromptField(Predicate<Clipboard> taking, int leastRows) {
        this.taking = taking;
        this.leastRows = leastRows;
        setWrapText(true);
        setPrefRowCount(leastRows);
        textProperty().subscribe(this::fit);
        widthProperty().subscribe(this::fit);
        fontProperty().subscribe(this::fit);
        sceneProperty().subscribe(scene -> {
            if (scene != null) {
                scene.heightProperty().subscribe(this::fit);
            }
        });
        addEventFilter(
                InputMethodEvent.INPUT_METHOD_TEXT_CHANGED,
                event -> composing = !event.getComposed().isEmpty());
    }

    @Override
    public void paste() {
        if (!taking.test(Clipboard.getSystemClipboard())) {
            super.paste();
        }
    }

    /// Whether an input method is in the midst of a word: its keys are not ours then.
    boolean isComposing() {
        return composing;
    }

    private void fit() {
        double least = leastRows * LINE;
        double most =
                getScene() == null ? 260 : Math.max(least, Math.floor(getScene().getHeight() / 3) - PADDING - 1);
        double height = most;
        if (getLength() <= MEASURED) {
            ruler.setFont(getFont());
            ruler.setText(getText() + "\u200b");
            ruler.setWrappingWidth(Math.max(100, getWidth() - SIDES));
            height = Math.clamp(ruler.getLayoutBounds().getHeight(), least, most);
        }
        setMinHeight(height + PADDING);
        setPrefHeight(height + PADDING);
        setMaxHeight(height + PADDING);
    }
}
