package dev.slipway.notification;

import dev.slipway.link.Link;
import dev.slipway.link.LinkState;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.navigation.Destination;
import dev.slipway.notice.Notices;
import dev.slipway.notice.Toast;
import dev.slipway.words.Words;
import dev.slipway.work.Unhandled;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.util.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears of all sessions of a server and tells what concerns the person: in the window while they look at it, else by
/// the desk, and in any case in the list of notices. What happens at the same time is told together.
public final class Notifications implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Notifications.class);

    /// Waited for more, so that a burst is told as one.
    private static final Duration GATHERED = Duration.seconds(1.5);

    private static final String TOGETHER = "together";
    private static final int SINGLE = 3;
    private static final int MOST_EVENTS = 1000;

    /// Where the person is.
    public interface Whereabouts {
        /// Whether they look at this window.
        boolean looking();

        /// The session that the window shows.
        Optional<SessionId> session();

        /// Brings the window up.
        void front();

        /// Brings the window up at a place.
        void open(Destination place);
    }

    private final Link link;
    private final Notices notices;
    private final Desk desk;
    private final Preferences preferences;
    private final Whereabouts whereabouts;
    private final ExecutorService order = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("notifications").factory());
    private final Map<SessionId, SessionSummary> known = new HashMap<>();
    private final Map<SessionId, Long> cursors = new HashMap<>();
    private final Map<SessionId, News> waiting = new LinkedHashMap<>();
    private final PauseTransition gathering = new PauseTransition(GATHERED);
    private final Pin pin;
    private volatile Optional<UserId> me = Optional.empty();

    public Notifications(Link link, Notices notices, Desk desk, Preferences preferences, Whereabouts whereabouts) {
        this.link = link;
        this.notices = notices;
        this.desk = desk;
        this.preferences = preferences;
        this.whereabouts = whereabouts;
        gathering.setOnFinished(_ -> tell());
        pin = link.onState(state -> {
            if (state instanceof LinkState.Connected connected) {
                me = Optional.of(connected.user().user());
            }
        });
    }

    /// Takes in sessions as they are now; from any thread.
    public void arrived(List<SessionSummary> sessions) {
        inOrder(() -> {
            // What happened before this window opened is seen in the list of sessions.
            boolean first = known.isEmpty();
            for (SessionSummary session : sessions) {
                SessionSummary before = known.put(session.id(), session);
                if (first || before == null) {
                    cursors.put(session.id(), session.lastSeq());
                } else if (before.lastSeq() < session.lastSeq()) {
                    look(before, session);
                }
            }
        });
    }

    @Override
    public void close() {
        pin.close();
        order.shutdownNow();
        gathering.stop();
    }

    private void look(SessionSummary before, SessionSummary session) {
        Listener listener = listener(Optional.empty());
        if (!listener.concernedBy(session)) {
            cursors.put(session.id(), session.lastSeq());
            return;
        }
        if (!Rule.stirred(before, session)) {
            return;
        }
        long from = Math.max(cursors.getOrDefault(session.id(), before.lastSeq()), session.lastSeq() - MOST_EVENTS) + 1;
        try {
            List<Envelope> events = link
                    .call(
                            SessionCalls.EVENTS,
                            Map.of(
                                    "id", session.id().value(),
                                    "from", String.valueOf(from),
                                    "limit", String.valueOf(MOST_EVENTS)))
                    .events()
                    .stream()
                    .filter(event -> event.seq() <= session.lastSeq())
                    .toList();
            cursors.put(session.id(), session.lastSeq());
            Platform.runLater(() -> gather(session, events));
        } catch (ProblemException e) {
            // Compared again when the link is back and all sessions arrive anew.
            known.put(session.id(), before);
            log.debug("Not looked at: {}", e.problem());
        }
    }

    private Listener listener(Optional<SessionId> inView) {
        return new Listener(me, preferences.followed(), inView, preferences.wanted());
    }

    private void gather(SessionSummary session, List<Envelope> events) {
        Optional<News> news = Rule.of(session, events, listener(inView()));
        news.ifPresent(found -> {
            if (waiting.put(session.id(), found) == null && waiting.size() == 1) {
                gathering.playFromStart();
            }
        });
    }

    private Optional<SessionId> inView() {
        return whereabouts.looking() ? whereabouts.session() : Optional.empty();
    }

    private void tell() {
        inView().ifPresent(waiting::remove);
        List<News> all = List.copyOf(waiting.values());
        waiting.clear();
        if (preferences.quiet().get()) {
            all.forEach(news -> notices.keep(toast(news)));
        } else if (all.size() > SINGLE) {
            tellTogether(all);
        } else {
            all.forEach(this::tellSingly);
        }
    }

    private void tellSingly(News news) {
        Runnable open = () -> whereabouts.open(news.place());
        deliver(news.session().value(), toast(news), news.place(), open);
    }

    private void tellTogether(List<News> all) {
        all.forEach(news -> notices.keep(toast(news)));
        Runnable open = () -> {
            whereabouts.front();
            notices.showList();
        };
        String some = all.stream().limit(SINGLE).map(News::title).collect(Collectors.joining("\n"));
        Toast toast = Toast.news(
                Words.text("notification.several", all.size()),
                some,
                new Toast.Action(Words.text("notification.openList"), open));
        deliver(TOGETHER, toast, new Destination.Home(), open);
    }

    /// By the desk while the person looks elsewhere; in the window while they look at it, or when the desk can't.
    private void deliver(String key, Toast toast, Destination place, Runnable open) {
        if (whereabouts.looking()) {
            notices.show(toast);
            return;
        }
        String address = place.link(link.server().address()).toString();
        inOrder(() -> {
            boolean shown = desk.show(key, toast.title(), toast.detail(), address, () -> Platform.runLater(open));
            Platform.runLater(() -> {
                if (!shown) {
                    notices.show(toast);
                } else if (!key.equals(TOGETHER)) {
                    notices.keep(toast);
                }
            });
        });
    }

    private Toast toast(News news) {
        Toast.Kind kind = news.kind() == News.Kind.NEEDS_YOU ? Toast.Kind.PROBLEM : Toast.Kind.NEWS;
        return new Toast(
                kind,
                news.title(),
                news.detail(),
                List.of(new Toast.Action(Words.text("notification.open"), () -> whereabouts.open(news.place()))));
    }

    private void inOrder(Runnable task) {
        try {
            order.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    Unhandled.tell(e);
                }
            });
        } catch (RejectedExecutionException e) {
            log.debug("Not looked at, as this server's window is closed");
        }
    }
}
