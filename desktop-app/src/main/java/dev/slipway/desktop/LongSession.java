package dev.slipway.desktop;

import dev.slipway.mirror.Replica;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.session.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What the bench shows: a session of any length, and a list of any number of sessions.
final class LongSession {
    static final SessionId ID = SessionId.of(1, 1);
    static final String WORDS =
            "The basket builds its lines in `BasketView`, so the **same** rule can be shown there. ";
    private static final int BATCH = 2_000;

    private LongSession() {}

    static void fill(Replica replica, int events) {
        List<Envelope> batch = new ArrayList<>();
        for (long seq = 1; seq <= events; seq++) {
            batch.add(new Envelope(seq, Instant.EPOCH.plusMillis(seq), event(seq)));
            if (batch.size() == BATCH || seq == events) {
                replica.take(batch, List.of());
                batch.clear();
            }
        }
    }

    private static SessionEvent event(long seq) {
        String call = "c" + seq / 4;
        return switch ((int) (seq % 4)) {
            case 0 ->
                new SessionEvent.ToolCallRequested(
                        new BlockId("a" + seq), new TurnId(1), call, "shell", "{}", Effect.EXECUTES, "./gradlew test");
            case 1 -> new SessionEvent.ToolCallStarted(call);
            case 2 ->
                new SessionEvent.ToolCallCompleted(
                        new BlockId("o" + seq),
                        call,
                        SessionEvent.ToolCallCompleted.Outcome.SUCCEEDED,
                        "BUILD SUCCESSFUL in 2s",
                        List.of(),
                        Optional.empty(),
                        Optional.of(0),
                        Duration.ofMillis(2_100));
            default -> new SessionEvent.TextWritten(new BlockId("t" + seq), WORDS.repeat(1 + (int) (seq % 5)), true);
        };
    }

    static List<SessionSummary> sessions(int count) {
        List<Author> people = IntStream.range(0, 12)
                .mapToObj(i -> new Author(new UserId("user" + i), "Person " + i, "user" + i + "@example.org"))
                .toList();
        SessionState[] states = SessionState.values();
        return IntStream.range(0, count)
                .mapToObj(i -> new SessionSummary(
                        SessionId.of(1_760_000_000_000L + i * 60_000L, i),
                        "Show a delivery estimate on product page " + i,
                        new RepositoryId("shop-" + i % 9),
                        new BranchName("main"),
                        new BranchName("slipway/estimate-" + i),
                        new ModelName("anthropic/claude-sonnet-4-5"),
                        states[i % states.length],
                        people.get(i % people.size()),
                        List.of(people.get(i % people.size()), people.get((i + 5) % people.size())),
                        i % 3,
                        Usage.NONE,
                        Cost.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        40,
                        40,
                        Instant.ofEpochMilli(1_760_000_000_000L + i * 60_000L),
                        Instant.ofEpochMilli(1_760_000_000_000L + i * 60_000L)))
                .toList();
    }
}
