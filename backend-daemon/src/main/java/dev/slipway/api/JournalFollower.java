package dev.slipway.api;

import dev.slipway.journal.Batch;
import dev.slipway.journal.Journal;
import dev.slipway.journal.Subscription;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ServerFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/// Walks a journal for one subscription of one socket: waits for what is new, sends it, and only then looks again. What
/// piles up while a send is under way goes out in the next frame.
final class JournalFollower implements ClientSocket.Follower {
    private static final Duration AWHILE = Duration.ofHours(1);

    private final Journal journal;
    private final long from;
    private final byte[] head;
    private final String name;
    private final Paces paces;

    /// @param name of the subscription
    JournalFollower(String name, Journal journal, long from, Paces paces) {
        this.name = name;
        this.journal = journal;
        this.from = from;
        this.paces = paces;
        this.head =
                ("{\"type\":\"Journal\",\"subscription\":" + Json.write(name) + ",").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void follow(Outbox out) throws InterruptedException, ClientGone {
        try (Subscription subscription = journal.subscribe(from)) {
            Pace pace = paces.join(journal.session());
            try {
                out.send(new ServerFrame.Subscribed(name, journal.last()));
                while (true) {
                    Batch batch = subscription.next(AWHILE);
                    if (!batch.isEmpty()) {
                        out.send(frame(batch));
                        pace.pause();
                    }
                }
            } finally {
                paces.leave(journal.session());
            }
        }
    }

    /// The frame's beginning is this subscription's own; the rest is made once for all who are at the same place, and
    /// so is the whole for those who gave their subscriptions the same name.
    private ByteBuffer frame(Batch batch) {
        return ByteBuffer.wrap(
                batch.encoded(made -> Encoded.of(name, head, rest(made))).whole(name, head));
    }

    /// @param first name of the subscription for which it was made whole
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    private record Encoded(String first, byte[] rest, byte[] whole) {
        static Encoded of(String name, byte[] head, byte[] rest) {
            return new Encoded(name, rest, joined(head, rest));
        }

        byte[] whole(String name, byte[] head) {
            return name.equals(first) ? whole : joined(head, rest);
        }

        private static byte[] joined(byte[] head, byte[] rest) {
            byte[] whole = Arrays.copyOf(head, head.length + rest.length);
            System.arraycopy(rest, 0, whole, head.length, rest.length);
            return whole;
        }
    }

    private static byte[] rest(Batch batch) {
        return ("\"events\":" + Json.write(batch.events()) + ",\"live\":" + Json.write(batch.live()) + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
