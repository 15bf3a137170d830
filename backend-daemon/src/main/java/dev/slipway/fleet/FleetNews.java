package dev.slipway.fleet;

import dev.slipway.model.fleet.FleetEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where everyone who owns a part of the fleet tells how it is, and from where followers learn it. Telling never waits.
/// Nothing queues for a slow follower: of each thing it gets how that is when its turn comes, and of each log the lines
/// that are still kept.
public final class FleetNews {
    /// Lines of a log that are kept for those who come late or are slow.
    static final int LINES = 500;

    static final int LONGEST_LINE = 4_000;

    private final Map<String, FleetEvent> present = new LinkedHashMap<>();
    private final Set<Log> logs = new LinkedHashSet<>();
    private final Set<Follower> followers = new LinkedHashSet<>();

    /// Makes an event of lines of a log.
    @FunctionalInterface
    public interface LogEvent {
        /// @param first the number of the first line; the log's own first one is 1
        FleetEvent of(long first, List<String> lines);
    }

    /// Tells how a thing is now, in place of what was told of it before.
    /// @param about names the thing, such as `host build-1`
    public synchronized void tell(String about, FleetEvent now) {
        if (!now.equals(present.put(about, now))) {
            followers.forEach(follower -> follower.note(about, now));
            notifyAll();
        }
    }

    /// Tells that a thing is no more: those who begin to follow later hear nothing of it.
    public synchronized void tellEnd(String about, FleetEvent last) {
        if (present.remove(about) != null) {
            followers.forEach(follower -> follower.note(about, last));
            notifyAll();
        }
    }

    /// Begins a log, whose lines are told in order.
    public synchronized Log log(LogEvent made) {
        Log log = new Log(made);
        logs.add(log);
        return log;
    }

    /// Begins to follow: first all that there is, then what changes.
    public synchronized Follower follow() {
        Follower follower = new Follower();
        present.forEach(follower::note);
        logs.forEach(follower::note);
        followers.add(follower);
        return follower;
    }

    /// A log that grows.
    public final class Log implements AutoCloseable {
        private final LogEvent made;
        private final Deque<String> kept = new ArrayDeque<>();
        private long last;
        private boolean closed;

        private Log(LogEvent made) {
            this.made = made;
        }

        /// @param line without its end; what is too long of it is cut off
        public void append(String line) {
            synchronized (FleetNews.this) {
                kept.addLast(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line);
                if (kept.size() > LINES) {
                    kept.removeFirst();
                }
                last++;
                followers.forEach(follower -> follower.note(this));
                FleetNews.this.notifyAll();
            }
        }

        /// Ends it: those who follow get the rest of its lines, those who come later none.
        @Override
        public void close() {
            synchronized (FleetNews.this) {
                closed = true;
                logs.remove(this);
            }
        }

        private FleetEvent after(long read) {
            long first = Math.max(read, last - kept.size()) + 1;
            return made.of(
                    first, kept.stream().skip(kept.size() - (last - first + 1)).toList());
        }
    }

    /// One who follows.
    public final class Follower implements AutoCloseable {
        /// What changed since it was told, the newest change last: the event, or none for a log.
        private final Map<Object, @Nullable FleetEvent> changed = new LinkedHashMap<>();

        private final Map<Log, Long> read = new HashMap<>();
        private boolean begun;

        private Follower() {}

        /// Waits until something is new; the first answer comes at once, with all that there is, be it nothing.
        /// @return in the order of the newest change of each thing
        public List<FleetEvent> next() throws InterruptedException {
            synchronized (FleetNews.this) {
                while (begun && changed.isEmpty()) {
                    FleetNews.this.wait();
                }
                begun = true;
                List<FleetEvent> events = new ArrayList<>();
                changed.forEach((about, event) -> {
                    if (event != null) {
                        events.add(event);
                    } else if (about instanceof Log log) {
                        events.add(log.after(read.getOrDefault(log, 0L)));
                        read.put(log, log.last);
                    }
                });
                changed.clear();
                read.keySet().removeIf(log -> log.closed);
                return events;
            }
        }

        @Override
        public void close() {
            synchronized (FleetNews.this) {
                followers.remove(this);
            }
        }

        private void note(String about, FleetEvent event) {
            changed.remove(about);
            changed.put(about, event);
        }

        private void note(Log log) {
            if (log.last > 0) {
                changed.remove(log);
                changed.put(log, null);
            }
        }
    }
}
