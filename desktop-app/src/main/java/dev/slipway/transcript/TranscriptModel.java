package dev.slipway.transcript;

import dev.slipway.mirror.LiveBlock;
import dev.slipway.mirror.Replica;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.Prompt;
import dev.slipway.work.Pulse;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// A session's transcript. What the link brings is gathered on its thread and shown once a pulse.
public final class TranscriptModel implements AutoCloseable {
    private static final int TAIL = 40;

    private final Replica replica;
    private final InstantSource clock;
    private final LongConsumer seen;
    private final ExecutorService reading = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("transcript-pages").daemon().factory());
    private final Items items;
    private final ObservableList<Prompt> queue = FXCollections.observableArrayList();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(1);
    private final ReadOnlyDoubleWrapper earlier = new ReadOnlyDoubleWrapper(1);
    private final ObjectProperty<Activity> activity = new SimpleObjectProperty<>(Activity.RESTING);
    private final ObjectProperty<Optional<Problem>> ended = new SimpleObjectProperty<>(Optional.empty());
    private final Folds folds = new Folds();
    private final LongProperty ticks = new SimpleLongProperty();
    private final IntegerProperty fresh = new SimpleIntegerProperty();
    private final LongProperty lastEnd = new SimpleLongProperty();
    private final Pulse pulse = new Pulse(this::apply);
    private final Pin pin;

    private final Object gate = new Object();
    private int pendingFirst = Integer.MAX_VALUE;
    private int pendingLowest;
    private final Set<Integer> pendingEarlier = new TreeSet<>();
    private int pendingRows;
    private List<LiveBlock> pendingLive = List.of();
    private Optional<List<Prompt>> pendingQueue = Optional.empty();
    private Optional<Problem> pendingEnd = Optional.empty();
    private Activity pendingActivity = Activity.RESTING;
    private long pendingEndSeq;
    private long serverLast;
    private long seenBefore;
    private Optional<Integer> freshRow = Optional.empty();
    private boolean closed;

    /// @param seen hears up to which event the person has seen the session
    public TranscriptModel(Replica replica, InstantSource clock, LongConsumer seen) {
        this.replica = replica;
        this.clock = clock;
        this.seen = seen;
        this.items = new Items(replica, reading, Platform::runLater);
        this.queue.setAll(replica.queue());
        this.pendingLowest = replica.first();
        this.pendingRows = replica.end();
        replica.read(Math.max(1, replica.last() - TAIL), TAIL + 1).forEach(this::follow);
        activity.set(pendingActivity);
        lastEnd.set(pendingEndSeq);
        this.pin = replica.onNews(this::hear);
    }

    Items items() {
        return items;
    }

    /// The number of the row in which an event stands, once it is shown.
    Optional<Integer> shownRowOf(long seq) {
        if (seq < replica.low() || seq > replica.last()) {
            return Optional.empty();
        }
        int row = replica.rowOf(seq);
        return row >= items.first() && row < items.end() ? Optional.of(row) : Optional.empty();
    }

    /// The prompts that wait.
    public ObservableList<Prompt> queue() {
        return queue;
    }

    /// How much of what is before the newest events is here, from 0 to 1.
    ReadOnlyDoubleProperty earlier() {
        return earlier.getReadOnlyProperty();
    }

    /// How much of the session is here, but for what is fetched backwards from its end, from 0 to 1.
    ReadOnlyDoubleProperty progress() {
        return progress.getReadOnlyProperty();
    }

    /// What the agent is doing, for the line below the last row.
    public ObjectProperty<Activity> activity() {
        return activity;
    }

    ObjectProperty<Optional<Problem>> ended() {
        return ended;
    }

    InstantSource clock() {
        return clock;
    }

    Folds folds() {
        return folds;
    }

    /// The session whose transcript this is.
    public SessionId session() {
        return replica.session();
    }

    /// The newest event that is here.
    long last() {
        return replica.last();
    }

    /// Says up to which event the person had seen the session before: what came later is marked as new.
    public void lookedUpTo(long seq) {
        seenBefore = seq;
        decideWhatIsNew();
    }

    private void decideWhatIsNew() {
        if (seenBefore > 0 && freshRow.isEmpty() && replica.last() > seenBefore) {
            int row = replica.rowOf(seenBefore + 1);
            freshRow = row < replica.end() ? Optional.of(row) : Optional.empty();
        }
        if (progress.get() < 1 || fresh.get() == 0) {
            freshRow.ifPresent(row -> fresh.set(replica.end() - row));
        }
    }

    /// The row with which begins what is new since the person last looked.
    Optional<Integer> freshRow() {
        return freshRow;
    }

    /// How many rows are.
    ReadOnlyIntegerProperty fresh() {
        return fresh;
    }

    /// Changes each second while somebody looks.
    ReadOnlyLongProperty ticks() {
        return ticks;
    }

    /// What stands in a row, if there is such a row.
    Optional<Item> item(int row) {
        return row < items.first() || row >= items.end() ? Optional.empty() : Optional.of(items.get(row));
    }

    /// What was kept in the row before.
    Optional<Item.Kept> before(int row) {
        return item(row - 1).filter(Item.Kept.class::isInstance).map(Item.Kept.class::cast);
    }

    /// The row of the next prompt before or after a row.
    Optional<Integer> promptBeside(int row, boolean after) {
        return replica.promptBeside(row, after);
    }

    /// Whether something waits that the end of a turn holds back, and that turn was the last.
    /// @param end the event that ended it
    ObservableBooleanValue mayResume(long end) {
        return Bindings.createBooleanBinding(
                () -> !queue.isEmpty() && activity.get().kind() == Activity.Kind.RESTING && lastEnd.get() == end,
                queue,
                activity,
                lastEnd);
    }

    /// Time has passed; called now and then.
    public void tick() {
        ticks.set(ticks.get() + 1);
    }

    @Override
    public void close() {
        closed = true;
        pin.close();
        reading.shutdownNow();
        replica.close();
    }

    private void hear(Replica.News news) {
        synchronized (gate) {
            switch (news) {
                case Replica.News.Events events -> {
                    pendingFirst = Math.min(pendingFirst, events.first());
                    pendingLowest = replica.first();
                    pendingRows = events.end();
                    pendingEnd = Optional.empty();
                    pendingLive = events.live();
                    events.events().forEach(this::follow);
                    if (pendingLive.stream().anyMatch(live -> live.kind() != BlockKind.TOOL_OUTPUT)) {
                        pendingActivity = pendingActivity.writing(clock.instant());
                    }
                    if (events.events().stream().anyMatch(TranscriptModel::concernsQueue)) {
                        pendingQueue = Optional.of(replica.queue());
                    }
                }
                case Replica.News.Earlier earlier -> {
                    pendingLowest = earlier.first();
                    pendingEarlier.addAll(earlier.changed());
                    if (!earlier.changed().isEmpty() || !queue.isEmpty()) {
                        pendingQueue = Optional.of(replica.queue());
                    }
                }
                case Replica.News.Anew _ -> {
                    pendingLowest = replica.first();
                    pendingRows = replica.end();
                    pendingFirst = Integer.MIN_VALUE;
                    pendingLive = List.of();
                    pendingQueue = Optional.of(List.of());
                    pendingActivity = Activity.RESTING;
                }
                case Replica.News.Begun begun -> serverLast = begun.last();
                case Replica.News.Typing _ -> {
                    // Told beside the place where one writes.
                }
                case Replica.News.Ended end -> pendingEnd = Optional.of(end.problem());
            }
        }
        pulse.ask();
    }

    private void apply() {
        if (closed) {
            return;
        }
        decideWhatIsNew();
        synchronized (gate) {
            items.prepend(pendingLowest, pendingEarlier);
            pendingEarlier.clear();
            items.update(Math.min(pendingFirst, pendingRows), pendingLowest, pendingRows, pendingLive);
            pendingFirst = Integer.MAX_VALUE;
            pendingQueue.ifPresent(queue::setAll);
            pendingQueue = Optional.empty();
            activity.set(pendingActivity);
            lastEnd.set(pendingEndSeq);
            ended.set(pendingEnd);
            earlier.set(replica.low() <= 1 ? 1 : 1 - (double) replica.low() / replica.last());
            progress.set(serverLast == 0 ? 1 : Math.min(1, (double) replica.last() / serverLast));
        }
        seen.accept(replica.last());
    }

    private void follow(Envelope envelope) {
        pendingActivity = pendingActivity.after(envelope);
        if (Activity.ends(envelope.event())) {
            pendingEndSeq = envelope.seq();
        }
    }

    private static boolean concernsQueue(Envelope envelope) {
        return switch (envelope.event()) {
            case SessionEvent.PromptAccepted _,
                    SessionEvent.PromptEdited _,
                    SessionEvent.PromptMoved _,
                    SessionEvent.PromptModeChosen _,
                    SessionEvent.PromptWithdrawn _,
                    SessionEvent.PromptDelivered _ -> true;
            default -> false;
        };
    }
}
