package dev.slipway.composer;

import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.wire.SessionCalls.NewAttachment;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.stage.FileChooser;

/// Where a person writes: Enter sends, Shift+Enter begins a line, Up recalls, Escape stops nothing by mistake.
public final class ComposerView extends VBox {
    private static final double WIDEST = 860;
    private static final double TALLEST = 260;
    private static final double LINE = 20;

    private final ComposerModel model;
    private final TextArea text = new TextArea();
    private final Text ruler = new Text();

    public ComposerView(ComposerModel model, ObservableList<Prompt> queue) {
        this.model = model;
        getStyleClass().add("composer");
        setAlignment(Pos.TOP_CENTER);
        VBox box = new VBox(text(), attachments(), foot());
        box.getStyleClass().add("composer-box");
        text.focusedProperty()
                .subscribe(focused ->
                        box.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("within"), focused));
        VBox column = new VBox(8, new QueueView(model, queue), problem(), box);
        column.setMaxWidth(WIDEST);
        getChildren().add(column);
        setOnDragOver(event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.COPY);
            }
        });
        setOnDragDropped(event -> {
            model.attach(paths(event.getDragboard().getFiles()));
            event.setDropCompleted(true);
        });
    }

    /// Puts the cursor here.
    public void focus() {
        text.requestFocus();
        text.positionCaret(text.getLength());
    }

    private TextArea text() {
        text.setPromptText(Words.text("composer.prompt"));
        text.setAccessibleText(Words.text("composer.prompt"));
        text.setWrapText(true);
        text.setPrefRowCount(1);
        text.getStyleClass().add("composer-text");
        text.textProperty().bindBidirectional(model.text());
        text.addEventFilter(KeyEvent.KEY_PRESSED, this::keys);
        text.textProperty().subscribe(this::fit);
        text.widthProperty().subscribe(this::fit);
        fit();
        return text;
    }

    /// As tall as what is written, up to a limit.
    private void fit() {
        ruler.setFont(text.getFont());
        ruler.setText(text.getText() + "\u200b");
        ruler.setWrappingWidth(Math.max(100, text.getWidth() - 30));
        double height = Math.min(TALLEST, Math.max(LINE, ruler.getLayoutBounds().getHeight()) + 22);
        text.setMinHeight(height);
        text.setPrefHeight(height);
        text.setMaxHeight(height);
    }

    private void keys(KeyEvent event) {
        boolean taken = switch (event.getCode()) {
            case ENTER -> enter(event);
            case UP -> text.getCaretPosition() == 0 && recall(true);
            case DOWN -> text.getCaretPosition() == text.getLength() && recall(false);
            case V -> event.isShortcutDown() && pasteFiles();
            default -> false;
        };
        if (taken) {
            event.consume();
        }
    }

    private boolean enter(KeyEvent event) {
        if (event.isShiftDown()) {
            text.replaceSelection("\n");
        } else {
            model.send();
        }
        return true;
    }

    private boolean recall(boolean older) {
        boolean found = model.recall(older);
        if (found) {
            text.positionCaret(older ? 0 : text.getLength());
        }
        return found;
    }

    private boolean pasteFiles() {
        Clipboard clipboard = Clipboard.getSystemClipboard();
        if (clipboard.hasFiles()) {
            model.attach(paths(clipboard.getFiles()));
            return true;
        }
        if (clipboard.hasImage() && !clipboard.hasString()) {
            model.attach(
                    Words.text("composer.pastedImage"), "image/png", dev.slipway.control.Png.of(clipboard.getImage()));
            return true;
        }
        return false;
    }

    private FlowPane attachments() {
        FlowPane pane = new FlowPane(6, 6);
        pane.getStyleClass().add("composer-attachments");
        Runnable show = () -> {
            pane.getChildren().clear();
            for (NewAttachment attachment : model.attachments()) {
                Label tag = Nodes.tag(
                        attachment.mediaType().startsWith("image/") ? Icon.IMAGE : Icon.FILE,
                        attachment.name(),
                        "attachment");
                Button remove = Nodes.iconButton(
                        Icon.CLOSE,
                        Words.text("composer.detach", attachment.name()),
                        () -> model.attachments().remove(attachment));
                HBox chip = new HBox(tag, remove);
                chip.setAlignment(Pos.CENTER_LEFT);
                chip.getStyleClass().add("attachment-chip");
                pane.getChildren().add(chip);
            }
            Nodes.show(pane, !model.attachments().isEmpty());
        };
        model.attachments().addListener((ListChangeListener<NewAttachment>) _ -> show.run());
        show.run();
        return pane;
    }

    private HBox foot() {
        Button attach = Nodes.iconButton(Icon.ATTACH, Words.text("composer.attach"), this::chooseFiles);
        Button send = Nodes.iconButton(Icon.ARROW_UP, Words.text("composer.send"), model::send);
        send.getStyleClass().setAll("button", "send-button");
        send.disableProperty()
                .bind(model.text().isEmpty().and(javafx.beans.binding.Bindings.isEmpty(model.attachments())));
        Button stop = Nodes.button(Words.text("composer.stop"), model::stop, "small", "stop-button");
        stop.setGraphic(Icon.STOP.node(12));
        stop.disableProperty().bind(model.stopping());
        HBox modes = modes();
        Label hint = Nodes.label(Words.text("composer.hint"), "hint");
        model.working().subscribe(working -> {
            Nodes.show(stop, working);
            Nodes.show(modes, working);
            Nodes.show(hint, !working);
        });
        HBox row = new HBox(8, attach, modes, Nodes.spacer(), hint, stop, send);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("composer-foot");
        return row;
    }

    private HBox modes() {
        ToggleGroup group = new ToggleGroup();
        ToggleButton queue = mode("composer.queue", group, false);
        ToggleButton insert = mode("composer.insert", group, true);
        return new HBox(2, queue, insert);
    }

    private ToggleButton mode(String key, ToggleGroup group, boolean insert) {
        ToggleButton button = new ToggleButton(Words.text(key));
        button.getStyleClass().add("chip");
        button.setToggleGroup(group);
        button.setSelected(model.insert().get() == insert);
        button.setTooltip(new javafx.scene.control.Tooltip(Words.text(key + ".detail")));
        button.setOnAction(_ -> {
            button.setSelected(true);
            model.insert().set(insert);
        });
        return button;
    }

    private VBox problem() {
        VBox box = new VBox();
        model.problem().subscribe(problem -> {
            box.getChildren().setAll(problem.map(ProblemPanel::new).stream().toList());
            Nodes.show(box, problem.isPresent());
        });
        return box;
    }

    private void chooseFiles() {
        List<File> files = new FileChooser().showOpenMultipleDialog(getScene().getWindow());
        if (files != null) {
            model.attach(paths(files));
        }
    }

    private static List<Path> paths(List<File> files) {
        return files.stream().map(File::toPath).toList();
    }
}
