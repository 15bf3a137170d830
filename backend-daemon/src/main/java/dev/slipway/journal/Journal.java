package dev.slipway.journal;

import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The ordered log of what happened in one session, the single source of truth about it. Only `session` and `agent`
/// append. Safe for all threads.
public final class Journal {
    private final SessionId session;

    Journal(SessionId session) {
        this.session = session;
    }

    public SessionId session() {
        return session;
    }

    /// Adds rows at the end, in this order and next to one another, and returns at once; they are written together
    /// with whatever else is due. Subscribers see them when they are written, never before, so that nobody has seen
    /// what a crash takes back. Waits only when 10,000 rows or 16 MiB are ahead of it.
    /// @throws dev.slipway.model.problem.ProblemException if rows of an earlier append that nobody waited for could
    ///         not be written (told once); none of these rows is added then
    public Appended append(List<? extends SessionEvent> events) {
        return notYet();
    }

    public Appended append(SessionEvent event) {
        return append(List.of(event));
    }

    /// Adds text to a block, which begins with its first piece and ends with the row that names it. Subscribers get it
    /// after the rows that were appended before it. It is no row; a crash loses at most its last 500 ms. Of tool
    /// output only about the last 256 KiB are kept. Text for a block that a row has ended is dropped.
    /// @param parent the tool call whose output or arguments these are, else empty
    public void stream(BlockId block, BlockKind kind, String parent, String text) {
        notYet();
    }

    /// Written rows from a sequence number on, oldest first.
    /// @param limit at most this many, and at most 1,000
    public List<Envelope> read(long from, int limit) {
        return notYet();
    }

    /// The newest written rows, oldest first.
    /// @param limit at most this many, and at most 1,000
    public List<Envelope> readLast(int limit) {
        return notYet();
    }

    /// Hands over the rows that are written at this moment, oldest first, in bounded memory.
    public void forEach(long from, Consumer<Envelope> reader) {
        notYet();
    }

    /// A place in the journal that follows it from now on.
    /// @param from the first sequence number wanted, 1 for all
    public Subscription subscribe(long from) {
        return notYet();
    }

    /// The sequence number of the newest written row, 0 if there is none.
    public long last() {
        return notYet();
    }

    /// The open blocks with their text so far; after a crash, what was saved of them.
    public List<LiveText> live() {
        return notYet();
    }

    /// The lock under which rows get their numbers, for a session's actor to guard its own state with: what it decides
    /// and what it appends are then one step, and no one's rows come between.
    public ReentrantLock appendLock() {
        return notYet();
    }

    /// Tells of every append, whoever makes it, in order and under the [#appendLock], before the rows are
    /// written: for the actor's projection alone, which must be quick. An observer stays for as long as this
    /// journal does, whether its file is open or not; rows that could not be written are told all the same, as
    /// their session is in trouble then.
    public Pin observe(Consumer<List<Envelope>> observer) {
        return notYet();
    }

    /// Waits until all that was appended so far survives a power cut.
    public void awaitSynced() {
        notYet();
    }

    public Blobs blobs() {
        return notYet();
    }

    void awaitWritten(PendingRows rows) {
        notYet();
    }

    void awaitSynced(PendingRows rows) {
        notYet();
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T notYet() {
        throw new UnsupportedOperationException();
    }
}
