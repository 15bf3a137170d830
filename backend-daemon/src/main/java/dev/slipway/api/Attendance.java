package dev.slipway.api;

import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.session.Watchers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who follows which session just now. A person is there once, however many windows follow; one who leaves and comes
/// back within the grace period, as a client does whose link broke, was never gone. Changes are told together after a
/// moment, so that many who come at once cost one notice for each listener.
final class Attendance implements AutoCloseable {
    private static final int MOST_NAMED = 50;
    private static final long SHORTEST_GATHER = Duration.ofMillis(200).toNanos();
    private static final long LONGEST_GATHER = Duration.ofSeconds(2).toNanos();

    /// Telling somebody costs about 50 µs; so this much of a processor is spent at most, about 5 %.
    private static final long GATHER_EACH = Duration.ofMillis(1).toNanos();

    private final long graceNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final Map<SessionId, Room> rooms = new HashMap<>();
    private final Deque<Departure> leaving = new ArrayDeque<>();
    private final List<Consumer<SessionId>> watchers = new CopyOnWriteArrayList<>();
    private final Thread teller = Thread.ofVirtual().name("attendance").unstarted(this::tell);
    private Set<SessionId> changed = new LinkedHashSet<>();

    private static final class Room {
        private final Map<UserId, Seat> seats = new LinkedHashMap<>();
        private final Set<Runnable> listeners = new HashSet<>();
    }

    private static final class Seat {
        private final Author who;
        private int windows;
        private long leftNanos;

        private Seat(Author who) {
            this.who = who;
        }
    }

    private record Departure(SessionId session, UserId who, long nanos) {}

    /// @param grace how long one who has left counts as being there
    Attendance(Duration grace) {
        graceNanos = grace.toNanos();
        teller.start();
    }

    /// Takes a seat until the pin is closed.
    /// @param others told whenever the others may have changed; must be quick
    Pin attend(SessionId session, Author who, Runnable others) {
        lock.lock();
        try {
            Room room = rooms.computeIfAbsent(session, _ -> new Room());
            room.listeners.add(others);
            @Nullable Seat known = room.seats.get(who.user());
            Seat seat = known == null ? new Seat(who) : known;
            seat.windows++;
            if (known == null) {
                room.seats.put(who.user(), seat);
                note(session);
            }
            return () -> leave(session, room, seat, others);
        } finally {
            lock.unlock();
        }
    }

    /// Tells of each session where the people changed; the watcher must be quick.
    Pin onChange(Consumer<SessionId> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /// Who is there beside one of them.
    Watchers others(SessionId session, UserId self) {
        lock.lock();
        try {
            @Nullable Room room = rooms.get(session);
            List<Author> people = new ArrayList<>();
            int more = 0;
            for (Seat seat : room == null ? List.<Seat>of() : room.seats.values()) {
                if (!seat.who.user().equals(self)) {
                    if (people.size() < MOST_NAMED) {
                        people.add(seat.who);
                    } else {
                        more++;
                    }
                }
            }
            return new Watchers(session, people, more);
        } finally {
            lock.unlock();
        }
    }

    /// Sessions where somebody is.
    List<SessionId> occupied() {
        lock.lock();
        try {
            return List.copyOf(rooms.keySet());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        teller.interrupt();
    }

    private void leave(SessionId session, Room room, Seat seat, Runnable others) {
        lock.lock();
        try {
            room.listeners.remove(others);
            if (--seat.windows == 0) {
                seat.leftNanos = System.nanoTime();
                leaving.add(new Departure(session, seat.who.user(), seat.leftNanos));
                something.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void note(SessionId session) {
        if (changed.add(session)) {
            something.signal();
        }
    }

    private void tell() {
        try {
            while (true) {
                Set<SessionId> now = take();
                int told = 0;
                for (SessionId session : now) {
                    List<Runnable> listeners = listeners(session);
                    listeners.forEach(Runnable::run);
                    watchers.forEach(watcher -> watcher.accept(session));
                    told += listeners.size();
                }
                told += watchers.size();
                Thread.sleep(Duration.ofNanos(Math.clamp(told * GATHER_EACH, SHORTEST_GATHER, LONGEST_GATHER)));
            }
        } catch (InterruptedException e) {
            // Closed: there is nobody left to tell.
        }
    }

    private Set<SessionId> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            sweep(System.nanoTime());
            while (changed.isEmpty()) {
                if (leaving.isEmpty()) {
                    something.await();
                } else {
                    long left = leaving.getFirst().nanos() + graceNanos - System.nanoTime();
                    var _ = something.awaitNanos(Math.max(1, left));
                }
                sweep(System.nanoTime());
            }
            Set<SessionId> all = changed;
            changed = new LinkedHashSet<>();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /// Lets go of those who have left and did not come back.
    private void sweep(long now) {
        while (!leaving.isEmpty() && now - leaving.getFirst().nanos() >= graceNanos) {
            Departure gone = leaving.removeFirst();
            @Nullable Room room = rooms.get(gone.session());
            @Nullable Seat seat = room == null ? null : room.seats.get(gone.who());
            if (room != null && seat != null && seat.windows == 0 && seat.leftNanos == gone.nanos()) {
                room.seats.remove(gone.who());
                if (room.seats.isEmpty()) {
                    rooms.remove(gone.session());
                }
                note(gone.session());
            }
        }
    }

    private List<Runnable> listeners(SessionId session) {
        lock.lock();
        try {
            @Nullable Room room = rooms.get(session);
            return room == null ? List.of() : List.copyOf(room.listeners);
        } finally {
            lock.unlock();
        }
    }
}
