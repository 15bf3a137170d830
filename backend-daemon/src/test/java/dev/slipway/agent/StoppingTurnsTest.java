package dev.slipway.agent;

import static dev.slipway.agent.Rig.call;
import static dev.slipway.agent.Rig.text;
import static dev.slipway.tool.Workbench.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.llm.stub.StubReply;
import dev.slipway.llm.stub.Wire;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted.Outcome;
import dev.slipway.model.event.SessionEvent.ToolCallStarted;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.tool.Workbench;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoppingTurnsTest {
    /// The goal is 100 ms; a test machine may be busy.
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    private static Workbench bench;
    private Rig rig;

    @BeforeAll
    static void open() {
        bench = new Workbench();
    }

    @AfterAll
    static void closeAll() throws Exception {
        bench.close();
    }

    @BeforeEach
    void begin() {
        rig = new Rig(bench);
    }

    @AfterEach
    void end() {
        rig.close();
    }

    @Test
    void theModelCallIsCutAndItsWordsAreKept() throws Exception {
        rig.answers(Wire.anthropic().text("Thinking", " aloud").end().after(4, StubReply.Ending.SILENT));
        Rig.Running running = rig.start("Go");
        eventually(
                () -> rig.journal.live().stream().anyMatch(live -> live.text().contains("Thinking")));

        TurnOutcome outcome = stop(running);

        assertThat(outcome).isEqualTo(new TurnOutcome.Stopped(List.of()));
        rig.stub.takeDeparture(Duration.ofSeconds(5));
        assertThat(rig.rows(TextWritten.class)).singleElement().satisfies(text -> {
            assertThat(text.text()).startsWith("Thinking");
            assertThat(text.complete()).isFalse();
        });
        assertThat(rig.journal.live()).isEmpty();

        rig.prompt("Go on");
        JsonNode messages = rig.lastRequest().path("messages");
        assertThat(messages).hasSize(3);
        assertThat(messages.path(1).toString()).contains("Thinking");
    }

    @Test
    void runningToolsAreEndedAndTheOthersNotRun() throws Exception {
        rig.answers(Wire.anthropic()
                .call("1", "shell", "{\"command\":\"echo begun; setsid sleep 5431 & sleep 5431\"}")
                .call("2", "write", "{\"path\":\"never\",\"content\":\"x\"}")
                .end());
        Rig.Running running = rig.start("Go");
        eventually(() -> rig.journal.live().stream().anyMatch(live -> live.kind() == BlockKind.TOOL_OUTPUT));

        TurnOutcome outcome = stop(running);

        assertThat(outcome).isInstanceOf(TurnOutcome.Stopped.class);
        assertThat(rig.rows(ToolCallCompleted.class))
                .extracting(ToolCallCompleted::call, ToolCallCompleted::outcome)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("1", Outcome.CUT),
                        org.assertj.core.groups.Tuple.tuple("2", Outcome.CUT));
        assertThat(rig.rows(ToolCallCompleted.class).getFirst().output())
                .startsWith("begun")
                .contains("may have had an effect");
        assertThat(rig.rows(ToolCallStarted.class)).containsExactly(new ToolCallStarted("1"));
        assertThat(rig.sandbox.files().exists("never")).isFalse();
        assertThat(sleeping("5431")).isFalse();
        assertThat(rig.journal.live()).isEmpty();

        rig.prompt("Go on");
        JsonNode answers = rig.lastRequest().path("messages").path(2).path("content");
        assertThat(answers).hasSize(3);
        assertThat(answers.path(0).path("tool_use_id").asText()).isEqualTo("1");
        assertThat(answers.path(1).path("tool_use_id").asText()).isEqualTo("2");
        assertThat(answers.path(2).path("text").asText()).isEqualTo("Go on");
    }

    @Test
    void parallelReadsAreEnded() throws Exception {
        CountDownLatch waiting = new CountDownLatch(2);
        rig.source = effect -> {
            waiting.countDown();
            new CountDownLatch(1).await();
            return rig.sandbox;
        };
        rig.answers(Wire.anthropic()
                .call("1", "glob", "{\"pattern\":\"*\"}")
                .call("2", "glob", "{\"pattern\":\"*\"}")
                .end());
        Rig.Running running = rig.start("Go");
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(stop(running)).isInstanceOf(TurnOutcome.Stopped.class);

        assertThat(rig.rows(ToolCallCompleted.class))
                .extracting(ToolCallCompleted::outcome)
                .containsExactly(Outcome.CUT, Outcome.CUT);
    }

    @Test
    void backgroundProcessesAreEnded() throws Exception {
        CountDownLatch here = new CountDownLatch(1);
        rig.answers(call("1", "shell", "{\"command\":\"sleep 5432\",\"background\":true}"));
        rig.script.add(request -> {
            here.countDown();
            return Wire.anthropic().text("a").end().after(3, StubReply.Ending.SILENT);
        });
        Rig.Running running = rig.start("Go");
        assertThat(here.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(sleeping("5432")).isTrue();

        assertThat(stop(running)).isInstanceOf(TurnOutcome.Stopped.class);

        assertThat(sleeping("5432")).isFalse();
        rig.answers(call("2", "shell_output", "{\"id\":\"bg1\"}"), text("ok"));
        rig.prompt("Go on");
        assertThat(rig.rows(ToolCallCompleted.class).getLast().output()).contains("bg1 has ended");
    }

    @Test
    void whatMayHaveLeftTheSandboxIsSaid() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        rig.opener = draft -> {
            opening.countDown();
            new CountDownLatch(1).await();
            throw new IllegalStateException();
        };
        rig.answers(call("1", "open_pull_request", "{\"title\":\"T\",\"body\":\"B\"}"));
        Rig.Running running = rig.start("Go");
        assertThat(opening.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(stop(running).left())
                .containsExactly(
                        "Cut while it was under way, so it may or may not have happened: Open a pull request: T");
    }

    private TurnOutcome stop(Rig.Running running) throws Exception {
        long start = System.nanoTime();
        running.thread().interrupt();
        TurnOutcome outcome = running.outcome().get(10, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
        return outcome;
    }

    private boolean sleeping(String argument) throws InterruptedException {
        return !rig.sandbox
                .run(ExecSpec.shell(
                        "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -o '[s]leep " + argument + "'"))
                .output()
                .isEmpty();
    }
}
