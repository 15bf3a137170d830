package dev.slipway.agent;

import static dev.slipway.agent.Rig.call;
import static dev.slipway.agent.Rig.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.llm.ContentBlock.ToolCall;
import dev.slipway.llm.ContentBlock.ToolResult;
import dev.slipway.llm.Message;
import dev.slipway.llm.stub.StubReply;
import dev.slipway.llm.stub.Wire;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.SessionEvent.ConversationCompacted;
import dev.slipway.model.event.SessionEvent.ModelCallStarted;
import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallRequested;
import dev.slipway.model.event.SessionEvent.ToolCallStarted;
import dev.slipway.model.session.ModelName;
import dev.slipway.tool.Workbench;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RememberingTest {
    private static final StubReply OVERFLOW = StubReply.error(
            400,
            "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 210000 tokens > 200000 maximum\"}}",
            Map.of());

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
    void aRestartHasTheSameConversation() throws Exception {
        rig.answers(
                Wire.anthropic()
                        .reasoning("seal", "Hm")
                        .text("Look")
                        .call("1", "glob", "{\"pattern\":\"*\"}")
                        .end(),
                Wire.anthropic().text("lost").end().after(4, StubReply.Ending.CUT),
                Wire.anthropic()
                        .call("2", "read", "{oops")
                        .call("3", "shell", "{\"command\":\"exit 1\"}")
                        .end(),
                Wire.anthropic().text("half").end("max_tokens"),
                text("whole"));
        rig.prompt("First");
        rig.answers(Wire.anthropic().text("a").end().after(3, StubReply.Ending.SILENT));
        Rig.Running running = rig.start("Second");
        Workbench.eventually(() -> rig.stub.requests().size() == 6);
        running.thread().interrupt();
        running.outcome().get();
        rig.prompt("Third");

        assertThatARestartRemembersTheSame();
    }

    @Test
    void aCompactedConversationIsTheSameAfterARestart() {
        rig.limits(AgentLimits.STANDARD.withContextTokens(125));
        rig.answers(text("One."), text("Summary A"), text("Two."), text("Summary B"), text("Three."));

        rig.prompt("First");
        rig.prompt("Second");
        rig.prompt("Third");

        assertThat(rig.rows(ConversationCompacted.class))
                .extracting(ConversationCompacted::summary)
                .containsExactly("Summary A", "Summary B");
        JsonNode last = rig.lastRequest().path("messages");
        assertThat(last.path(0).toString()).contains("Summary B").doesNotContain("Summary A");
        assertThatARestartRemembersTheSame();
    }

    @Test
    void noCutPartsACallFromItsResult() {
        rig.answers(
                text("x".repeat(700)),
                Wire.anthropic()
                        .text("Look")
                        .call("1", "glob", "{\"pattern\":\"*\"}")
                        .end(),
                call("2", "shell", "{\"command\":\"seq 1 200\"}"),
                text("y".repeat(300)),
                text("Done"));
        rig.prompt("First");
        rig.prompt("Second");
        rig.prompt("Third");
        Conversation conversation = rig.agent.conversation();
        int all = conversation.messages().size();
        Set<Integer> places = new HashSet<>();

        for (long tokens = 0; tokens < 1_000; tokens += 5) {
            Optional<Conversation.Cut> cut = conversation.cut(tokens);
            if (cut.isPresent()) {
                List<Message> before = cut.get().before();
                places.add(before.size());
                assertThat(before.stream().flatMap(m -> m.content().stream()).filter(ToolCall.class::isInstance))
                        .hasSameSizeAs(before.stream()
                                .flatMap(m -> m.content().stream())
                                .filter(ToolResult.class::isInstance)
                                .toList());
            }
        }

        assertThat(places).hasSizeGreaterThan(2).doesNotContain(all + 1);
    }

    @Test
    void whatIsKeptAfterACompactionIsKeptWordForWord() {
        rig.limits(new AgentLimits(200, AgentLimits.STANDARD.call(), 200, 0.7, 0.5));
        rig.answers(
                text("x".repeat(1_000)),
                call("1", "shell", "{\"command\":\"seq 1 40\"}"),
                text("Summary"),
                text("Done"));
        rig.prompt("First");
        rig.prompt("Second");

        assertThat(rig.rows(ConversationCompacted.class)).hasSize(1);
        String messages = rig.lastRequest().path("messages").toString();
        assertThat(messages)
                .contains("Summary")
                .contains("seq 1 40")
                .contains("39\\n40")
                .doesNotContain("xxx");
        assertThatARestartRemembersTheSame();
    }

    @Test
    void anOverflowIsAnsweredByCompactionAndOneRetry() {
        rig.answers(text("One."), OVERFLOW, text("The summary"), text("Two."));
        rig.prompt("First");

        assertThat(rig.prompt("Second")).isInstanceOf(TurnOutcome.Completed.class);

        assertThat(rig.rows(ConversationCompacted.class)).hasSize(1);
        assertThat(rig.lastRequest().path("messages").path(0).toString()).contains("The summary");
        assertThatARestartRemembersTheSame();
    }

    @Test
    void anOverflowOfTheSummaryItselfIsAnsweredByLeavingOutTheBulk() {
        rig.answers(
                call("1", "shell", "{\"command\":\"seq 1 5000\"}"),
                OVERFLOW,
                OVERFLOW,
                text("The summary"),
                text("Two."));

        assertThat(rig.prompt("First")).isInstanceOf(TurnOutcome.Completed.class);

        String slim = rig.request(3).path("messages").toString();
        assertThat(slim).contains("left out").hasSizeLessThan(10_000);
    }

    @Test
    void anOverflowThatCompactionDoesNotCureFailsTheTurn() {
        rig.answers(text("One."), OVERFLOW, text("The summary"), OVERFLOW);
        rig.prompt("First");

        assertThat(rig.prompt("Second"))
                .isInstanceOfSatisfying(
                        TurnOutcome.Failed.class,
                        failed -> assertThat(failed.problem().code()).isEqualTo("model-context-overflow"));
    }

    @Test
    void afterAKilledDaemonNothingIsOpenAndNothingIsDoneTwice() {
        Turn turn = rig.turn(rig.prompt(Rig.ADA, "Go"));
        rig.journal.append(new ModelCallStarted(turn.id(), 1, new ModelName("p/stub-1")));
        rig.journal.append(new TextWritten(new BlockId("b0"), "I'll do it.", true));
        for (String id : List.of("r", "s", "n")) {
            Effect effect = id.equals("r") ? Effect.REACHES_OUT : Effect.EXECUTES;
            rig.journal.append(new ToolCallRequested(
                    new BlockId(id), turn.id(), id, "shell", "{\"command\":\"x\"}", effect, "Run " + id));
        }
        rig.journal.append(new ToolCallStarted("r"));
        rig.journal.append(new ToolCallStarted("s")).awaitWritten();
        rig.journal.stream(new BlockId("out"), BlockKind.TOOL_OUTPUT, "s", "so far");
        rig.journal.stream(new BlockId("talk"), BlockKind.TEXT, "", "half a");

        List<String> left = rig.freshAgent().recover(turn.id());

        assertThat(left)
                .containsExactly("Interrupted while it was under way, so it may or may not have happened: Run r");
        assertThat(rig.rows(ToolCallCompleted.class))
                .extracting(ToolCallCompleted::call)
                .containsExactlyInAnyOrder("r", "s", "n");
        assertThat(rig.rows(ToolCallCompleted.class))
                .anySatisfy(row -> assertThat(row.output()).startsWith("so far\n"));
        assertThat(rig.rows(ToolCallCompleted.class))
                .anySatisfy(row -> assertThat(row.output()).contains("Not run"));
        assertThat(rig.rows(TextWritten.class))
                .anySatisfy(row -> assertThat(row.complete()).isFalse());
        assertThat(rig.journal.live()).isEmpty();

        assertThat(rig.prompt("Go on")).isInstanceOf(TurnOutcome.Completed.class);
        JsonNode request = rig.lastRequest();
        assertThat(calls(request)).containsExactlyInAnyOrder("r", "s", "n").isEqualTo(results(request));
    }

    private List<String> calls(JsonNode request) {
        return request.path("messages").findValuesAsText("id").stream().sorted().toList();
    }

    private List<String> results(JsonNode request) {
        return request.path("messages").findValuesAsText("tool_use_id").stream()
                .sorted()
                .toList();
    }

    private void assertThatARestartRemembersTheSame() {
        rig.rows();
        Conversation reloaded = new Conversation(new PromptContent(rig.journal.blobs()));
        new ConversationLoader(rig.journal).loadInto(new Transcript(rig.journal, reloaded));

        assertThat(reloaded.messages())
                .isNotEmpty()
                .isEqualTo(rig.agent.conversation().messages());
    }
}
