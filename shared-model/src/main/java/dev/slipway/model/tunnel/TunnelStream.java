package dev.slipway.model.tunnel;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One stream of a tunnel: bytes both ways, and the end of each way by itself. What is not read is held back
/// at the
/// sender and hinders no other stream. Errors are [IOException]s whose cause says what happened, by a
/// [dev.slipway.model.problem.ProblemException].
public final class TunnelStream implements AutoCloseable {
    /// What either side may send before it is told more.
    static final int FIRST_WINDOW = 64 * 1024;

    private final Mux mux;
    private final int number;
    private final TunnelTarget target;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private final Deque<ByteBuffer> arrived = new ArrayDeque<>();
    private int waiting;
    /// What the other side may still send.
    private int granted = FIRST_WINDOW;
    /// What this stream has of the tunnel's room, beyond its first window.
    private int reserved;
    private boolean endArrived;

    /// What this side may still send.
    private long credit = FIRST_WINDOW;
    private boolean endSent;
    private boolean stands;
    private @Nullable Problem reset;

    private final InputStream in = new In();
    private final OutputStream out = new Out();

    TunnelStream(Mux mux, int number, TunnelTarget target, boolean stands) {
        this.mux = mux;
        this.number = number;
        this.target = target;
        this.stands = stands;
    }

    public TunnelTarget target() {
        return target;
    }

    /// Blocks until something comes; -1 once the other side has ended its half.
    public InputStream in() {
        return in;
    }

    /// Blocks while the other side takes nothing. To close it ends this half only.
    public OutputStream out() {
        return out;
    }

    /// Ends it. What the other side has not been told to be all was cut off, and it is told so.
    @Override
    public void close() {
        reset(Problem.unavailable("stream-closed", "The other side closed the stream", "It wants no more of it."));
    }

    /// Ends it for a reason, of which the other side is told. Nothing happens if it has ended already.
    public void reset(Problem why) {
        lock.lock();
        try {
            if (over()) {
                return;
            }
            end(why);
        } finally {
            lock.unlock();
        }
        mux.forget(number);
        mux.tell(Frames.reset(number, why));
    }

    /// What a stream leads to at this end.
    public interface Outer {
        InputStream in() throws IOException;

        /// To close it ends this half only.
        OutputStream out() throws IOException;

        /// Ends it, once both halves have ended.
        void close() throws IOException;

        /// Ends it so that nobody takes what came for all.
        void cut();
    }

    /// Carries bytes between this stream and a connection until both halves have ended or either side breaks;
    /// the other
    /// is then told why. Ends both.
    /// @return why it broke, if it did
    public Optional<Problem> carry(Outer outer) throws InterruptedException {
        Thread up = Thread.ofVirtual().name("tunnel up").start(() -> {
            try {
                carryFrom(outer.in());
            } catch (IOException e) {
                broken(e, outer);
            }
        });
        try {
            OutputStream sink = outer.out();
            carryTo(sink);
            sink.close();
            up.join();
            outer.close();
        } catch (IOException e) {
            broken(e, outer);
            up.join();
        } catch (InterruptedException e) {
            outer.cut();
            close();
            throw e;
        }
        lock.lock();
        try {
            return Optional.ofNullable(reset);
        } finally {
            lock.unlock();
        }
    }

    private void broken(IOException why, Outer outer) {
        reset(
                why.getCause() instanceof ProblemException known
                        ? known.problem()
                        : Problem.unavailable(
                                "connection-reset", "The connection was reset", String.valueOf(why.getMessage())));
        outer.cut();
    }

    /// Carries all that a source gives, then ends this half. Quicker than through [#out()], as nothing is copied.
    /// @throws IOException when either side breaks; of the source only if its own message says so
    public void carryFrom(InputStream source) throws IOException {
        while (true) {
            int most = awaitCredit();
            byte[] frame = new byte[Frames.HEAD + most];
            int read = source.read(frame, Frames.HEAD, most);
            if (read < 0) {
                out.close();
                return;
            }
            send(frame, read);
        }
    }

    /// Carries all that comes to a sink, flushed after each piece, until the other side has ended its half.
    public void carryTo(OutputStream sink) throws IOException {
        for (ByteBuffer piece = take(); piece != null; piece = take()) {
            sink.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
            sink.flush();
            grant();
        }
    }

