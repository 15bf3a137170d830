package dev.slipway.link;

import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.wire.SessionCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A journal in memory, for tests.
public final class TestJournal {
    private final List<Envelope> rows = new ArrayList<>();
    private final Map<BlockId, LiveText> live = new LinkedHashMap<>();
    private Instant now = Instant.parse("2026-03-02T10:28:40Z");

    public synchronized void append(SessionEvent... events) {
        for (SessionEvent event : events) {
            now = now.plusMillis(700);
            rows.add(new Envelope(rows.size() + 1L, now, event));
            event.ends().ifPresent(live::remove);
        }
        notifyAll();
    }

    /// Lets time pass until the next event.
    public synchronized void pass(Duration duration) {
        now = now.plus(duration);
    }

    public synchronized void stream(BlockId block, BlockKind kind, String parent, String text) {
        live.merge(
                block,
                new LiveText(block, kind, parent, 0, text),
                (had, _) -> new LiveText(block, kind, parent, 0, had.text() + text));
        notifyAll();
    }

    public synchronized List<Envelope> all() {
        return List.copyOf(rows);
    }

    public synchronized long last() {
        return rows.size();
    }

    /// A journal with the first events of this one.
    public synchronized TestJournal upTo(long seq) {
        TestJournal older = new TestJournal();
        older.rows.addAll(rows.subList(0, (int) seq));
        older.now = now;
        return older;
    }

    synchronized SessionCalls.EventPage page(long from, int limit) {
        int start = (int) Math.min(rows.size(), from - 1);
        return new SessionCalls.EventPage(
                List.copyOf(rows.subList(start, Math.min(rows.size(), start + limit))), List.of(), rows.size());
    }

    synchronized List<Envelope> from(long seq) {
        int start = (int) Math.min(rows.size(), seq - 1);
        return List.copyOf(rows.subList(start, Math.min(rows.size(), start + 500)));
    }

    /// All that streams, from the offsets up to which it was sent before.
    synchronized List<LiveText> live(Map<BlockId, Long> sent) {
        List<LiveText> pieces = new ArrayList<>();
        live.forEach((block, whole) -> {
            long from = sent.getOrDefault(block, 0L);
            if (from < whole.text().length()) {
                pieces.add(new LiveText(
                        block, whole.kind(), whole.parent(), from, whole.text().substring((int) from)));
                sent.put(block, (long) whole.text().length());
            }
        });
        return pieces;
    }

    /// Returns after a while also without news: the caller asks again.
    @SuppressWarnings("WaitNotInLoop")
    synchronized void awaitNews() throws InterruptedException {
        wait(50);
    }
}
