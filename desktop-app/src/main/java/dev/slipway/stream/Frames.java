package dev.slipway.stream;

import dev.slipway.rfb.Area;
import dev.slipway.rfb.Screen;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Hands whole pictures from the thread that unpacks them to the window's, which copies nothing. There are two:
/// one shows, while what changed is copied into the other; in each pulse they change places. The renderer may
/// still read the one that showed last until that pulse is over, so for so long the unpacking thread waits, and
/// the server with it: it is never drawn faster than it can be seen, and nothing is seen half drawn.
public final class Frames {
    private static final int MANY = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private final Runnable news;
    private int[][] pictures = {{}, {}};
    private final List<List<Area>> lacks = List.of(new ArrayList<>(), new ArrayList<>());
    private final List<Optional<Area>> changed = new ArrayList<>(List.of(Optional.empty(), Optional.empty()));
    private int width;
    private int height;
    private int generation;
    private int shown;
    private boolean ready;
    private boolean held;
    private boolean closed;
    private long taken;

    /// The two pictures of a size.
    /// @param generation another one for each size
    public record Pair(int generation, int width, int height, IntBuffer first, IntBuffer second) {}

    /// @param second whether the second picture shows from now on
    /// @param dirty  what of it is different from when it showed before
    public record Flip(boolean second, Area dirty) {}

    /// @param news told whenever there is something to take, from any thread
    Frames(Runnable news) {
        this.news = news;
    }

    void sized(int nowWidth, int nowHeight) {
        lock.lock();
        try {
            width = nowWidth;
            height = nowHeight;
            pictures = new int[][] {new int[width * height], new int[width * height]};
            generation++;
            shown = 0;
            ready = false;
            lacks.forEach(List::clear);
            changed.replaceAll(_ -> Optional.empty());
        } finally {
            lock.unlock();
        }
    }

    void changed(Screen screen, List<Area> areas) {
        lock.lock();
        try {
            while (held && !closed) {
                free.awaitUninterruptibly();
            }
            // A stream that was given up may still be here when the next one has begun.
            if (screen.width() != width || screen.height() != height) {
                return;
            }
            for (List<Area> lack : lacks) {
                lack.addAll(areas);
                if (lack.size() > MANY) {
                    Area all = lack.stream().reduce(Area::and).orElseThrow();
                    lack.clear();
                    lack.add(all);
                }
            }
            int hidden = 1 - shown;
            for (Area area : lacks.get(hidden)) {
                screen.copy(area, pictures[hidden]);
                changed.set(
                        hidden,
                        Optional.of(changed.get(hidden)
                                .map(before -> before.and(area))
                                .orElse(area)));
            }
            lacks.get(hidden).clear();
            ready = true;
        } finally {
            lock.unlock();
        }
        news.run();
    }

    /// Both pictures of the present size; none before the first.
    public Optional<Pair> pair() {
        lock.lock();
        try {
            return generation == 0
                    ? Optional.empty()
                    : Optional.of(new Pair(
                            generation, width, height, IntBuffer.wrap(pictures[0]), IntBuffer.wrap(pictures[1])));
        } finally {
            lock.unlock();
        }
    }

    /// The next picture, if there is one that is newer. Once the pulse is over, [#release] must be called.
    /// @param of the generation that the caller knows
    public Optional<Flip> take(int of) {
        lock.lock();
        try {
            if (!ready || of != generation || held) {
                return Optional.empty();
            }
            shown = 1 - shown;
            ready = false;
            held = true;
            taken++;
            Area dirty = changed.get(shown).orElseThrow();
            changed.set(shown, Optional.empty());
            return Optional.of(new Flip(shown == 1, dirty));
        } finally {
            lock.unlock();
        }
    }

    /// What showed before the last one that was taken is not being read any more.
    public void release() {
        lock.lock();
        try {
            held = false;
            free.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether the second picture shows.
    public boolean showsSecond() {
        lock.lock();
        try {
            return shown == 1;
        } finally {
            lock.unlock();
        }
    }

    /// How many pictures have been taken.
    public long taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Nobody waits any more.
    void close() {
        lock.lock();
        try {
            closed = true;
            free.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
