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
import dev.slipway.model.session.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A session as this computer has it: readable at once, and following the server while it is open. It only ever holds
/// the beginning of the server's journal, without a gap.
public final class Replica implements AutoCloseable {

    /// What is new, told once it is kept. `events` are rows of the journal; `live` is all that streams just now.
    public sealed interface News {
        /// @param first the lowest number of a row that is new or changed; `end` when none is
        /// @param end   one more than the number of the last row
        record Events(List<Envelope> events, List<LiveBlock> live, int first, int end) implements News {}

        /// @param last the server's newest sequence number
        record Begun(long last) implements News {}

        record Typing(Author user) implements News {}

        record Ended(Problem problem) implements News {}
    }

    private final SessionId session;
    private final Events events;
    private final Map<BlockId, LiveBlock> live = new LinkedHashMap<>();
    private final List<Consumer<News>> listeners = new CopyOnWriteArrayList<>();
    private final Receiver receiver = new Receiver();
    private @Nullable Pin following;

    Replica(SessionId session, Events events) {
        this.session = session;
        this.events = events;
    }

    void follow(Link link) {
        following = link.follow(session, events.last() + 1, receiver);
    }

    public SessionId session() {
        return session;
    }

    /// The newest sequence number here; 0 when there is none yet.
    public long last() {
        return events.last();
    }

    /// The number of the transcript's first row here.
    public int first() {
        return 0;
    }

    /// One more than the number of the last row; as [#first] when there is none.
    public int end() {
        return events.rows();
    }

    /// The rows from one number to another, both included, as far as there are any.
    public List<Row> rows(int from, int to) {
        return events.rows(from, to);
    }

    /// The row in which an event stands, or the next one after it; [#end] when there is none.
    public int rowOf(long seq) {
        return events.rowOf(seq);
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
        @Nullable Pin pin = following;
        following = null;
        if (pin != null) {
            pin.close();
        }
    }

    private void tell(News news) {
        listeners.forEach(listener -> listener.accept(news));
    }

    private final class Receiver implements Follower {
        @Override
        public void journal(List<Envelope> fresh, List<LiveText> pieces) {
            int first = events.append(fresh);
            synchronized (live) {
                fresh.forEach(envelope -> envelope.event().ends().ifPresent(live::remove));
                for (LiveText piece : pieces) {
                    live.merge(piece.block(), LiveBlock.begin(piece), (had, _) -> had.with(piece));
                }
            }
            tell(new News.Events(fresh, Replica.this.live(), first, events.rows()));
        }

        @Override
        public void begins(long last) {
            tell(new News.Begun(last));
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
