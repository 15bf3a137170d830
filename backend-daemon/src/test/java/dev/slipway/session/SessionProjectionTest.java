package dev.slipway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Money;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.TurnId;
import dev.slipway.model.session.Usage;
import dev.slipway.model.wire.Json;
import dev.slipway.sandbox.SandboxId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SessionProjectionTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Author ADA = new Author(new UserId("ada"), "Ada", "ada@example.org");
    private static final Author BOB = new Author(new UserId("bob"), "Bob", "bob@example.org");
    private static final TurnId FIRST = new TurnId(1);

    private final SessionProjection projection = new SessionProjection();

    SessionProjectionTest() {
        happen(new SessionEvent.SessionCreated(
                SessionId.of(NOON.toEpochMilli(), 1),
                new RepositoryId("shop"),
                new BranchName("main"),
                new BranchName("slipway/x"),
                new ModelName("anthropic/claude"),
                ADA,
                "Fix the cart"));
    }

    @Test
    void aDeliveredPromptLeavesTheQueueAndItsAuthorIsOwedACommitOnceAToolThatWritesHasBegun() {
        prompt("p1", ADA);
        prompt("p2", BOB);
        happen(new SessionEvent.TurnStarted(FIRST, new ModelName("m"), ADA));
        happen(new SessionEvent.PromptDelivered(new PromptId("p1"), FIRST));

        assertThat(projection.queue()).extracting(p -> p.id().value()).containsExactly("p2");
        assertThat(projection.uncommitted()).isEmpty();
        tool("c1", Effect.READS);
        assertThat(projection.uncommitted()).isEmpty();
        tool("c2", Effect.WRITES);
        assertThat(projection.uncommitted()).containsExactly(ADA);
        assertThat(projection.summary().state()).isEqualTo(SessionState.WORKING);
        assertThat(projection.summary().prompters()).containsExactly(ADA, BOB);
    }

    @Test
    void whatOnlyTheSandboxDoesIsNoNewsButStaysNumbered() {
        prompt("p1", ADA);
        long news = projection.lastSeq();
        happen(ready("warm-1"));
        happen(new SessionEvent.SandboxReleased("warm-1", "idle"));

        assertThat(projection.summary().lastSeq()).isEqualTo(news + 2);
        assertThat(projection.summary().newsSeq()).isEqualTo(news);
        prompt("p2", BOB);
        assertThat(projection.summary().newsSeq()).isEqualTo(news + 3);
        assertThat(SessionProjection.of(projection.snapshot()).summary().newsSeq())
                .isEqualTo(news + 3);
    }

    @Test
    void theSandboxIsTheOneThatTheJournalNamedLastAlsoAfterItWasKeptInTheIndex() {
        assertThat(projection.sandbox()).isEmpty();
        happen(ready("warm-1"));
        happen(ready("warm-2"));

        SessionProjection.Snapshot kept = projection.snapshot();
        SessionProjection again = SessionProjection.of(Json.read(Json.write(kept), SessionProjection.Snapshot.class));
        assertThat(again.sandbox()).contains(new SandboxId("warm-2"));
        assertThat(again.host()).contains(new HostId("vm-1"));
    }

    @Test
    void aSandboxThatWasKeptWithoutANameHasItsSessionsId() {
        happen(ready("whatever"));
        String before = Json.write(projection.snapshot()).replace(",\"sandbox\":\"whatever\"", "");
        SessionProjection again = SessionProjection.of(Json.read(before, SessionProjection.Snapshot.class));

        assertThat(before).doesNotContain("whatever");
        assertThat(again.sandbox()).contains(new SandboxId(again.id().value()));
    }

    private static SessionEvent ready(String sandbox) {
        return new SessionEvent.SandboxReady(
                sandbox, "isolated", Duration.ofMillis(3), Optional.of(new HostId("vm-1")), Optional.empty());
    }

    @Test
    void waitingPromptsAreEditedMovedAndWithdrawn() {
        prompt("p1", ADA);
        prompt("p2", ADA);
        prompt("p3", ADA);
        happen(new SessionEvent.PromptMoved(new PromptId("p3"), 0, ADA));
        happen(new SessionEvent.PromptEdited(new PromptId("p2"), "new text", ADA));
        happen(new SessionEvent.PromptWithdrawn(new PromptId("p1"), ADA));

        assertThat(projection.queue()).extracting(Prompt::text).containsExactly("text of p3", "new text");
    }

    @Test
    void aFailedTurnLeavesItsReasonUntilTheNextTurn() {
        happen(new SessionEvent.TurnStarted(FIRST, new ModelName("m"), ADA));
        happen(new SessionEvent.TurnFailed(FIRST, Problem.unavailable("x", "No model", "It is down.")));

        assertThat(projection.summary().state()).isEqualTo(SessionState.FAILED);
        assertThat(projection.summary().trouble()).contains("No model: It is down.");

        happen(new SessionEvent.TurnStarted(projection.nextTurn(), new ModelName("m"), ADA));

        assertThat(projection.summary().trouble()).isEmpty();
        assertThat(projection.active()).contains(new TurnId(2));
    }

    @Test
    void whatLeftTheSandboxIsKnownAndWhatMayHaveLeftIsNamed() {
        happen(new SessionEvent.TurnStarted(FIRST, new ModelName("m"), ADA));
        happen(new SessionEvent.BranchPushed(new BranchName("slipway/x"), new CommitId("a".repeat(40))));
        happen(new SessionEvent.ToolCallRequested(
                new BlockId("b"), FIRST, "c1", "open_pull_request", "{}", Effect.REACHES_OUT, "Open a pull request"));
        happen(new SessionEvent.ToolCallStarted("c1"));

        assertThat(projection.left())
                .containsExactly(
                        "Branch slipway/x left at commit aaaaaaa.",
                        "\"Open a pull request\" had begun, and may have happened.");
    }

    @Test
    void usageAndCostAddUp() {
        Usage usage = new Usage(10, 20, 30, 40, 5);
        for (int call = 1; call <= 2; call++) {
            happen(new SessionEvent.ModelCallCompleted(
                    FIRST,
                    call,
                    usage,
                    new Cost(new Money(7), call == 1),
                    Optional.empty(),
                    Duration.ofSeconds(1),
                    "end"));
        }

        assertThat(projection.summary().usage()).isEqualTo(new Usage(20, 40, 60, 80, 10));
        assertThat(projection.summary().cost()).isEqualTo(new Cost(new Money(14), false));
    }

    @Test
    void aSnapshotGoesOnAsTheProjectionWould() {
        prompt("p1", ADA);
        happen(new SessionEvent.TurnStarted(FIRST, new ModelName("m"), ADA));
        happen(new SessionEvent.PromptDelivered(new PromptId("p1"), FIRST));
        prompt("p2", BOB);

        SessionProjection.Snapshot kept = projection.snapshot();
        SessionProjection again = SessionProjection.of(Json.read(Json.write(kept), SessionProjection.Snapshot.class));

        assertThat(again.snapshot()).isEqualTo(kept);
        assertThat(again.accepted(new PromptId("p1"))).isPresent();
    }

    @Test
    void aGapInTheJournalIsRefused() {
        Envelope skipping = new Envelope(99, NOON, new SessionEvent.SessionRenamed("x", ADA));

        assertThatIllegalStateException().isThrownBy(() -> projection.apply(skipping));
    }

    private void tool(String call, Effect effect) {
        happen(new SessionEvent.ToolCallRequested(new BlockId("b"), FIRST, call, "tool", "{}", effect, "Do it"));
        happen(new SessionEvent.ToolCallStarted(call));
    }

    private void prompt(String id, Author author) {
        happen(new SessionEvent.PromptAccepted(new Prompt(
                new PromptId(id), author, "text of " + id, PromptMode.QUEUE, List.of(), Optional.empty(), NOON)));
    }

    private void happen(SessionEvent event) {
        projection.apply(new Envelope(projection.lastSeq() + 1, NOON, event));
    }
}