    /// Waits until the other side says that it stands.
    void awaitStanding() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!stands) {
                requireNoReset();
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    void opened() {
        lock.lock();
        try {
            stands = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// @return whether the other side was allowed to send that much
    boolean arrived(ByteBuffer bytes) {
        lock.lock();
        try {
            if (bytes.remaining() > granted || endArrived) {
                return false;
            }
            granted -= bytes.remaining();
            if (reset == null && bytes.hasRemaining()) {
                waiting += bytes.remaining();
                arrived.add(bytes);
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    void credited(int more) {
        lock.lock();
        try {
            credit += more;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void endArrived() {
        boolean over;
        lock.lock();
        try {
            endArrived = true;
            over = endSent;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (over) {
            mux.forget(number);
        }
    }

    /// It ended, for a reason that the other side knows.
    void broken(Problem why) {
        lock.lock();
        try {
            end(why);
        } finally {
            lock.unlock();
        }
        mux.forget(number);
    }

    private boolean over() {
        return reset != null || (endSent && endArrived);
    }

    private void end(Problem why) {
        if (reset == null) {
            reset = why;
            // What came before an end that was meant can still be read.
            if (!endArrived) {
                arrived.clear();
                waiting = 0;
            }
            changed.signalAll();
        }
    }

    private void requireNoReset() throws IOException {
        Problem why = reset;
        if (why != null) {
            throw new IOException(why.title(), why.toException());
        }
    }

    private @Nullable ByteBuffer take() throws IOException {
        lock.lock();
        try {
            while (true) {
                ByteBuffer first = arrived.poll();
                if (first != null) {
                    waiting -= first.remaining();
                    return first;
                }
                if (endArrived) {
                    return null;
                }
                requireNoReset();
                changed.await();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    /// Lets the other side send so much that the window is full again, unless that is too little to be worth a
    /// message.
    /// The window grows while it is used, as far as the tunnel has room for.
    private void grant() {
        int more;
        lock.lock();
        try {
            if (endArrived || over()) {
                return;
            }
            int window = Math.min(mux.window(), 2 * (FIRST_WINDOW + reserved));
            int room = FIRST_WINDOW + reserved - granted - waiting;
            if (FIRST_WINDOW + reserved < window) {
                int got = mux.reserve(window - FIRST_WINDOW - reserved);
                reserved += got;
                room += got;
            } else {
                int back = Math.min(FIRST_WINDOW + reserved - window, room);
                reserved -= back;
                room -= back;
                mux.release(back);
            }
            more = room;
            if (more < (FIRST_WINDOW + reserved) / 4) {
                return;
            }
            granted += more;
        } finally {
            lock.unlock();
        }
        mux.tell(Frames.window(number, more));
    }

    /// Gives back what it had of the tunnel's room. Called once it is over.
    void release() {
        lock.lock();
        try {
            mux.release(reserved);
            reserved = 0;
        } finally {
            lock.unlock();
        }
    }

    private int awaitCredit() throws IOException {
        lock.lock();
        try {
            while (credit <= 0) {
                requireNoReset();
                changed.await();
            }
            requireNoReset();
            return (int) Math.min(credit, Frames.LONGEST_DATA);
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    /// @param frame with room for its head before the bytes
    private void send(byte[] frame, int length) throws IOException {
        lock.lock();
        try {
            requireNoReset();
            if (endSent) {
                throw new IOException("this half was ended");
            }
            credit -= length;
        } finally {
            lock.unlock();
        }
        ByteBuffer whole = ByteBuffer.wrap(frame, 0, Frames.HEAD + length);
        whole.put(0, Frames.DATA).putInt(1, number);
        mux.send(whole);
    }

    private final class In extends InputStream {
        private @Nullable ByteBuffer rest;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            ByteBuffer from = rest;
            if (from == null || !from.hasRemaining()) {
                from = take();
                rest = from;
                if (from == null) {
                    return -1;
                }
            }
            int count = Math.min(length, from.remaining());
            from.get(bytes, offset, count);
            if (!from.hasRemaining()) {
                grant();
            }
            return count;
        }

        @Override
        public int available() {
            ByteBuffer from = rest;
            lock.lock();
            try {
                return waiting + (from == null ? 0 : from.remaining());
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            TunnelStream.this.close();
        }
    }

    private final class Out extends OutputStream {
        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int now = Math.min(awaitCredit(), length - done);
                byte[] frame = new byte[Frames.HEAD + now];
                System.arraycopy(bytes, offset + done, frame, Frames.HEAD, now);
                send(frame, now);
                done += now;
            }
        }

        @Override
        public void close() throws IOException {
            boolean over;
            lock.lock();
            try {
                if (endSent || reset != null) {
                    return;
                }
                endSent = true;
                over = endArrived;
            } finally {
                lock.unlock();
            }
            if (over) {
                mux.forget(number);
            }
            mux.send(Frames.of(Frames.END, number));
        }
    }
}
