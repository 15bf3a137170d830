package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallRequested;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.TurnId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TranscriptTest {
    private static final BlockId BLOCK = new BlockId("t1.1");
    private static final TurnId TURN = new TurnId(1);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    private final Transcript transcript = new Transcript(new Console(stream, stream, false, false, 80));
    private long seq;

    @Test
    void textIsPrintedOnceAsItStreams() {
        live(0, "Hel");
        assertThat(printed()).isEqualTo("Hel");
        live(3, "lo");
        row(new SessionEvent.TextWritten(BLOCK, "Hello there", true));

        assertThat(printed()).isEqualTo("Hello there\n");
    }

    @Test
    void whatAServerRepeatsAfterAReconnectIsNotPrintedAgain() {
        live(0, "Hello");
        live(0, "Hello th");
        row(new SessionEvent.TextWritten(BLOCK, "Hello there", true));

        assertThat(printed()).isEqualTo("Hello there\n");
    }

    @Test
    void aGapShows() {
        live(0, "one");
        live(10, "two");

        assertThat(printed()).isEqualTo("one…two");
    }

    @Test
    void whatHappensBesideTextThatStreamsIsToldAfterIt() {
        live(0, "Hel");
        row(new SessionEvent.SandboxReleased("s", "idle"));
        live(3, "lo");
        row(new SessionEvent.TextWritten(BLOCK, "Hello", true));

        assertThat(printed()).isEqualTo("Hello\n  sandbox released: idle\n");
    }

    @Test
    void ofAProgramsOutputTheEndIsShown() {
        row(requested("c1", Effect.EXECUTES, "Run ./test.sh"));
        row(new SessionEvent.ToolCallStarted("c1"));
        row(completed(
                "c1",
                ToolCallCompleted.Outcome.FAILED,
                IntStream.rangeClosed(1, 40).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"))));

        assertThat(printed())
                .startsWith("● Run ./test.sh\n  │ … 28 lines before\n  │ line 29\n")
                .endsWith("  │ line 40\n  ✗ exit code 1, 1.5 s\n");
    }

    @Test
    void callsThatAreAskedForTogetherAreToldOneAfterAnother() {
        row(requested("c1", Effect.EXECUTES, "Run one"));
        row(requested("c2", Effect.READS, "Read two"));
        row(new SessionEvent.ToolCallStarted("c1"));
        row(completed("c1", ToolCallCompleted.Outcome.FAILED, "first"));
        row(completed("c2", ToolCallCompleted.Outcome.SUCCEEDED, "a\nb\n"));

        assertThat(printed()).isEqualTo("● Run one\n  │ first\n  ✗ exit code 1, 1.5 s\n● Read two  ✓ 2 lines, 1.5 s\n");
    }

    @Test
    void aReadThatFailsSaysWhy() {
        row(requested("c1", Effect.READS, "Read two"));
        row(completed("c1", ToolCallCompleted.Outcome.FAILED, "no such file"));

        assertThat(printed()).isEqualTo("● Read two\n  │ no such file\n  ✗ exit code 1, 1.5 s\n");
    }

    @Test
    void nothingFromAToolDrivesTheTerminal() {
        row(requested("c1", Effect.EXECUTES, "Run \u001b]0;owned\u0007x"));
        row(completed("c1", ToolCallCompleted.Outcome.FAILED, "\u001b[2J\u001b[1;1Hgone"));

        assertThat(printed()).doesNotContain("\u001b").contains("● Run x\n", "  │ gone\n");
    }

    @Test
    void aRetryShowsWithItsDelay() {
        row(new SessionEvent.ModelRetryScheduled(
                TURN,
                1,
                1,
                Problem.of(Problem.Kind.BUSY, "rate-limited", "The model is busy", "429"),
                Duration.ofSeconds(2)));

        assertThat(printed()).isEqualTo("↻ The model is busy (attempt 1); again in 2.0 s: 429\n");
    }

    @Test
    void aFailedTurnSaysWhatToDo() {
        row(new SessionEvent.TurnFailed(
                TURN,
                Problem.unavailable("no-key", "There is no key", "ANTHROPIC_API_KEY is not set.")
                        .withRemedy("Set it.")));

        assertThat(printed())
                .startsWith("✗ the turn failed")
                .contains("✗ There is no key\n  ANTHROPIC_API_KEY is not set.\n  What to do: Set it.\n");
    }

    @Test
    void aRehearsalIsCalledOne() {
        row(new SessionEvent.SessionCreated(
                Samples.FIRST,
                new RepositoryId("shop"),
                new BranchName("main"),
                new BranchName("slipway/x"),
                new ModelName("rehearsal/demo"),
                Samples.ADA,
                "x"));

        assertThat(printed()).contains("a scripted rehearsal and no real model");
    }

    @Test
    void whatMakesACallFailAndWithItTheTurnIsToldOnce() {
        Problem problem = Problem.unavailable("rejected", "The provider rejects the request", "No credit.");

        row(new SessionEvent.ModelCallFailed(TURN, 1, problem));
        row(new SessionEvent.TurnFailed(TURN, problem));

        assertThat(printed()).contains("the turn failed").containsOnlyOnce("No credit.");
    }

    private void live(long offset, String text) {
        transcript.show(new LiveText(BLOCK, BlockKind.TEXT, "", offset, text));
    }

    private void row(SessionEvent event) {
        transcript.show(new Envelope(++seq, Samples.NOON, event));
    }

    private static ToolCallRequested requested(String call, Effect effect, String summary) {
        return new ToolCallRequested(new BlockId("a-" + call), TURN, call, "shell", "{}", effect, summary);
    }

    private static ToolCallCompleted completed(String call, ToolCallCompleted.Outcome outcome, String output) {
        return new ToolCallCompleted(
                new BlockId("o-" + call),
                call,
                outcome,
                output,
                List.of(),
                Optional.empty(),
                Optional.of(1),
                Duration.ofMillis(1500));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
