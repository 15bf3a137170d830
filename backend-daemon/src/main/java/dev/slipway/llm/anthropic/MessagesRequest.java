package dev.slipway.llm.anthropic;

import com.anthropic.core.JsonField;
import com.anthropic.core.JsonValue;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.ThinkingConfigAdaptive;
import com.anthropic.models.messages.ThinkingConfigDisabled;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.llm.CallOptions.Effort;
import dev.slipway.llm.ContentBlock;
import dev.slipway.llm.Message;
import dev.slipway.llm.ModelRequest;
import java.util.List;
import java.util.Locale;

/// Writes a request in the words of Anthropic Messages (<https://platform.claude.com/docs/en/api/messages>).
/// The cache marks follow its rule that at most four may be set: the last tool, the last cacheable system
/// block, and the last two user messages, so that each call finds what the one before it has written.
final class MessagesRequest {
    /// Names the wire format in reasoning blocks.
    static final String FORMAT = "anthropic";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MARKED_MESSAGES = 2;

    private MessagesRequest() {}

    static MessageCreateParams of(ModelRequest request) {
        long maxTokens = request.options().maxOutputTokens().orElse(16_384);
        MessageCreateParams.Builder params = MessageCreateParams.builder()
                .model(request.model())
                .maxTokens(maxTokens)
                .messages(raw(messages(request)));
        if (!request.system().isEmpty()) {
            params.system(raw(system(request)));
        }
        if (!request.tools().isEmpty()) {
            params.tools(raw(tools(request)));
        }
        Thinking.of(request.model(), request.options().effort(), maxTokens).into(params);
        return params.build();
    }

    /// The beginning of what a reasoning block carries. Newer models refuse thoughts of another model, so each
    /// remembers whose it is.
    static ObjectNode thought(String model, String type) {
        return NODES.objectNode().put("model", model).put("type", type);
    }

    private static ArrayNode system(ModelRequest request) {
        ArrayNode blocks = NODES.arrayNode();
        int lastCacheable = -1;
        for (int i = 0; i < request.system().size(); i++) {
            ModelRequest.SystemBlock block = request.system().get(i);
            blocks.addObject().put("type", "text").put("text", block.text());
            if (block.cacheable()) {
                lastCacheable = i;
            }
        }
        if (lastCacheable >= 0) {
            mark(blocks.get(lastCacheable));
        }
        return blocks;
    }

    private static ArrayNode tools(ModelRequest request) {
        ArrayNode tools = NODES.arrayNode();
        for (ModelRequest.ToolSpec tool : request.tools()) {
            tools.addObject()
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .set("input_schema", tool.inputSchema());
        }
        if (request.options().cacheConversation()) {
            mark(tools.get(tools.size() - 1));
        }
        return tools;
    }

    private static ArrayNode messages(ModelRequest request) {
        ArrayNode messages = NODES.arrayNode();
        for (Message message : request.messages()) {
            ArrayNode content = NODES.arrayNode();
            message.content().forEach(block -> write(block, request.model(), content));
            if (!content.isEmpty()) {
                messages.addObject()
                        .put("role", message.role() == Message.Role.USER ? "user" : "assistant")
                        .set("content", content);
            }
        }
        if (request.options().cacheConversation()) {
            int marked = 0;
            for (int i = messages.size() - 1; i >= 0 && marked < MARKED_MESSAGES; i--) {
                if (messages.get(i).path("role").asText().equals("user")) {
                    JsonNode content = messages.get(i).path("content");
                    mark(content.get(content.size() - 1));
                    marked++;
                }
            }
        }
        return messages;
    }

    private static void write(ContentBlock block, String model, ArrayNode into) {
        switch (block) {
            case ContentBlock.Text text -> {
                // Anthropic rejects text that is nothing but white space.
                if (!text.text().isBlank()) {
                    into.addObject().put("type", "text").put("text", text.text());
                }
            }
            case ContentBlock.Image image -> image(image, into);
            case ContentBlock.Reasoning reasoning -> reasoning(reasoning, model, into);
            case ContentBlock.ToolCall call -> toolUse(call.id(), call.name(), call.arguments(), into);
            case ContentBlock.UnreadableToolCall call ->
                toolUse(call.id(), call.name(), NODES.objectNode().put("unreadable", call.rawArguments()), into);
            case ContentBlock.ToolResult result -> {
                ArrayNode content = NODES.arrayNode();
                List<ContentBlock.Viewable> shown = result.content();
                shown.forEach(part -> write(part, model, content));
                into.addObject()
                        .put("type", "tool_result")
                        .put("tool_use_id", result.callId())
                        .put("is_error", result.isError())
                        .set("content", content);
            }
        }
    }

