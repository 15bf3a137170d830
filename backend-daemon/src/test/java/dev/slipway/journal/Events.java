package dev.slipway.journal;

import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.model.event.SessionEvent.ToolCallStarted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Events to put into journals, and a reader.
final class Events {
    private Events() {}

    static SessionId session(long number) {
        return SessionId.of(1_790_000_000_000L, number);
    }

    static SessionEvent started(String call) {
        return new ToolCallStarted(call);
    }

    static List<SessionEvent> started(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> started("call-" + i))
                .toList();
    }

    static SessionEvent written(BlockId block, String text) {
        return new TextWritten(block, text, true);
    }

    static List<Envelope> all(Journal journal) {
        List<Envelope> all = new ArrayList<>();
        journal.forEach(1, all::add);
        return all;
    }

    /// Reads until a row has come; fails after ten seconds.
    static List<Envelope> readUntil(Subscription subscription, long seq) throws InterruptedException {
        List<Envelope> rows = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (subscription.cursor() <= seq) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Row " + seq + " did not come; cursor at " + subscription.cursor());
            }
            rows.addAll(subscription.next(Duration.ofSeconds(1)).events());
        }
        return rows;
    }
}
