package dev.slipway.link;

import dev.slipway.model.Pin;
import dev.slipway.model.fleet.FleetEvent;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.ServerFrame;
import dev.slipway.work.Unhandled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What this client follows. Each subscription gets a new name whenever it begins again, so that what is still on its
/// way to the old one can't be taken for the new one's; and each event is passed on once and in order.
final class Subscriptions {
    /// Something to follow.
    sealed interface Subject permits SessionFollowing, OfList, OfFleet {
        ClientFrame subscribe(String name);
    }

    static final class OfList implements Subject {
        private final Consumer<List<SessionSummary>> listener;

        OfList(Consumer<List<SessionSummary>> listener) {
            this.listener = listener;
        }

        @Override
        public ClientFrame subscribe(String name) {
            return new ClientFrame.SubscribeSessions(name);
        }
    }

    static final class OfFleet implements Subject {
        private final FleetListener listener;
        private volatile boolean begun;

        OfFleet(FleetListener listener) {
            this.listener = listener;
        }

        @Override
        public ClientFrame subscribe(String name) {
            begun = false;
            return new ClientFrame.SubscribeFleet(name);
        }

        private void take(List<FleetEvent> events) {
            boolean all = !begun;
            begun = true;
            listener.fleet(events, all);
        }
    }

    private final Consumer<ClientFrame> send;
    private final Map<String, Subject> byName = new LinkedHashMap<>();
    private final List<PeopleListener> people = new CopyOnWriteArrayList<>();
    private int names;
    private boolean standing;

    Subscriptions(Consumer<ClientFrame> send) {
        this.send = send;
    }

    synchronized Pin add(Subject subject) {
        begin(subject);
        return () -> remove(subject);
    }

    /// Tells of the people in whatever is followed.
    Pin addPeople(PeopleListener listener) {
        people.add(listener);
        return () -> people.remove(listener);
    }

    /// Begins all again, on a new socket.
    synchronized void resume() {
        standing = true;
        List<Subject> all = List.copyOf(byName.values());
        byName.clear();
        all.forEach(this::begin);
    }

    /// The socket is gone: what is added now begins with the next one.
    synchronized void pause() {
        standing = false;
    }

    /// Passes a frame on. The lock of the whole is not held meanwhile: a follower may take its time, and a window's
    /// thread that begins to follow something else must not wait for it.
    void receive(ServerFrame frame) {
        switch (frame) {
            case ServerFrame.Subscribed begun ->
                session(begun.subscription()).ifPresent(subject -> {
                    if (!subject.begins(begun.last())) {
                        restart(begun.subscription(), subject);
                    }
                });
            case ServerFrame.Journal news ->
                session(news.subscription()).ifPresent(subject -> {
                    if (!subject.take(news.events(), news.live())) {
                        restart(news.subscription(), subject);
                    }
                });
            case ServerFrame.Sessions news -> {
                if (find(news.subscription()) instanceof OfList subject) {
                    subject.listener.accept(news.sessions());
                }
            }
            case ServerFrame.Fleet news -> {
                if (find(news.subscription()) instanceof OfFleet subject) {
                    subject.take(news.events());
                }
            }
            case ServerFrame.Watching news -> {
                if (find(news.subscription()) != null) {
                    people.forEach(listener -> listener.watching(news.sessions()));
                }
            }
            case ServerFrame.SomeoneTypes typing ->
                session(typing.subscription()).ifPresent(subject -> {
                    subject.typing(typing.user());
                    people.forEach(listener -> listener.typing(subject.session(), typing.user()));
                });
            case ServerFrame.Ended ended -> {
                if (forget(ended.subscription()) instanceof SessionFollowing subject) {
                    subject.ended(Rest.problem(ended.problem()));
                }
            }
            case ServerFrame.Refused refused ->
                Unhandled.tell(Rest.problem(refused.problem()).toException());
            case ServerFrame.Hello _, ServerFrame.Pong _ -> {}
        }
    }

    private synchronized @Nullable Subject find(String name) {
        return byName.get(name);
    }

    private synchronized @Nullable Subject forget(String name) {
        return byName.remove(name);
    }

    private Optional<SessionFollowing> session(String name) {
        return find(name) instanceof SessionFollowing subject ? Optional.of(subject) : Optional.empty();
    }

    private synchronized void restart(String name, Subject subject) {
        if (byName.remove(name) == null) {
            return;
        }
        say(new ClientFrame.Unsubscribe(name));
        begin(subject);
    }

    private void begin(Subject subject) {
        String name = "s" + ++names;
        byName.put(name, subject);
        say(subject.subscribe(name));
    }

    private void say(ClientFrame frame) {
        if (standing) {
            send.accept(frame);
        }
    }

    private synchronized void remove(Subject subject) {
        byName.entrySet().removeIf(entry -> {
            boolean found = entry.getValue().equals(subject);
            if (found) {
                say(new ClientFrame.Unsubscribe(entry.getKey()));
            }
            return found;
        });
    }
}
