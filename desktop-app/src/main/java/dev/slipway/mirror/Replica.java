package dev.slipway.mirror;

import dev.slipway.link.Follower;
import dev.slipway.link.Link;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.Prompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A session as this computer has it: readable at once, and following the server while it is open. It holds a piece of
/// the server's journal without a gap. On a first visit it begins with the newest events, and those before come in the
/// background.
public final class Replica implements AutoCloseable {

    /// What is new, told once it is kept. `events` are rows of the journal; `live` is all that streams just now.
    public sealed interface News {
        /// @param first the lowest number of a row that is new or changed; `end` when none is
        /// @param end   one more than the number of the last row
        record Events(List<Envelope> events, List<LiveBlock> live, int first, int end) implements News {}

        /// Events came from before those that were here.
        /// @param first   the number of what is the first row now
        /// @param changed rows after them that older events belong to
        record Earlier(int first, List<Integer> changed) implements News {}

        /// All that was here is forgotten, as it is not what the server has.
        record Anew() implements News {}

        /// @param last the server's newest sequence number
        record Begun(long last) implements News {}

        record Typing(Author user) implements News {}

        /// Nothing more comes, or nothing can be kept for now.
        record Ended(Problem problem) implements News {}
    }

    private static final int TAIL = 400;
    private static final Duration UNTIL_ROOM = Duration.ofSeconds(2);

    private final SessionId session;
    private final Events events;
    private final Map<BlockId, LiveBlock> live = new LinkedHashMap<>();
    private final List<Consumer<News>> listeners = new CopyOnWriteArrayList<>();
    private final Object taking = new Object();
    private final Object gate = new Object();
    private @Nullable Pin following;
    private @Nullable Link followed;
    private @Nullable Backfill backfill;
    private @Nullable Pin renewal;
    private boolean paused;
    private volatile Receiver receiver = new Receiver();

    Replica(SessionId session, Events events) {
        this.session = session;
        this.events = events;
    }

    void follow(Link link) {
        synchronized (gate) {
            followed = link;
            if (renewal == null) {
                renewal = events.onRenewal(this::mend);
            }
            backfill = new Backfill(session, events, link, this::earlier, () -> beginAnew(link));
            Optional<Envelope> newest = events.at(events.extent().last());
            following = link.follow(session, newest, TAIL, receiver);
        }
        fill();
    }

    public SessionId session() {
        return session;
    }

    /// The newest sequence number here; 0 when there is none yet.
    public long last() {
        return events.extent().last();
    }

    /// The oldest sequence number here: 1 when all is, 0 when there is none.
    public long low() {
        return events.extent().low();
    }

    /// The number of the transcript's first row here.
    public int first() {
        return events.extent().first();
    }

    /// One more than the number of the last row; as [#first] when there is none.
    public int end() {
        return events.extent().end();
    }

    /// The rows from one number to another, both included, as far as there are any.
    public List<Row> rows(int from, int to) {
        return events.rows(from, to);
    }

    /// The row in which an event stands, or the next one after it; [#end] when there is none.
    public int rowOf(long seq) {
        return events.rowOf(seq);
    }

    /// The row of the next prompt before or after a row.
    public Optional<Integer> promptBeside(int row, boolean after) {
        return events.promptBeside(row, after);
    }

    /// Events in order, for those who compute something from all of them.
    public List<Envelope> read(long from, int limit) {
        return events.read(from, limit);
    }

    /// The newest prompts of this session, the newest first.
    public List<Prompt> prompts(int limit) {
        return events.aboutPrompts(3 * limit).stream()
                .map(Envelope::event)
                .filter(SessionEvent.PromptAccepted.class::isInstance)
                .map(event -> ((SessionEvent.PromptAccepted) event).prompt())
                .limit(limit)
                .toList();
    }

    /// The prompts that wait, in the order of their turn.
    public List<Prompt> queue() {
        List<Prompt> waiting = new ArrayList<>();
        for (Envelope envelope : events.undelivered()) {
            switch (envelope.event()) {
                case SessionEvent.PromptAccepted e -> waiting.add(e.prompt());
                case SessionEvent.PromptEdited e ->
                    waiting.replaceAll(prompt -> prompt.id().equals(e.prompt()) ? prompt.withText(e.text()) : prompt);
                case SessionEvent.PromptModeChosen e ->
                    waiting.replaceAll(prompt -> prompt.id().equals(e.prompt()) ? prompt.withMode(e.mode()) : prompt);
                case SessionEvent.PromptWithdrawn e ->
                    waiting.removeIf(prompt -> prompt.id().equals(e.prompt()));
                case SessionEvent.PromptMoved e ->
                    waiting.stream()
                            .filter(prompt -> prompt.id().equals(e.prompt()))
                            .findFirst()
                            .ifPresent(prompt -> {
                                waiting.remove(prompt);
                                waiting.add(Math.clamp(e.position(), 0, waiting.size()), prompt);
                            });
                default -> {}
            }
        }
        return waiting;
    }

