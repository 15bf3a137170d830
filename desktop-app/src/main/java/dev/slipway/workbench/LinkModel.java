package dev.slipway.workbench;

import dev.slipway.command.Command;
import dev.slipway.link.Link;
import dev.slipway.link.LinkState;
import dev.slipway.model.Pin;
import dev.slipway.model.account.Author;
import dev.slipway.words.Words;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;

/// How the link stands, in words.
public final class LinkModel implements AutoCloseable {
    /// What decides the colour and whether a retry makes sense.
    public enum Standing {
        GOOD,
        TRYING,
        DOWN,
        REFUSED
    }

    private final Link link;
    private final InstantSource clock;
    private final ObjectProperty<Standing> standing = new SimpleObjectProperty<>(Standing.TRYING);
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper detail = new ReadOnlyStringWrapper("");
    private final ObjectProperty<Optional<Author>> me = new SimpleObjectProperty<>(Optional.empty());
    private final Supplier<List<Command>> choices;
    private final Pin pin;
    private String busy = "";

    /// @param choices other servers, and what can be done with this one
    public LinkModel(Link link, InstantSource clock, Supplier<List<Command>> choices) {
        this.link = link;
        this.clock = clock;
        this.choices = choices;
        this.pin = link.onState(state -> Platform.runLater(() -> show(state)));
    }

    /// What is being done so that the link can stand, in words; empty for nothing. From any thread.
    public void meanwhile(String words) {
        Platform.runLater(() -> {
            busy = words;
            show(link.state());
        });
    }

    private void show(LinkState state) {
        if (!busy.isEmpty() && !(state instanceof LinkState.Connected)) {
            become(Standing.TRYING, busy, link.server().address().toString());
            return;
        }
        switch (state) {
            case LinkState.Connected connected -> {
                me.set(Optional.of(connected.user()));
                become(Standing.GOOD, Words.text("link.connected"), Words.text("link.version", connected.version()));
            }
            case LinkState.Connecting connecting ->
                become(
                        connecting.attempt() > 1 ? Standing.DOWN : Standing.TRYING,
                        Words.text("link.connecting"),
                        link.server().address().toString());
            case LinkState.Waiting waiting -> {
                long seconds = Math.max(
                        1, Duration.between(clock.instant(), waiting.retryAt()).toSeconds());
                become(
                        Standing.DOWN,
                        Words.text("link.offline"),
                        Words.text("link.retry", seconds) + "\n"
                                + waiting.problem().detail());
            }
            case LinkState.Refused refused ->
                become(
                        Standing.REFUSED,
                        refused.problem().title(),
                        refused.problem().remedy().orElse(refused.problem().detail()));
            case LinkState.Closed _ -> become(Standing.DOWN, Words.text("link.closed"), "");
        }
    }

    private void become(Standing now, String words, String more) {
        text.set(words);
        detail.set(more);
        standing.set(now);
    }

    void retry() {
        link.retryNow();
    }

    String server() {
        return link.server().name();
    }

    List<Command> choices() {
        return choices.get();
    }

    public ObjectProperty<Standing> standing() {
        return standing;
    }

    /// The state in a word or two.
    public ReadOnlyStringProperty text() {
        return text.getReadOnlyProperty();
    }

    ReadOnlyStringProperty detail() {
        return detail.getReadOnlyProperty();
    }

    ObjectProperty<Optional<Author>> me() {
        return me;
    }

    @Override
    public void close() {
        pin.close();
    }
}
