package dev.slipway.window;

import dev.slipway.command.Command;
import dev.slipway.control.Nodes;
import dev.slipway.theme.Icon;
import dev.slipway.words.Words;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The servers at the window's edge, each with its state and how much is unread. Shows only where there is more than
/// one to choose from.
public final class RailView extends VBox {
    private static final PseudoClass SHOWN = PseudoClass.getPseudoClass("shown");
    private static final int MOST = 99;

    private final VBox tabs = new VBox(10);
    private final Consumer<URI> show;
    private final Function<URI, List<Command>> choices;
    private List<ServerTab> servers = List.of();

    /// @param show    shows another server
    /// @param add     leads to where one is added
    /// @param choices what can be done with one
    public RailView(Consumer<URI> show, Runnable add, Function<URI, List<Command>> choices) {
        super(6);
        this.show = show;
        this.choices = choices;
        getStyleClass().add("rail");
        setAlignment(Pos.TOP_CENTER);
        setAccessibleRole(AccessibleRole.TOOL_BAR);
        setAccessibleText(Words.text("rail.title"));
        tabs.setAlignment(Pos.TOP_CENTER);
        getChildren().addAll(tabs, Nodes.iconButton(Icon.PLUS, Words.text("rail.add"), add));
        Nodes.show(this, false);
    }

    /// Shows these, in this order; does nothing if it does so already.
    public void show(List<ServerTab> now) {
        if (now.equals(servers)) {
            return;
        }
        servers = List.copyOf(now);
        int focused = focused();
        tabs.getChildren()
                .setAll(java.util.stream.IntStream.range(0, now.size())
                        .mapToObj(index -> tab(now.get(index), index))
                        .toList());
        Nodes.show(this, now.size() > 1);
        if (focused >= 0 && focused < now.size()) {
            tabs.getChildren().get(focused).requestFocus();
        }
    }

    private Node tab(ServerTab server, int index) {
        Region dot = new Region();
        dot.getStyleClass().addAll("state-dot", "rail-dot", "link-" + style(server));
        StackPane face = new StackPane(Nodes.label(server.initials(), "rail-initials"), dot);
        StackPane.setAlignment(dot, Pos.BOTTOM_RIGHT);
        if (server.unread() > 0) {
            Label count =
                    Nodes.label(server.unread() > MOST ? MOST + "+" : String.valueOf(server.unread()), "rail-count");
            StackPane.setAlignment(count, Pos.TOP_RIGHT);
            face.getChildren().add(count);
        }
        Button button = new Button("", face);
        button.getStyleClass().addAll("flat", "rail-tab");
        button.pseudoClassStateChanged(SHOWN, server.shown());
        String words = Words.text(
                server.unread() > 0 ? "rail.unread" : "rail.read", server.name(), server.state(), server.unread());
        button.setAccessibleText(words);
        button.setTooltip(new Tooltip(words + "\n" + server.address() + (index < 9 ? "\n" + keys(index) : "")));
        button.setOnAction(_ -> show.accept(server.address()));
        button.setOnContextMenuRequested(event -> {
            ContextMenu menu = new ContextMenu();
            for (Command choice : choices.apply(server.address())) {
                MenuItem item = new MenuItem(choice.text(), choice.icon().node(14));
                item.setOnAction(_ -> choice.action().run());
                menu.getItems().add(item);
            }
            menu.show(button, event.getScreenX(), event.getScreenY());
            event.consume();
        });
        button.setOnKeyPressed(event -> {
            int step = event.getCode() == KeyCode.DOWN ? 1 : event.getCode() == KeyCode.UP ? -1 : 0;
            int next = index + step;
            if (step != 0 && next >= 0 && next < tabs.getChildren().size()) {
                tabs.getChildren().get(next).requestFocus();
                event.consume();
            }
        });
        return button;
    }

    private int focused() {
        for (int i = 0; i < tabs.getChildren().size(); i++) {
            if (tabs.getChildren().get(i).isFocused()) {
                return i;
            }
        }
        return -1;
    }

    private static String keys(int index) {
        return javafx.scene.input.KeyCombination.valueOf("Shortcut+" + (index + 1))
                .getDisplayText();
    }

    private static String style(ServerTab server) {
        return server.standing().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