    /// What streams just now.
    public List<LiveBlock> live() {
        synchronized (live) {
            return List.copyOf(live.values());
        }
    }

    /// Takes events and live text as if the link had brought them: for a replica that was opened without following.
    public void take(List<Envelope> fresh, List<LiveText> pieces) {
        receiver.journal(fresh, pieces);
    }

    /// Tells of what comes; on a thread of the link.
    public Pin onNews(Consumer<News> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Stops following. What is here stays.
    @Override
    public void close() {
        synchronized (gate) {
            paused = false;
            if (renewal != null) {
                renewal.close();
                renewal = null;
            }
        }
        unfollow(false);
    }

    /// @param toGoOn whether to wait for room, unless somebody has stopped following meanwhile
    /// @return whether it was being followed
    private boolean unfollow(boolean toGoOn) {
        @Nullable Pin pin;
        synchronized (gate) {
            pin = following;
            following = null;
            paused |= toGoOn && pin != null;
            if (backfill != null) {
                backfill.close();
                backfill = null;
            }
        }
        if (pin != null) {
            pin.close();
        }
        return pin != null;
    }

    /// Fetches what is before the first event here, unless that is under way.
    private void fill() {
        synchronized (gate) {
            if (backfill != null) {
                backfill.wake();
            }
        }
    }

    private void earlier(Events.Change change) {
        tell(new News.Earlier(change.extent().first(), change.gathered()));
    }

    private void beginAnew(Link link) {
        if (unfollow(false)) {
            forget();
            follow(link);
        }
    }

    /// Of what was followed so far, nothing more is taken: it may be on its way still.
    private void forget() {
        synchronized (taking) {
            receiver = new Receiver();
            events.forget();
        }
        gone();
    }

    private void gone() {
        synchronized (live) {
            live.clear();
        }
        tell(new News.Anew());
    }

    /// Another window has begun the session anew, and has less of it yet: it goes on from there.
    private void goBack() {
        @Nullable Link link = following();
        if (link != null && unfollow(false)) {
            follow(link);
        }
    }

    /// What was here was damaged and is gone.
    private void mend() {
        @Nullable Link link = following();
        boolean waited;
        synchronized (gate) {
            waited = paused;
            paused = false;
        }
        if (link != null && (unfollow(false) || waited)) {
            forget();
            follow(link);
        }
    }

    /// Goes on once there may be room on the disk again.
    private void pause(Problem problem) {
        tell(new News.Ended(problem));
        @Nullable Link link = following();
        if (link != null && unfollow(true)) {
            Thread.ofVirtual().name("until-room").start(() -> {
                LockSupport.parkNanos(UNTIL_ROOM.toNanos());
                goOn(link);
            });
        }
    }

    private void goOn(Link link) {
        synchronized (gate) {
            if (!paused) {
                return;
            }
            paused = false;
        }
        follow(link);
    }

    private @Nullable Link following() {
        synchronized (gate) {
            return followed;
        }
    }

    private void tell(News news) {
        listeners.forEach(listener -> listener.accept(news));
    }

    private final class Receiver implements Follower {
        @Override
        public void journal(List<Envelope> fresh, List<LiveText> pieces) {
            Events.Change change;
            try {
                synchronized (taking) {
                    if (receiver != this) {
                        return;
                    }
                    change = events.append(fresh);
                }
            } catch (ProblemException e) {
                pause(e.problem());
                return;
            }
            if (change.isBehind(fresh)) {
                gone();
                goBack();
                return;
            }
            if (change.other()) {
                gone();
            }
            synchronized (live) {
                fresh.forEach(envelope -> envelope.event().ends().ifPresent(live::remove));
                for (LiveText piece : pieces) {
                    live.merge(piece.block(), LiveBlock.begin(piece), (had, _) -> had.with(piece));
                }
            }
            tell(new News.Events(
                    fresh, Replica.this.live(), change.lowest(), change.extent().end()));
            fill();
        }

        @Override
        public void anew() {
            synchronized (taking) {
                if (receiver != this) {
                    return;
                }
                events.forget();
            }
            gone();
        }

        @Override
        public void begins(long last) {
            tell(new News.Begun(last));
            fill();
        }

        @Override
        public void typing(Author user) {
            tell(new News.Typing(user));
        }

        @Override
        public void ended(Problem problem) {
            tell(new News.Ended(problem));
        }
    }
}
