package dev.slipway.people;

import dev.slipway.control.Avatar;
import dev.slipway.control.Nodes;
import dev.slipway.model.account.Author;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;

/// The avatars of those who are in a session: four, and how many more; with a soft ring around who types.
public final class WatchersView extends HBox implements AutoCloseable {
    private static final PseudoClass TYPING = PseudoClass.getPseudoClass("typing");
    private static final int SHOWN = 4;
    private static final double SIZE = 22;

    private final Subscription subscription;

    public WatchersView(ObservableValue<Presence> presence) {
        super(-3);
        setFillHeight(false);
        getStyleClass().add("watchers");
        setAlignment(Pos.CENTER_RIGHT);
        setMinWidth(USE_PREF_SIZE);
        setAccessibleRole(AccessibleRole.TEXT);
        subscription = presence.subscribe(this::show);
    }

    @Override
    public void close() {
        subscription.unsubscribe();
    }

    private void show(Presence presence) {
        List<Author> first = new ArrayList<>(presence.typing());
        presence.people().stream().filter(who -> !first.contains(who)).forEach(first::add);
        // Who types is always among those shown, at their usual place where possible.
        List<Author> shown = presence.people().stream()
                .filter(first.subList(0, Math.min(SHOWN, first.size()))::contains)
                .toList();
        List<Node> nodes = new ArrayList<>();
        for (Author who : shown) {
            boolean typing = presence.typing().contains(who);
            StackPane ring = new StackPane(new Avatar(who, SIZE));
            ring.getStyleClass().add("watcher");
            ring.setMaxHeight(USE_PREF_SIZE);
            ring.pseudoClassStateChanged(TYPING, typing);
            Tooltip.install(ring, new Tooltip(sentence(who, typing)));
            nodes.add(ring);
        }
        int more = presence.people().size() + presence.more() - shown.size();
        if (more > 0) {
            Label rest = Nodes.label("+" + more, "watchers-more");
            rest.setTooltip(new Tooltip(presence.people().stream()
                            .filter(who -> !shown.contains(who))
                            .map(Author::name)
                            .collect(Collectors.joining("\n"))
                    + (presence.more() > 0 ? "\n" + Words.text("people.more", presence.more()) : "")));
            nodes.add(rest);
        }
        getChildren().setAll(nodes);
        Nodes.show(this, !nodes.isEmpty());
        setAccessibleText(presence.people().stream()
                .map(who -> sentence(who, presence.typing().contains(who)))
                .collect(Collectors.joining(", ")));
    }

    private static String sentence(Author who, boolean typing) {
        return Words.text(typing ? "people.types" : "people.watches", who.name());
    }
}