    private static void image(ContentBlock.Image image, ArrayNode into) {
        ObjectNode source = NODES.objectNode()
                .put("type", "base64")
                .put("media_type", image.mediaType())
                .put("data", image.base64());
        into.addObject().put("type", "image").set("source", source);
    }

    private static void toolUse(String id, String name, JsonNode input, ArrayNode into) {
        into.addObject().put("type", "tool_use").put("id", id).put("name", name).set("input", input);
    }

    private static void reasoning(ContentBlock.Reasoning reasoning, String model, ArrayNode into) {
        JsonNode payload = reasoning.payload();
        if (!reasoning.provider().equals(FORMAT)
                || !payload.path("model").asText().equals(model)) {
            return;
        }
        if (payload.path("type").asText().equals("redacted_thinking")) {
            into.addObject()
                    .put("type", "redacted_thinking")
                    .put("data", payload.path("data").asText());
        } else if (payload.hasNonNull("signature")) {
            into.addObject()
                    .put("type", "thinking")
                    .put("thinking", reasoning.text())
                    .put("signature", payload.path("signature").asText());
        }
    }

    private static void mark(JsonNode block) {
        ((ObjectNode) block).putObject("cache_control").put("type", "ephemeral");
    }

    /// The SDK takes any JSON for a field, but shows that in its Kotlin types only.
    @SuppressWarnings("unchecked")
    private static <T> JsonField<T> raw(JsonNode node) {
        return (JsonField<T>) (JsonField<?>) JsonValue.fromJsonNode(node);
    }

    /// How a model is told to think, which differs between its generations.
    private enum Thinking {
        /// Not at all, or not a model that could.
        NONE,
        /// `thinking: disabled`.
        DISABLED,
        /// `thinking: adaptive` with an effort.
        ADAPTIVE;

        static Plan of(String model, Effort effort, long maxTokens) {
            if (!model.startsWith("claude-")) {
                return new Plan(NONE, effort, 0);
            }
            if (model.matches("claude-(3|(opus|sonnet|haiku)-4(-[0-5])?(-\\d{8})?$).*")) {
                long budget = switch (effort) {
                    case OFF, STANDARD -> 0;
                    case LOW -> 2_048;
                    case MEDIUM -> 8_192;
                    case HIGH -> 16_384;
                    case MAX -> 32_768;
                };
                return new Plan(NONE, effort, model.startsWith("claude-3") ? 0 : Math.min(budget, maxTokens / 2));
            }
            boolean always = model.matches("claude-(fable|mythos|opus-5-5).*");
            return new Plan(effort == Effort.OFF && !always ? DISABLED : ADAPTIVE, effort, 0);
        }
    }

    /// @param budget tokens for thinking in the older generation; below 1,024 none
    private record Plan(Thinking thinking, Effort effort, long budget) {
        void into(MessageCreateParams.Builder params) {
            switch (thinking) {
                case NONE -> {
                    if (budget >= 1_024) {
                        params.enabledThinking(budget);
                    }
                }
                case DISABLED ->
                    params.thinking(ThinkingConfigDisabled.builder().build());
                // Without this, newer models return their words between tool calls as empty thoughts.
                case ADAPTIVE ->
                    params.thinking(ThinkingConfigAdaptive.builder()
                            .display(ThinkingConfigAdaptive.Display.SUMMARIZED)
                            .build());
            }
            if (thinking == Thinking.ADAPTIVE && effort != Effort.STANDARD) {
                String level = effort == Effort.OFF ? "low" : effort.name().toLowerCase(Locale.ROOT);
                params.outputConfig(raw(NODES.objectNode().put("effort", level)));
            }
        }
    }
}
