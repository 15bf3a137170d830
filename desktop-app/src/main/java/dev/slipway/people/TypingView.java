package dev.slipway.people;

import dev.slipway.control.Nodes;
import dev.slipway.model.account.Author;
import dev.slipway.words.Words;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Subscription;

/// Says who types, beside the place where one writes.
public final class TypingView extends HBox implements AutoCloseable {
    /// As wide as what is written beside it.
    private static final double WIDEST = 860;

    private final Label sentence = new Label();
    private final Subscription subscription;

    public TypingView(ObservableValue<Presence> presence) {
        getStyleClass().add("typing");
        setAlignment(Pos.CENTER);
        sentence.setMinWidth(0);
        sentence.setMaxWidth(WIDEST);
        sentence.getStyleClass().add("typing-text");
        HBox.setHgrow(sentence, Priority.ALWAYS);
        getChildren().add(sentence);
        subscription = presence.subscribe(now -> {
            sentence.setText(sentence(now.typing()));
            Nodes.show(this, !now.typing().isEmpty());
        });
    }

    @Override
    public void close() {
        subscription.unsubscribe();
    }

    static String sentence(List<Author> typing) {
        return switch (typing.size()) {
            case 0 -> "";
            case 1 -> Words.text("people.typing.one", firstName(typing.getFirst()));
            case 2 -> Words.text("people.typing.two", firstName(typing.get(0)), firstName(typing.get(1)));
            default -> Words.text("people.typing.many", firstName(typing.getFirst()), typing.size() - 1);
        };
    }

    private static String firstName(Author who) {
        return who.name().strip().split("\\s+", 2)[0];
    }
}
