package dev.slipway.people;

import dev.slipway.link.Link;
import dev.slipway.link.LinkState;
import dev.slipway.link.PeopleListener;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.session.Watchers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/// Who else is in the sessions of a server, as the server tells it. One who typed counts as typing for as long as the
/// next news of them may take. When the link is down nobody is known to be anywhere.
public final class PeopleModel implements AutoCloseable {
    /// Clients tell of typing every 2 s.
    private static final Duration TYPES_FOR = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Map<SessionId, Watchers> watchers = new HashMap<>();
    private final Map<SessionId, Map<UserId, Typist>> typists = new HashMap<>();
    private final Map<SessionId, ObjectProperty<Presence>> followed = new HashMap<>();
    private final Timeline forget =
            new Timeline(new KeyFrame(javafx.util.Duration.seconds(1), _ -> forgetWhoStopped()));
    private final List<Pin> pins;
    private Optional<UserId> me = Optional.empty();

    private record Typist(Author who, Instant until) {}

    public PeopleModel(Link link, InstantSource clock) {
        this.clock = clock;
        forget.setCycleCount(Timeline.INDEFINITE);
        pins = List.of(
                link.onPeople(new PeopleListener() {
                    @Override
                    public void watching(List<Watchers> changed) {
                        Platform.runLater(() -> changed.forEach(PeopleModel.this::watch));
                    }

                    @Override
                    public void typing(SessionId session, Author user) {
                        Platform.runLater(() -> type(session, user));
                    }
                }),
                link.onState(state -> Platform.runLater(() -> linkIs(state))));
    }

    /// Who else is in a session, as it changes. On the window's thread.
    public ObservableValue<Presence> in(SessionId session) {
        return followed.computeIfAbsent(session, id -> new SimpleObjectProperty<>(presence(id)));
    }

    /// A person's prompt has arrived: they type it no more.
    public void prompted(SessionId session, UserId user) {
        @Nullable Map<UserId, Typist> here = typists.get(session);
        if (here != null && here.remove(user) != null) {
            show(session);
        }
    }

    @Override
    public void close() {
        pins.forEach(Pin::close);
        forget.stop();
    }

    private void watch(Watchers now) {
        if (now.people().isEmpty()) {
            watchers.remove(now.session());
        } else {
            watchers.put(now.session(), now);
        }
        Map<UserId, Typist> here = typists.getOrDefault(now.session(), Map.of());
        if (now.more() == 0) {
            here.keySet()
                    .removeIf(user -> now.people().stream()
                            .noneMatch(person -> person.user().equals(user)));
        }
        show(now.session());
    }

    private void type(SessionId session, Author user) {
        if (me.filter(user.user()::equals).isPresent()) {
            return; // in another window of theirs
        }
        Typist typist = new Typist(user, clock.instant().plus(TYPES_FOR));
        typists.computeIfAbsent(session, _ -> new LinkedHashMap<>()).put(user.user(), typist);
        forget.play();
        show(session);
    }

    private void forgetWhoStopped() {
        Instant now = clock.instant();
        for (SessionId session : List.copyOf(typists.keySet())) {
            Map<UserId, Typist> here = typists.getOrDefault(session, Map.of());
            if (here.values().removeIf(typist -> !typist.until().isAfter(now))) {
                show(session);
            }
            if (here.isEmpty()) {
                typists.remove(session);
            }
        }
        if (typists.isEmpty()) {
            forget.stop();
        }
    }

    private void linkIs(LinkState state) {
        if (state instanceof LinkState.Connected connected) {
            me = Optional.of(connected.user().user());
        } else {
            watchers.clear();
            typists.clear();
            followed.forEach((_, presence) -> presence.set(Presence.NONE));
        }
    }

    private void show(SessionId session) {
        Optional.ofNullable(followed.get(session)).ifPresent(presence -> presence.set(presence(session)));
    }

    private Presence presence(SessionId session) {
        Watchers here = watchers.getOrDefault(session, new Watchers(session, List.of(), 0));
        List<Author> typing = typists.getOrDefault(session, Map.of()).values().stream()
                .map(Typist::who)
                .toList();
        List<Author> people = new ArrayList<>(here.people());
        typing.stream().filter(typist -> !people.contains(typist)).forEach(people::add);
        return new Presence(people, typing, here.more());
    }
}
