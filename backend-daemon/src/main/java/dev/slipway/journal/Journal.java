package dev.slipway.journal;

import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The ordered log of what happened in one session, the single source of truth about it. Only `session` and `agent`
/// append. Safe for all threads.
///
/// What is handed in waits in the [Intake] until the lane has written it; the [Feed] is what can be seen. Writing
/// goes on as long as rows wait: what comes during one commit goes into the next, so a busy journal commits in
/// groups and an idle one at once. Of the two locks the append lock is the outer one; the lane takes only the inner
/// one.
public final class Journal {
    private final SessionId session;
    private final Blobs blobs;
    private final Journals journals;
    private final JournalStore store;
    private final ReentrantLock appendLock = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Consumer<List<Envelope>>> observers = new CopyOnWriteArrayList<>();
    private final Feed feed = new Feed();
    private final Intake intake;
    private final DiskSync sync;
    private boolean saveDue;
    private volatile boolean loaded;

    Journal(SessionId session, Path directory, Journals journals, OpenFiles files) {
        this.session = session;
        this.blobs = new Blobs(directory.resolve("blobs"));
        this.journals = journals;
        this.store = new JournalStore(this, directory.resolve("journal.db"), files, journals.threads());
        this.intake = new Intake(lock, feed, () -> store.onLane(this::write), this::saveSoon);
        this.sync = new DiskSync(directory);
    }

    public SessionId session() {
        return session;
    }

