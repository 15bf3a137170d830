package dev.slipway.llm;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.llm.anthropic.AnthropicMessages;
import dev.slipway.llm.openai.OpenAiChat;
import dev.slipway.llm.openai.OpenAiResponses;
import dev.slipway.llm.stub.ProviderStub;
import dev.slipway.llm.stub.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Model calls against a stub, in any of the languages.
final class Calling {
    static final String SECRET = "sk-ant-very-secret-0123456789";
    static final RetryPolicy QUICK =
            new RetryPolicy(4, 2, Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofSeconds(1));
    static final JsonMapper JSON = JsonMapper.builder().build();

    static final Map<Provider.Kind, Protocol> PROTOCOLS = Map.of(
            Provider.Kind.ANTHROPIC, new AnthropicMessages(),
            Provider.Kind.OPENAI_RESPONSES, new OpenAiResponses(),
            Provider.Kind.OPENAI_CHAT, new OpenAiChat());

    private Calling() {}

    static Models models(Provider.Kind kind, String baseUrl, RetryPolicy policy, Duration silence) {
        Provider provider =
                Provider.of("p", kind, baseUrl, SECRET, List.of(model(kind))).withSilence(silence);
        return new Models(
                List.of(provider),
                PROTOCOLS,
                List.of(),
                policy,
                new Connections(EnvironmentProxies.of(Map.of())),
                new Random(1));
    }

    static Models models(Provider.Kind kind, ProviderStub stub, RetryPolicy policy) {
        return models(kind, stub.baseUrl(), policy, Duration.ofSeconds(10));
    }

    static String model(Provider.Kind kind) {
        return switch (kind) {
            case ANTHROPIC -> "claude-sonnet-5-5";
            case OPENAI_RESPONSES -> "gpt-6-sol";
            case OPENAI_CHAT, REHEARSAL -> "qwen3:8b";
        };
    }

    static Wire wire(Provider.Kind kind) {
        return switch (kind) {
            case ANTHROPIC -> Wire.anthropic();
            case OPENAI_RESPONSES -> Wire.responses();
            case OPENAI_CHAT, REHEARSAL -> Wire.chat();
        };
    }

    static ModelRequest request(Provider.Kind kind, List<Message> messages) {
        return new ModelRequest(
                "p/" + model(kind),
                List.of(new ModelRequest.SystemBlock("Be brief.", true)),
                messages,
                List.of(new ModelRequest.ToolSpec(
                        "read",
                        "Reads a file",
                        JSON.createObjectNode().put("type", "object").set("properties", JSON.createObjectNode()))),
                CallOptions.STANDARD.withMaxOutputTokens(1_000));
    }

    static ModelRequest request(Provider.Kind kind) {
        return request(kind, List.of(Message.user("Hello")));
    }
}
