package dev.slipway.composer;

import dev.slipway.control.Nodes;
import dev.slipway.control.ProblemPanel;
import dev.slipway.editor.EditorView;
import dev.slipway.model.session.Prompt;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Where a person writes to a session, with what waits above it.
public final class ComposerView extends VBox {
    private static final double WIDEST = 860;

    private final ComposerModel model;
    private final EditorView editor;

    public ComposerView(ComposerModel model, ObservableList<Prompt> queue) {
        this.model = model;
        this.editor = new EditorView(
                model.editor(),
                new EditorView.Purpose(Words.text("composer.prompt"), "composer-text", 1, true),
                new EditorView.Actions(model::send, model::escape));
        getStyleClass().add("composer");
        setAlignment(Pos.TOP_CENTER);
        VBox box = new VBox(editor, foot());
        box.getStyleClass().add("composer-box");
        box.focusWithinProperty()
                .subscribe(focused -> box.pseudoClassStateChanged(PseudoClass.getPseudoClass("within"), focused));
        editor.takeDrops(box);
        // The list that the editor offers lies over what is above the box.
        editor.viewOrderProperty().subscribe(order -> box.setViewOrder(order.doubleValue()));
        VBox column = new VBox(8, new QueueView(model, queue), problem(), box);
        column.setMaxWidth(WIDEST);
        getChildren().add(column);
        viewOrderProperty().bind(editor.viewOrderProperty());
    }

    /// Puts the cursor here.
    public void focus() {
        editor.focus();
    }

    private HBox foot() {
        Button attach = Nodes.iconButton(Icon.ATTACH, Words.text("composer.attach"), editor::chooseFiles);
        Button send = Nodes.iconButton(Icon.ARROW_UP, Words.text("composer.send"), model::send);
        send.getStyleClass().setAll("button", "send-button");
        send.disableProperty()
                .bind(model.text().isEmpty().and(Bindings.isEmpty(model.editor().attachments())));
        Runnable name = () -> {
            String what = Words.text(sending());
            send.setAccessibleText(what);
            send.setTooltip(new Tooltip(what));
        };
        Button stop = Nodes.button(Words.text("composer.stop"), model::stop, "small", "stop-button");
        stop.setGraphic(Icon.STOP.node(12));
        stop.setTooltip(new Tooltip(Words.text("composer.stop") + "\n" + Words.text("composer.stop.detail")));
        stop.disableProperty().bind(model.stopping());
        ToggleGroup group = new ToggleGroup();
        ToggleButton queue = mode("composer.queue", Icon.CLOCK, group, false);
        ToggleButton insert = mode("composer.insert", Icon.INSERT, group, true);
        HBox modes = new HBox(2, queue, insert);
        modes.setAlignment(Pos.CENTER_LEFT);
        ModelMenu answers = new ModelMenu(model);
        Label hint = Nodes.label("", "hint");
        ComposerFoot row = new ComposerFoot(
                hint,
                List.of(List.of(queue, insert, stop), List.of(answers)),
                attach,
                answers,
                modes,
                Nodes.spacer(),
                hint,
                stop,
                send);
        Runnable say = () -> {
            hint.setText(Words.text(hint()));
            boolean stops = model.stopAsked().get();
            row.fit(!model.working().get() || stops, stops || !model.connected().get());
        };
        model.working().subscribe(working -> {
            Nodes.show(stop, working);
            Nodes.show(modes, working);
            say.run();
            name.run();
        });
        answers.textProperty().subscribe(say);
        model.stopAsked().subscribe(say);
        model.editor().text().subscribe(() -> model.stopAsked().set(false));
        model.connected().subscribe(() -> {
            say.run();
            name.run();
        });
        model.insert().subscribe(name);
        model.enterSends().subscribe(say);
        return row;
    }

    private String sending() {
        if (!model.connected().get()) {
            return "composer.keep";
        }
        return !model.working().get()
                ? "composer.send"
                : model.insert().get() ? "composer.insert.detail" : "composer.queue.detail";
    }

    private String hint() {
        if (model.stopAsked().get()) {
            return "composer.escapeAgain";
        }
        if (!model.connected().get()) {
            return "composer.offline";
        }
        return model.enterSends().get() ? "composer.hint" : "composer.hintShortcut";
    }

    private ToggleButton mode(String key, Icon icon, ToggleGroup group, boolean insert) {
        ToggleButton button = new ToggleButton(Words.text(key), icon.node(12));
        button.getStyleClass().add("chip");
        button.setToggleGroup(group);
        button.setSelected(model.insert().get() == insert);
        button.setTooltip(new Tooltip(Words.text(key) + "\n" + Words.text(key + ".detail")));
        button.setOnAction(_ -> {
            button.setSelected(true);
            model.insert().set(insert);
        });
        return button;
    }

    private VBox problem() {
        VBox box = new VBox();
        model.problem().subscribe(problem -> {
            box.getChildren()
                    .setAll(problem
                            .map(why -> new ProblemPanel(
                                    why,
                                    Nodes.button(
                                            Words.text("composer.dismiss"),
                                            () -> model.problem().set(Optional.empty()),
                                            "small")))
                            .stream()
                            .toList());
            Nodes.show(box, problem.isPresent());
        });
        return box;
    }
}
