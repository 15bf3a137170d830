package dev.slipway.workbench;

import dev.slipway.command.Command;
import dev.slipway.control.Avatar;
import dev.slipway.control.Nodes;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The foot of the sidebar: who, where, and how the link stands.
final class LinkView extends HBox {
    private final Region dot = new Region();
    private final StackPane who = new StackPane();

    LinkView(LinkModel model) {
        getStyleClass().add("link-bar");
        setAlignment(Pos.CENTER_LEFT);
        Label server = Nodes.label(model.server(), "link-server");
        Label state = Nodes.label("", "link-state");
        state.textProperty().bind(model.text());
        Tooltip more = new Tooltip();
        more.textProperty().bind(model.detail());
        state.setTooltip(more);
        HBox line = new HBox(6, dot, state);
        line.setAlignment(Pos.CENTER_LEFT);
        VBox words = new VBox(1, server, line);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button retry = Nodes.iconButton(Icon.RETRY, Words.text("link.retryNow"), model::retry);
        model.standing().subscribe(standing -> {
            dot.getStyleClass().setAll("state-dot", "link-" + standing.name().toLowerCase(Locale.ROOT));
            Nodes.show(retry, standing == LinkModel.Standing.DOWN);
        });
        model.me().subscribe(author -> {
            who.getChildren().clear();
            author.ifPresent(person -> who.getChildren().add(new Avatar(person, 26)));
        });
        Button others = Nodes.iconButton(Icon.SWITCH, Words.text("link.choices"), () -> {});
        others.setOnAction(_ -> choose(model, others));
        Nodes.show(others, !model.choices().isEmpty());
        getChildren().addAll(who, words, retry, others);
    }

    /// Other servers, and what can be done with this one; made anew each time, as they change.
    private static void choose(LinkModel model, Node below) {
        ContextMenu menu = new ContextMenu();
        for (Command choice : model.choices()) {
            MenuItem item = new MenuItem(choice.text(), choice.icon().node(14));
            choice.key().ifPresent(item::setAccelerator);
            item.setOnAction(_ -> choice.action().run());
            menu.getItems().add(item);
        }
        menu.show(below, Side.TOP, 0, -4);
    }
}
