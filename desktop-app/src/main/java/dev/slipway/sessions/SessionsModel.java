package dev.slipway.sessions;

import dev.slipway.link.Link;
import dev.slipway.link.LinkState;
import dev.slipway.mirror.Mirror;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.work.Pulse;
import dev.slipway.work.Work;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The sessions of a server as the list shows them: from the replica at once, from the server as they change. Lines
/// are
/// arranged in the background and applied once a pulse, as little of them as changed.
public final class SessionsModel implements AutoCloseable {
    private static final int SINGLE_CHANGES = 64;

    private final Mirror mirror;
    private final Work work;
    private final InstantSource clock;
    private final Map<SessionId, SessionSummary> sessions = new ConcurrentHashMap<>();
    private final Map<SessionId, Long> seen;
    private final ObservableList<SessionLine> lines = FXCollections.observableArrayList();
    private final ObservableList<SessionLine> shownLines = FXCollections.unmodifiableObservableList(lines);
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<Arrangement.Filter> filter = new SimpleObjectProperty<>(Arrangement.Filter.ALL);
    private final ObjectProperty<Arrangement.Grouping> grouping = new SimpleObjectProperty<>(Arrangement.Grouping.TIME);
    private final ObjectProperty<Optional<SessionId>> open = new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyIntegerWrapper attention = new ReadOnlyIntegerWrapper();
    private final ReadOnlyIntegerWrapper total = new ReadOnlyIntegerWrapper();
    private final ReadOnlyIntegerWrapper unread = new ReadOnlyIntegerWrapper();
    private final AtomicBoolean dirty = new AtomicBoolean();
    private final Pulse apply = new Pulse(this::apply);
    private final List<Consumer<List<SessionSummary>>> listeners = new CopyOnWriteArrayList<>();
    private final List<Pin> pins;
    private volatile Optional<UserId> me = Optional.empty();
    private volatile Arrangement arrangement =
            new Arrangement(Arrangement.Filter.ALL, Arrangement.Grouping.TIME, "", Optional.empty());
    private volatile List<SessionLine> arranged = List.of();
    private volatile int arrangedUnread;

    public SessionsModel(Mirror mirror, Link link, Work work, InstantSource clock) {
        this.mirror = mirror;
        this.work = work;
        this.clock = clock;
        this.seen = new ConcurrentHashMap<>(mirror.seen());
        mirror.summaries().forEach(session -> sessions.put(session.id(), session));
        search.subscribe(this::rearrange);
        filter.subscribe(this::rearrange);
        grouping.subscribe(this::rearrange);
        pins = List.of(link.followSessions(this::arrived), link.onState(this::linkIs));
    }

    public ObservableList<SessionLine> lines() {
        return shownLines;
    }

    public StringProperty search() {
        return search;
    }

    ObjectProperty<Arrangement.Filter> filter() {
        return filter;
    }

    ObjectProperty<Arrangement.Grouping> grouping() {
        return grouping;
    }

    /// The session that is open beside the list.
    public ObjectProperty<Optional<SessionId>> open() {
        return open;
    }

    /// How many sessions need a person.
    public ReadOnlyIntegerProperty attention() {
        return attention.getReadOnlyProperty();
    }

    /// How many sessions there are, shown or not.
    public ReadOnlyIntegerProperty total() {
        return total.getReadOnlyProperty();
    }

    /// In how many sessions something happened since the person last looked, shown or not.
    public ReadOnlyIntegerProperty unread() {
        return unread.getReadOnlyProperty();
    }

    public Optional<SessionSummary> summary(SessionId id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /// All sessions, the newest first.
    public List<SessionSummary> recent() {
        return sessions.values().stream()
                .sorted(Comparator.comparing(SessionSummary::updatedAt).reversed())
                .toList();
    }

    /// The session whose work a pull request is, as far as the list knows.
    public Optional<SessionId> of(PullRequestRef pull) {
        return sessions.values().stream()
                .filter(session -> session.pullRequest().filter(pull::equals).isPresent())
                .map(SessionSummary::id)
                .findFirst();
    }

    InstantSource clock() {
        return clock;
    }

    /// Up to which event the person has seen a session; 0 when they never did.
    public long seenUpTo(SessionId id) {
        return seen.getOrDefault(id, 0L);
    }

    /// The person has seen a session up to an event.
    public void see(SessionId id, long seq) {
        if (seen.merge(id, seq, Math::max) == seq) {
            work.inOrder(() -> mirror.see(id, seq));
            touch();
        }
    }

    /// Takes in what the server says of sessions; from any thread.
    public void arrived(List<SessionSummary> changed) {
        changed.forEach(session -> sessions.put(session.id(), session));
        open.get().map(sessions::get).ifPresent(session -> seen.merge(session.id(), session.lastSeq(), Math::max));
        work.inOrder(() -> mirror.keep(changed));
        listeners.forEach(listener -> listener.accept(changed));
        touch();
    }

    /// Hears of all sessions that the server tells of, on its threads.
    public Pin onArrival(Consumer<List<SessionSummary>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        pins.forEach(Pin::close);
    }

    private void linkIs(LinkState state) {
        if (state instanceof LinkState.Connected connected) {
            me = Optional.of(connected.user().user());
            rearrange();
        }
    }

    private void rearrange() {
        arrangement = new Arrangement(filter.get(), grouping.get(), search.get(), me);
        touch();
    }

    private void touch() {
        if (dirty.compareAndSet(false, true)) {
            work.start(() -> {
                dirty.set(false);
                Map<SessionId, Long> looked = new HashMap<>(seen);
                Arrangement wanted = arrangement;
                arrangedUnread = (int) sessions.values().stream()
                        .filter(session -> wanted.unread(session, looked))
                        .count();
                arranged = wanted.arrange(sessions.values(), looked, clock.instant());
                apply.ask();
            });
        }
    }

    private void apply() {
        List<SessionLine> next = arranged;
        total.set(sessions.size());
        unread.set(arrangedUnread);
        attention.set((int)
                sessions.values().stream().filter(Arrangement::needsAttention).count());
        if (next.size() == lines.size()) {
            int[] changed = java.util.stream.IntStream.range(0, next.size())
                    .filter(i -> !next.get(i).equals(lines.get(i)))
                    .limit(SINGLE_CHANGES)
                    .toArray();
            if (changed.length < SINGLE_CHANGES) {
                for (int i : changed) {
                    lines.set(i, next.get(i));
                }
                return;
            }
        }
        lines.setAll(next);
    }
}