    /// Adds rows at the end, in this order and next to one another, and returns at once; they are written together
    /// with whatever else is due. Subscribers see them when they are written, never before, so that nobody has seen
    /// what a crash takes back. Waits only when 10,000 rows or 16 MiB are ahead of it.
    /// @throws ProblemException if rows of an earlier append that nobody waited for could not be written (told
    ///         once); none of these rows is added then
    public Appended append(List<? extends SessionEvent> events) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("No events to append");
        }
        List<String> json = new ArrayList<>(events.size());
        events.forEach(event -> json.add(Json.write(event)));
        load();
        appendLock.lock();
        try {
            // As exact as the file keeps it, so that a row is the same before and after a restart.
            Instant now = journals.clock().instant().truncatedTo(ChronoUnit.MICROS);
            PendingRows rows = intake.add(events, json, now);
            observers.forEach(observer -> observer.accept(rows.envelopes()));
            return new Appended(this, rows);
        } finally {
            appendLock.unlock();
        }
    }

    public Appended append(SessionEvent event) {
        return append(List.of(event));
    }

    /// Adds text to a block, which begins with its first piece and ends with the row that names it. Subscribers get
    /// it after the rows that were appended before it. It is no row; a crash loses at most its last 500 ms. Of tool
    /// output only about the last 256 KiB are kept. Text for a block that a row has ended is dropped.
    /// @param parent the tool call whose output or arguments these are, else empty
    public void stream(BlockId block, BlockKind kind, String parent, String text) {
        load();
        Feed.wake(intake.add(new Piece(block, kind, parent, text)));
    }

    /// Written rows from a sequence number on, oldest first; there are no gaps.
    /// @param limit at most this many, and at most 1,000
    public List<Envelope> read(long from, int limit) {
        load();
        return store.read(Math.max(1, from), limit);
    }

    /// The newest written rows, oldest first.
    /// @param limit at most this many, and at most 1,000
    public List<Envelope> readLast(int limit) {
        int most = Math.clamp(limit, 0, Tail.MAX_ROWS);
        return read(last() - most + 1, most);
    }

    /// Hands over the rows that are written at this moment, oldest first, in bounded memory.
    public void forEach(long from, Consumer<Envelope> reader) {
        long last = last();
        long next = Math.max(1, from);
        while (next <= last) {
            for (Envelope envelope : store.page(next).events()) {
                if (envelope.seq() <= last) {
                    reader.accept(envelope);
                }
                next = envelope.seq() + 1;
            }
        }
    }

    /// A place in the journal that follows it from now on.
    /// @param from the first sequence number wanted, 1 for all
    public Subscription subscribe(long from) {
        load();
        return locked(() -> {
            feed.subscribed();
            return new JournalSubscription(this, from);
        });
    }

    /// The sequence number of the newest written row, 0 if there is none.
    public long last() {
        load();
        return locked(feed::last);
    }

    /// The open blocks with their text so far; after a crash, what was saved of them.
    public List<LiveText> live() {
        load();
        return locked(() -> feed.live().since(LiveBlocks.Mark.NONE));
    }

    /// The lock under which rows get their numbers, for a session's actor to guard its own state with: what it
    /// decides and what it appends are then one step, and no one's rows come between. Any call of this class may be
    /// made while holding it.
    public ReentrantLock appendLock() {
        return appendLock;
    }

    /// Tells of every append, whoever makes it, in order and under the [#appendLock], before the rows are
    /// written: for the actor's projection alone, which must be quick. An observer stays for as long as this
    /// journal does, whether its file is open or not; rows that could not be written are told all the same, as
    /// their session is in trouble then.
    public Pin observe(Consumer<List<Envelope>> observer) {
        observers.add(observer);
        return () -> observers.remove(observer);
    }

    /// Waits until all that was appended so far is written, so that [#read] gives it.
    /// @throws ProblemException as [Appended#awaitWritten]
    public void awaitWritten() {
        intake.newest().ifPresent(intake::await);
    }

    /// Waits until all that was appended so far survives a power cut.
    /// @throws ProblemException as [Appended#awaitSynced]
    public void awaitSynced() {
        awaitWritten();
        sync.await(last(), this::last, journals.threads());
    }

    public Blobs blobs() {
        return blobs;
    }

    // ---- for Appended

    void awaitWritten(PendingRows rows) {
        intake.await(rows);
    }

    void awaitSynced(PendingRows rows) {
        intake.await(rows);
        sync.await(rows.last(), this::last, journals.threads());
    }

    // ---- for JournalSubscription

    /// The next step of a reader; null if it has to wait, for which it is then registered.
    Feed.@Nullable Step step(JournalSubscription subscription, long cursor, LiveBlocks.Mark mark) {
        lock.lock();
        try {
            intake.refuseIfStopped();
            if (!feed.needsFile(cursor)) {
                Feed.@Nullable Step step = feed.step(cursor, mark);
                if (step == null) {
                    feed.await(subscription);
                }
                return step;
            }
        } finally {
            lock.unlock();
        }
        Batch batch = store.page(cursor);
        return new Feed.Step(batch, batch.events().getLast().seq() + 1, mark);
    }

    void leave(JournalSubscription subscription) {
        locked(() -> feed.leave(subscription));
    }

    void unsubscribed(JournalSubscription subscription) {
        locked(() -> {
            feed.unsubscribed();
            return feed.leave(subscription);
        });
    }

    // ---- for Journals

    void stop() {
        Feed.wake(intake.stop());
    }

    /// Lets go of what it does not need while nobody uses it.
    void rest() {
        locked(() -> {
            feed.rest();
            return feed;
        });
    }

    // ---- inside

    private void load() {
        if (!loaded) {
            store.call(file -> {
                if (!loaded) {
                    List<LiveText> partial = file.partial();
                    long last = store.last();
                    locked(() -> {
                        intake.begin(last);
                        feed.begin(last, partial);
                        return feed;
                    });
                    loaded = true;
                }
                return file;
            });
        }
    }

    private void write() {
        List<PendingRows> batch = intake.nextBatch();
        @Nullable Problem failure = store.append(batch);
        if (failure == null) {
            batch.forEach(rows -> journals.wrote(rows.envelopes().size()));
        }
        Set<JournalSubscription> woken = intake.finish(batch, failure);
        Feed.wake(woken);
        if (failure == null) {
            store.checkpointIfLarge();
        }
    }

    /// Has the lane save the open blocks, soon. Holds the lock.
    private void saveSoon() {
        if (!saveDue) {
            saveDue = true;
            journals.threads().later(journals.limits().saveAfter(), () -> store.onLane(this::save));
        }
    }

    /// Saves the open blocks; on the lane.
    void save() {
        List<OpenBlock.Unsaved> unsaved = locked(() -> {
            saveDue = false;
            return feed.live().unsaved();
        });
        if (!unsaved.isEmpty()) {
            List<LiveText> saved = store.save(unsaved);
            locked(() -> {
                saved.forEach(feed.live()::saved);
                return feed;
            });
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
