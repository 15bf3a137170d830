package dev.slipway.editor;

import dev.slipway.control.Nodes;
import dev.slipway.control.Png;
import dev.slipway.model.wire.SessionCalls.NewAttachment;
import dev.slipway.words.Words;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;

/// The field with its files, and the list of what `@`, `/` or the history offers over or under it.
public final class EditorView extends VBox {
    private static final PseudoClass DROPPING = PseudoClass.getPseudoClass("dropping");
    private static final double GAP = 6;
    private static final double WIDEST_LIST = 620;

    /// What an editor is for.
    /// @param name      what stands in it when it is empty, and what a screen reader calls it
    /// @param style     the style class of its text
    /// @param rows      its least height
    /// @param mayEnter  whether Enter may send, as the person's habit is; else only Ctrl+Enter does
    public record Purpose(String name, String style, int rows, boolean mayEnter) {}

    /// What its keys lead to.
    /// @param escape asked when Escape closes nothing of its own
    public record Actions(Runnable send, Runnable escape) {}

    private final EditorModel model;
    private final Purpose purpose;
    private final Actions actions;
    private final PromptField field;
    private final SuggestionList list;

    public EditorView(EditorModel model, Purpose purpose, Actions actions) {
        this.model = model;
        this.purpose = purpose;
        this.actions = actions;
        this.field = new PromptField(this::take, purpose.rows());
        this.list = new SuggestionList(model.suggestions(), this::choose);
        getStyleClass().add("editor");
        field.setPromptText(purpose.name());
        field.setAccessibleText(purpose.name());
        field.getStyleClass().addAll("editor-text", purpose.style());
        field.textProperty().bindBidirectional(model.text());
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::keys);
        field.caretPositionProperty().subscribe(this::look);
        field.textProperty().subscribe(this::look);
        field.focusedProperty().subscribe(focused -> {
            if (!focused) {
                model.suggestions().dismiss();
            }
        });
        VBox.setVgrow(field, Priority.ALWAYS);
        getChildren().addAll(field, attachments(), list);
        list.visibleProperty().subscribe(open -> setViewOrder(open ? -1 : 0));
        takeDrops(this);
        model.onWritten(() -> {
            field.end();
            look();
        });
    }

    /// Puts the cursor at the end of the text.
    public void focus() {
        field.requestFocus();
        field.positionCaret(field.getLength());
    }

    /// Whether the person writes here just now.
    public boolean hasFocus() {
        return field.isFocused();
    }

    /// Lets a larger node around this one take files that are dropped on it.
    public void takeDrops(Node target) {
        target.setOnDragOver(event -> {
            if (event.getDragboard().hasFiles() || event.getDragboard().hasImage()) {
                event.acceptTransferModes(TransferMode.COPY);
                target.pseudoClassStateChanged(DROPPING, true);
                event.consume();
            }
        });
        target.setOnDragExited(_ -> target.pseudoClassStateChanged(DROPPING, false));
        target.setOnDragDropped(event -> {
            event.setDropCompleted(takeFiles(event.getDragboard()));
            event.consume();
        });
    }

    /// Lets the person choose files.
    public void chooseFiles() {
        List<File> files = new FileChooser().showOpenMultipleDialog(getScene().getWindow());
        if (files != null) {
            model.attach(paths(files));
        }
        field.requestFocus();
    }

    /// Offers what was written before, by the words in the field.
    public void searchHistory() {
        field.requestFocus();
        model.suggestions().searchHistory(field.getText());
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        if (list.isVisible() && getScene() != null) {
            double width = Math.min(getWidth(), WIDEST_LIST);
            double height = list.prefHeight(width);
            boolean above = localToScene(0, 0).getY() > height + 2 * GAP;
            list.resizeRelocate(0, above ? -height - GAP : field.getHeight() + GAP, width, height);
        }
    }

    private void look() {
        if (!field.isComposing() && (field.isFocused() || field.getText().isEmpty())) {
            // The text may have become shorter, and the caret hears of it next.
            model.suggestions().look(field.getText(), Math.min(field.getCaretPosition(), field.getLength()));
        }
    }

    private void keys(KeyEvent event) {
        if (!field.isComposing() && (listKey(event) || key(event))) {
            event.consume();
        }
    }

    private boolean listKey(KeyEvent event) {
        boolean plain = !event.isShiftDown() && !event.isAltDown() && !event.isShortcutDown();
        if (!list.isVisible() || !plain) {
            return false;
        }
        switch (event.getCode()) {
            case UP -> list.select(-1);
            case DOWN -> list.select(1);
            case ESCAPE -> model.suggestions().dismiss();
            case ENTER, TAB -> {
                if (list.selected() == null) {
                    return false;
                }
                choose();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean key(KeyEvent event) {
        return switch (event.getCode()) {
            case ENTER -> enter(event);
            case UP, DOWN -> !event.isShiftDown() && !event.isAltDown() && recall(event.getCode() == KeyCode.UP);
            // A text area would write a tab, and nobody could leave it by the keyboard.
            case TAB ->
                !event.isShortcutDown()
                        && !event.isAltDown()
                        && field.requestFocusTraversal(
                                event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
            case R -> event.isShortcutDown() && !event.isShiftDown() && search();
            case ESCAPE -> {
                actions.escape().run();
                yield true;
            }
            default -> false;
        };
    }

    private boolean search() {
        searchHistory();
        return true;
    }

    private boolean enter(KeyEvent event) {
        boolean enterSends = purpose.mayEnter() && model.habits().enterSends().get();
        if (event.isShortcutDown() || (enterSends && !event.isShiftDown())) {
            actions.send().run();
        } else {
            field.replaceSelection("\n");
        }
        return true;
    }

    private boolean recall(boolean older) {
        Optional<String> text = model.history().step(field.getText(), older);
        text.ifPresent(words -> {
            field.replaceText(0, field.getLength(), words);
            field.positionCaret(older ? 0 : field.getLength());
        });
        return text.isPresent();
    }

    private void choose() {
        @Nullable Suggestion chosen = list.selected();
        Optional<Trigger> at = model.suggestions().trigger().get();
        if (chosen == null || at.isEmpty()) {
            return;
        }
        model.suggestions().done();
        int to = Math.min(at.get().to(), field.getLength());
        boolean spaced = chosen.written().endsWith(" ")
                && to < field.getLength()
                && Character.isWhitespace(field.getText().charAt(to));
        field.replaceText(
                at.get().from(),
                to,
                spaced ? chosen.written().substring(0, chosen.written().length() - 1) : chosen.written());
        if (chosen.runs()) {
            model.runLocal();
        } else {
            model.suggestions().dismiss();
        }
    }

    private boolean take(Clipboard clipboard) {
        if (takeFiles(clipboard)) {
            return true;
        }
        return clipboard.hasString() && model.attachIfLong(clipboard.getString());
    }

    private boolean takeFiles(Clipboard clipboard) {
        if (clipboard.hasFiles()) {
            model.attach(paths(clipboard.getFiles()));
            return true;
        }
        if (clipboard.hasImage() && !clipboard.hasString()) {
            var image = clipboard.getImage();
            model.work()
                    .start(
                            () -> Png.of(image),
                            bytes -> model.attach(Words.text("composer.pastedImage"), "image/png", bytes),
                            why -> model.problem().set(Optional.of(why)));
            return true;
        }
        return false;
    }

    private FlowPane attachments() {
        FlowPane pane = new FlowPane(8, 8);
        pane.getStyleClass().add("composer-attachments");
        Runnable show = () -> {
            pane.getChildren()
                    .setAll(model.attachments().stream()
                            .map(file -> new EnclosureChip(model, file))
                            .toList());
            Nodes.show(pane, !model.attachments().isEmpty());
        };
        model.attachments().addListener((ListChangeListener<NewAttachment>) _ -> show.run());
        show.run();
        return pane;
    }

    private static List<Path> paths(List<File> files) {
        return files.stream().map(File::toPath).toList();
    }
}
