package dev.slipway.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.llm.stub.ProviderStub;
import dev.slipway.llm.stub.StubReply;
import dev.slipway.model.session.Usage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Each language carries everything that a conversation needs, in both directions.
class LanguagesTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REHEARSAL")
    void streamsTextAndReportsUsageOnce(Provider.Kind kind) throws Exception {
        try (ProviderStub stub = ProviderStub.playing(
                        Calling.wire(kind).text("Good ", "morning").end());
                Models models = Calling.models(kind, stub, RetryPolicy.NONE)) {
            List<ModelEvent> events = new ArrayList<>();
            ModelReply reply = models.client("p/any").call(Calling.request(kind), events::add);

            assertThat(reply.text()).isEqualTo("Good morning");
            assertThat(reply.stop()).isEqualTo(ModelReply.StopReason.END_OF_TURN);
            assertThat(reply.contextTokens()).isEqualTo(100);
            assertThat(reply.usage().cacheRead()).isEqualTo(80);
            assertThat(reply.usage().output()).isEqualTo(20);
            assertThat(reply.spent()).isEqualTo(reply.usage());
            assertThat(events)
                    .filteredOn(event -> !(event instanceof ModelEvent.UsageReported))
                    .containsExactly(
                            new ModelEvent.RequestSent(1),
                            new ModelEvent.ResponseStarted(1),
                            new ModelEvent.TextDelta(0, "Good "),
                            new ModelEvent.TextDelta(0, "morning"),
                            new ModelEvent.BlockCompleted(0, new ContentBlock.Text("Good morning")));
            assertThat(events).contains(new ModelEvent.UsageReported(reply.usage()));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REHEARSAL")
    void sendsReasoningBackWhileToolsAreCalled(Provider.Kind kind) throws Exception {
        StubReply first = Calling.wire(kind)
                .reasoning("seal-1", "First ", "look.")
                .call("call_1", "read", "{\"path\":", "\"a.txt\"}")
                .end();
        StubReply second = Calling.wire(kind).text("Done").end();
        try (ProviderStub stub = ProviderStub.playing(first, second);
                Models models = Calling.models(kind, stub, RetryPolicy.NONE)) {
            ModelClient client = models.client("p/any");
            ModelReply reply = client.call(Calling.request(kind), event -> {});
            assertThat(reply.stop()).isEqualTo(ModelReply.StopReason.TOOL_USE);
            assertThat(reply.toolCalls()).singleElement().satisfies(call -> {
                assertThat(call.id()).isEqualTo("call_1");
                assertThat(call.name()).isEqualTo("read");
                assertThat(call.arguments().path("path").asText()).isEqualTo("a.txt");
            });

            // As it would come back from a journal.
            List<ContentBlock> restored = new ArrayList<>();
            for (ContentBlock block : reply.blocks()) {
                restored.add(Calling.JSON.readValue(Calling.JSON.writeValueAsString(block), ContentBlock.class));
            }
            assertThat(restored).isEqualTo(reply.blocks());
            Message results = Message.user(List.of(ContentBlock.ToolResult.ok("call_1", "contents of a")));
            client.call(
                    Calling.request(kind, List.of(Message.user("Hello"), Message.assistant(restored), results)),
                    event -> {});

            JsonNode sent = Calling.JSON.readTree(stub.requests().get(1).body());
            JsonNode turns = sent.has("input") ? sent.get("input") : sent.get("messages");
            assertThat(turns.toString()).contains("contents of a", "call_1");
            switch (kind) {
                case ANTHROPIC -> {
                    JsonNode thought = turns.get(1).path("content").get(0);
                    assertThat(thought.path("type").asText()).isEqualTo("thinking");
                    assertThat(thought.path("thinking").asText()).isEqualTo("First look.");
                    assertThat(thought.path("signature").asText()).isEqualTo("seal-1");
                }
                case OPENAI_RESPONSES -> {
                    assertThat(turns.get(1).path("type").asText()).isEqualTo("reasoning");
                    assertThat(turns.get(1).path("encrypted_content").asText()).isEqualTo("seal-1");
                    assertThat(sent.path("store").asBoolean(true)).isFalse();
                    assertThat(sent.path("include").get(0).asText()).isEqualTo("reasoning.encrypted_content");
                }
                default -> {
                    JsonNode assistant = turns.get(2);
                    assertThat(assistant.path("reasoning_content").asText()).isEqualTo("First look.");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REHEARSAL")
    void keepsReasoningFromOtherModels(Provider.Kind kind) throws Exception {
        try (ProviderStub stub =
                        ProviderStub.playing(Calling.wire(kind).text("Done").end());
                Models models = Calling.models(kind, stub, RetryPolicy.NONE)) {
            JsonNode payload = Calling.JSON
                    .createObjectNode()
                    .put("model", "another")
                    .put("type", "thinking")
                    .put("signature", "foreign")
                    .put("encrypted_content", "foreign");
            List<ContentBlock> answer = new ArrayList<>();
            for (String format : List.of("anthropic", "openai-responses", "openai-chat")) {
                answer.add(new ContentBlock.Reasoning("secret thoughts", format, payload));
            }
            answer.add(new ContentBlock.ToolCall("c", "read", Calling.JSON.createObjectNode()));
            models.client("p/any")
                    .call(
                            Calling.request(
                                    kind,
                                    List.of(
                                            Message.user("Hello"),
                                            Message.assistant(answer),
                                            Message.user(List.of(ContentBlock.ToolResult.ok("c", "fine"))))),
                            event -> {});
            assertThat(stub.requests().getFirst().body()).doesNotContain("foreign", "secret thoughts");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REHEARSAL")
    void deliversUnreadableArgumentsAsSuch(Provider.Kind kind) throws Exception {
        StubReply reply = Calling.wire(kind)
                .call("c1", "read", "{\"path\": oops}")
                .call("c2", "read", "[1]")
                .call("c3", "read", "{}")
                .end();
        StubReply second = Calling.wire(kind).text("Done").end();
        try (ProviderStub stub = ProviderStub.playing(reply, second);
                Models models = Calling.models(kind, stub, RetryPolicy.NONE)) {
            ModelClient client = models.client("p/any");
            ModelReply answer = client.call(Calling.request(kind), event -> {});
            assertThat(answer.unreadableToolCalls())
                    .extracting(ContentBlock.UnreadableToolCall::id)
                    .containsExactly("c1", "c2");
            assertThat(answer.unreadableToolCalls().getFirst().rawArguments()).isEqualTo("{\"path\": oops}");
            assertThat(answer.toolCalls()).extracting(ContentBlock.ToolCall::id).containsExactly("c3");

            List<ContentBlock> results = List.of(
                    ContentBlock.ToolResult.error("c1", "unreadable"),
                    ContentBlock.ToolResult.error("c2", "unreadable"),
                    ContentBlock.ToolResult.ok("c3", "fine"));
            ModelReply next = client.call(
                    Calling.request(
                            kind,
                            List.of(Message.user("Hello"), Message.assistant(answer.blocks()), Message.user(results))),
                    event -> {});
            assertThat(next.text()).isEqualTo("Done");
            assertThat(stub.requests().get(1).body()).contains("oops");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REHEARSAL")
    void showsImagesInPromptsAndResults(Provider.Kind kind) throws Exception {
        try (ProviderStub stub =
                        ProviderStub.playing(Calling.wire(kind).text("A cat").end());
                Models models = Calling.models(kind, stub, RetryPolicy.NONE)) {
            ContentBlock.Image image = new ContentBlock.Image("image/png", "aW1n");
            List<Message> messages = List.of(
                    Message.user(List.of(new ContentBlock.Text("What is it?"), image)),
                    Message.assistant(List.of(new ContentBlock.ToolCall("c", "read", Calling.JSON.createObjectNode()))),
                    Message.user(List.of(
                            new ContentBlock.ToolResult("c", List.of(new ContentBlock.Text("see"), image), false))));
            models.client("p/any").call(Calling.request(kind, messages), event -> {});
            assertThat(stub.requests().getFirst().body().split("aW1n", -1)).hasSize(3);
        }
    }

    @Test
    void marksWhatAnthropicShallCache() throws Exception {
        Provider.Kind kind = Provider.Kind.ANTHROPIC;
        try (ProviderStub stub =
                        ProviderStub.playing(Calling.wire(kind).text("Hi").end());
                Models models = Calling.models(kind, stub, RetryPolicy.NONE)) {
            List<Message> messages = List.of(
                    Message.user("one"),
                    Message.assistant(List.of(new ContentBlock.Text("two"))),
                    Message.user("three"),
                    Message.assistant(List.of(new ContentBlock.Text("four"))),
                    Message.user("five"));
            models.client("p/any").call(Calling.request(kind, messages), event -> {});
            JsonNode sent = Calling.JSON.readTree(stub.requests().getFirst().body());
            assertThat(sent.at("/system/0/cache_control/type").asText()).isEqualTo("ephemeral");
            assertThat(sent.at("/tools/0/cache_control/type").asText()).isEqualTo("ephemeral");
            assertThat(sent.at("/messages/4/content/0/cache_control/type").asText())
                    .isEqualTo("ephemeral");
            assertThat(sent.at("/messages/2/content/0/cache_control/type").asText())
                    .isEqualTo("ephemeral");
            assertThat(sent.at("/messages/0/content/0/cache_control").isMissingNode())
                    .isTrue();
            assertThat(sent.at("/thinking/type").asText()).isEqualTo("adaptive");
        }
    }

    /// Each generation of Claude rejects the words of the others.
    @ParameterizedTest
    @CsvSource({
        "claude-opus-5-5,            STANDARD, adaptive, ''",
        "claude-opus-5-5,            OFF,      adaptive, low",
        "claude-fable-5-2,           MAX,      adaptive, max",
        "claude-sonnet-5-5,          HIGH,     adaptive, high",
        "claude-sonnet-5-5,          OFF,      disabled, ''",
        "claude-sonnet-4-6,          MEDIUM,   adaptive, medium",
        "claude-sonnet-4-5,          STANDARD, '',       ''",
        "claude-haiku-4-5-20251001,  HIGH,     enabled,  ''",
        "claude-sonnet-4-20250514,   LOW,      enabled,  ''",
        "claude-3-5-haiku-20241022,  HIGH,     '',       ''",
        "glm-5,                      HIGH,     '',       ''",
    })
    void asksEachClaudeToThinkInItsOwnWords(String model, CallOptions.Effort effort, String thinking, String level)
            throws Exception {
        try (ProviderStub stub = ProviderStub.playing(
                        Calling.wire(Provider.Kind.ANTHROPIC).text("Hi").end());
                Models models = Calling.models(Provider.Kind.ANTHROPIC, stub, RetryPolicy.NONE)) {
            models.client("p/any")
                    .call(
                            new ModelRequest(
                                    "p/" + model,
                                    List.of(),
                                    List.of(Message.user("Hello")),
                                    List.of(),
                                    CallOptions.STANDARD.withEffort(effort)),
                            event -> {});
            JsonNode sent = Calling.JSON.readTree(stub.requests().getFirst().body());
            assertThat(sent.at("/thinking/type").asText()).isEqualTo(thinking);
            assertThat(sent.at("/output_config/effort").asText()).isEqualTo(level);
            if (thinking.equals("enabled")) {
                assertThat(sent.at("/thinking/budget_tokens").asLong())
                        .isBetween(1_024L, sent.path("max_tokens").asLong() / 2);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-6-sol,  STANDARD, true,  ''",
        "gpt-6-sol,  MAX,      true,  max",
        "gpt-6-sol,  OFF,      true,  none",
        "gpt-5-mini, OFF,      true,  minimal",
        "o4-mini,    OFF,      true,  low",
        "gpt-5.1,    MAX,      true,  high",
        "gpt-4.1,    HIGH,     false, ''",
        "qwen3:8b,   HIGH,     false, ''",
    })
    void asksForReasoningWhereThereIsAny(String model, CallOptions.Effort effort, boolean reasons, String level)
            throws Exception {
        try (ProviderStub stub = ProviderStub.playing(
                        Calling.wire(Provider.Kind.OPENAI_RESPONSES).text("Hi").end());
                Models models = Calling.models(Provider.Kind.OPENAI_RESPONSES, stub, RetryPolicy.NONE)) {
            models.client("p/any")
                    .call(
                            new ModelRequest(
                                    "p/" + model,
                                    List.of(),
                                    List.of(Message.user("Hello")),
                                    List.of(),
                                    CallOptions.STANDARD.withEffort(effort).withCacheKey("session-1")),
                            event -> {});
            JsonNode sent = Calling.JSON.readTree(stub.requests().getFirst().body());
            assertThat(sent.has("reasoning")).isEqualTo(reasons);
            assertThat(sent.has("include")).isEqualTo(reasons);
            assertThat(sent.at("/reasoning/effort").asText()).isEqualTo(level);
            assertThat(sent.path("prompt_cache_key").asText()).isEqualTo("session-1");
        }
    }

    @Test
    void takesToolCallsThatAllHaveIndexZeroForSeveral() throws Exception {
        String chunk = """
                data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"%s","type":"function","function":{"name":"read","arguments":"{}"}}]},"finish_reason":null}]}

                """;
        StubReply reply = StubReply.stream(List.of(
                chunk.formatted("a"),
                chunk.formatted("b"),
                "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"));
        try (ProviderStub stub = ProviderStub.playing(reply);
                Models models = Calling.models(Provider.Kind.OPENAI_CHAT, stub, RetryPolicy.NONE)) {
            ModelReply answer = models.client("p/any").call(Calling.request(Provider.Kind.OPENAI_CHAT), event -> {});
            assertThat(answer.toolCalls()).extracting(ContentBlock.ToolCall::id).containsExactly("a", "b");
            assertThat(answer.stop()).isEqualTo(ModelReply.StopReason.TOOL_USE);
            assertThat(answer.usage()).isEqualTo(Usage.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REHEARSAL")
    void saysWhenTheAnswerIsCutOffByItsLimit(Provider.Kind kind) throws Exception {
        String reason = switch (kind) {
            case ANTHROPIC -> "max_tokens";
            case OPENAI_RESPONSES -> "max_output_tokens";
            default -> "length";
        };
        try (ProviderStub stub = ProviderStub.playing(
                        Calling.wire(kind).text("On and on").end(reason));
                Models models = Calling.models(kind, stub, RetryPolicy.NONE)) {
            ModelReply reply = models.client("p/any").call(Calling.request(kind), event -> {});
            assertThat(reply.stop()).isEqualTo(ModelReply.StopReason.MAX_TOKENS);
        }
    }

    @Test
    void sendsTheKeyWhereItBelongs() throws Exception {
        for (Provider.Kind kind : List.of(Provider.Kind.ANTHROPIC, Provider.Kind.OPENAI_RESPONSES)) {
            try (ProviderStub stub =
                            ProviderStub.playing(Calling.wire(kind).text("Hi").end());
                    Models models = Calling.models(kind, stub, RetryPolicy.NONE)) {
                models.client("p/any").call(Calling.request(kind), event -> {});
                String header = kind == Provider.Kind.ANTHROPIC ? "x-api-key" : "authorization";
                assertThat(stub.requests().getFirst().header(header).orElse("")).endsWith(Calling.SECRET);
            }
        }
    }
}
