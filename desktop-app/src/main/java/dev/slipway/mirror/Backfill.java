package dev.slipway.mirror;

import dev.slipway.link.Link;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.SessionCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches what came before the first event here, piece by piece towards the beginning, on a thread of its own. Each
/// piece begins where a row does, so that its rows can be told apart without knowing what is before.
final class Backfill implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Backfill.class);
    private static final int FIRST_PIECE = 1_000;
    private static final int LARGEST_PIECE = 5_000;
    private static final long LONGEST_WAIT_SECONDS = 30;

    private final SessionId session;
    private final Events events;
    private final Link link;
    private final Consumer<Events.Change> told;
    private final Runnable foreign;
    private final Semaphore woken = new Semaphore(0);
    private @Nullable Thread thread;
    private int size = FIRST_PIECE;
    private volatile boolean closed;

    /// @param told    hears of each piece once it is kept
    /// @param foreign called when the server's events are not those that are here
    Backfill(SessionId session, Events events, Link link, Consumer<Events.Change> told, Runnable foreign) {
        this.session = session;
        this.events = events;
        this.link = link;
        this.told = told;
        this.foreign = foreign;
    }

    /// Begins if something is missing; tries again at once if the last attempt failed.
    synchronized void wake() {
        woken.release();
        if (!closed && (thread == null || !thread.isAlive()) && events.extent().begunLater()) {
            thread = Thread.ofPlatform().name("backfill").daemon().start(this::fill);
        }
    }

    private void fill() {
        int failures = 0;
        while (!closed && events.extent().begunLater()) {
            try {
                fetch(events.extent());
                failures = 0;
            } catch (ProblemException e) {
                log.debug("What is before in {} can't be had now", session.value(), e);
                await(Math.min(LONGEST_WAIT_SECONDS, 1L << Math.min(5, failures++)));
            }
        }
    }

    private void fetch(Extent now) {
        long from = Math.max(1, now.low() - size);
        List<Envelope> piece = new ArrayList<>();
        boolean cut = false;
        for (long next = from; next <= now.low(); ) {
            int wanted = (int) Math.min(LARGEST_PIECE, now.low() - next + 1);
            List<Envelope> page = link.call(
                            SessionCalls.EVENTS,
                            Map.of(
                                    "id", session.value(),
                                    "from", String.valueOf(next),
                                    "limit", String.valueOf(wanted)))
                    .events();
            if (page.isEmpty() || closed) {
                break;
            }
            cut |= page.size() < wanted;
            piece.addAll(page);
            next = page.getLast().seq() + 1;
        }
        if (closed || events.extent().low() != now.low()) {
            return;
        }
        if (piece.isEmpty()
                || !events.at(now.low()).filter(piece.getLast()::equals).isPresent()) {
            log.info("The beginning of {} is not that of what is here: it is fetched anew", session.value());
            foreign.run();
            return;
        }
        piece.removeLast();
        List<Envelope> whole = from == 1
                ? piece
                : piece.stream().dropWhile(event -> !Placing.isSeam(event)).toList();
        if (whole.isEmpty()) {
            size *= 2;
            return;
        }
        told.accept(events.prepend(now.part(), whole));
        // A page that was cut short holds large events: fewer of them at a time, as all of a piece are in memory.
        size = cut ? Math.max(100, size / 2) : Math.min(LARGEST_PIECE, size * 2);
    }

    private void await(long seconds) {
        woken.drainPermits();
        try {
            if (woken.tryAcquire(seconds, TimeUnit.SECONDS)) {
                log.debug("Trying again before it is due");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null && thread != Thread.currentThread()) {
            thread.interrupt();
        }
    }
}
