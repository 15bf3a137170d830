package dev.slipway.link;

import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.ServerFrame;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this client follows. Each subscription gets a new name whenever it begins again, so that what is still on its
/// way to the old one can't be taken for the new one's; and each event is passed on once and in order.
final class Subscriptions {
    private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);

    /// Something to follow.
    sealed interface Subject {
        ClientFrame subscribe(String name);
    }

    static final class OfSession implements Subject {
        private final SessionId session;
        private final Follower follower;
        private long next;

        OfSession(SessionId session, long from, Follower follower) {
            this.session = session;
            this.next = from;
            this.follower = follower;
        }

        @Override
        public ClientFrame subscribe(String name) {
            return new ClientFrame.Subscribe(name, session, next);
        }
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

    private final Consumer<ClientFrame> send;
    private final Map<String, Subject> byName = new LinkedHashMap<>();
    private int names;
    private boolean standing;

    Subscriptions(Consumer<ClientFrame> send) {
        this.send = send;
    }

    synchronized Pin add(Subject subject) {
        begin(subject);
        return () -> remove(subject);
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

    synchronized void receive(ServerFrame frame) {
        switch (frame) {
            case ServerFrame.Subscribed begun -> {
                if (byName.get(begun.subscription()) instanceof OfSession subject) {
                    subject.follower.begins(begun.last());
                }
            }
            case ServerFrame.Journal news -> {
                if (byName.get(news.subscription()) instanceof OfSession subject) {
                    pass(news, subject);
                }
            }
            case ServerFrame.Sessions news -> {
                if (byName.get(news.subscription()) instanceof OfList subject) {
                    subject.listener.accept(news.sessions());
                }
            }
            case ServerFrame.SomeoneTypes typing -> {
                if (byName.get(typing.subscription()) instanceof OfSession subject) {
                    subject.follower.typing(typing.user());
                }
            }
            case ServerFrame.Ended ended -> {
                @Nullable Subject subject = byName.remove(ended.subscription());
                if (subject instanceof OfSession session) {
                    session.follower.ended(Rest.problem(ended.problem()));
                }
            }
            case ServerFrame.Refused refused -> log.warn("The server refused a frame: {}", refused.problem());
            case ServerFrame.Hello _, ServerFrame.Pong _ -> {}
        }
    }

    private void pass(ServerFrame.Journal news, OfSession subject) {
        long next = subject.next;
        List<Envelope> fresh =
                news.events().stream().filter(event -> event.seq() >= next).toList();
        for (int i = 0; i < fresh.size(); i++) {
            if (fresh.get(i).seq() != next + i) {
                log.debug("Event {} of {} is missing; following anew from there", next + i, subject.session.value());
                restart(news.subscription(), subject);
                return;
            }
        }
        subject.next = next + fresh.size();
        if (!fresh.isEmpty() || !news.live().isEmpty()) {
            subject.follower.journal(fresh, news.live());
        }
    }

    private void restart(String name, Subject subject) {
        byName.remove(name);
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
