package dev.slipway.mirror;

import dev.slipway.link.Backoff;
import dev.slipway.link.Link;
import dev.slipway.link.Server;
import dev.slipway.model.SessionId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.wire.SessionCalls.NewPrompt;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Writes to a replica for as long as nobody kills it; says each number whose draft and prompt it has kept.
final class KilledWriter {
    private KilledWriter() {}

    public static void main(String[] args) {
        SessionId session = SessionId.of(1_760_000_000_000L, 1);
        Server nobody = new Server("nobody", URI.create("http://127.0.0.1:9"), "none");
        Link link = new Link(nobody, Backoff.usual(new Random(1)), InstantSource.system());
        Mirror mirror = new Mirror(Path.of(args[0]), link);
        Replica replica = mirror.read(session);
        for (int i = mirror.outbox().all().size(); ; i++) {
            List<Envelope> batch = new ArrayList<>();
            for (long seq = replica.last() + 1; batch.size() < 20; seq++) {
                batch.add(new Envelope(
                        seq, Instant.EPOCH, new SessionEvent.TextWritten(new BlockId("t" + seq), "words", true)));
            }
            replica.take(batch, List.of());
            mirror.outbox()
                    .keep(new Outbox.Waiting(
                            session,
                            new NewPrompt(
                                    Optional.of(new PromptId("p" + i)),
                                    "do it",
                                    Optional.empty(),
                                    List.of(),
                                    Optional.empty()),
                            Instant.EPOCH));
            mirror.writeDraft("place", String.valueOf(i));
            mirror.keepDraft("place");
            System.out.println(i);
        }
    }
}
