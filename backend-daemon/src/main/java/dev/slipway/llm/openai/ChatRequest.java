package dev.slipway.llm.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.core.JsonValue;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageParam;
import com.openai.models.chat.completions.ChatCompletionTool;
import dev.slipway.llm.CallOptions.Effort;
import dev.slipway.llm.ContentBlock;
import dev.slipway.llm.Message;
import dev.slipway.llm.ModelRequest;
import java.util.List;

/// Writes a request in the words of OpenAI Chat Completions, in the subset that Ollama, llama.cpp and vLLM
/// share.
final class ChatRequest {
    /// Names the wire format in reasoning blocks.
    static final String FORMAT = "openai-chat";

    private ChatRequest() {}

    /// @param openAi whether this goes to OpenAI itself, which wants the limit under another name
    static ChatCompletionCreateParams of(ModelRequest request, boolean openAi) {
        ChatCompletionCreateParams.Builder params = ChatCompletionCreateParams.builder()
                .model(request.model())
                .messages(Sdk.<List<ChatCompletionMessageParam>>raw(messages(request)))
                .putAdditionalBodyProperty(
                        "stream_options", JsonValue.fromJsonNode(Json.object().put("include_usage", true)));
        if (!request.tools().isEmpty()) {
            params.tools(Sdk.<List<ChatCompletionTool>>raw(tools(request)));
        }
        String limit = openAi ? "max_completion_tokens" : "max_tokens";
        request.options()
                .maxOutputTokens()
                .ifPresent(tokens -> params.putAdditionalBodyProperty(limit, JsonValue.from(tokens)));
        Effort effort = request.options().effort();
        if (effort != Effort.STANDARD) {
            params.putAdditionalBodyProperty(
                    "reasoning_effort", JsonValue.from(Reasoners.effort(request.model(), effort)));
        }
        return params.build();
    }

    private static ArrayNode tools(ModelRequest request) {
        ArrayNode tools = Json.array();
        for (ModelRequest.ToolSpec tool : request.tools()) {
            tools.addObject()
                    .put("type", "function")
                    .putObject("function")
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .set("parameters", tool.inputSchema());
        }
        return tools;
    }

    private static ArrayNode messages(ModelRequest request) {
        ArrayNode messages = Json.array();
        if (!request.system().isEmpty()) {
            messages.addObject().put("role", "system").put("content", Json.system(request));
        }
        int lastWords = lastWordsOfUser(request.messages());
        for (int i = 0; i < request.messages().size(); i++) {
            Message message = request.messages().get(i);
            if (message.role() == Message.Role.USER) {
                user(message, messages);
            } else {
                assistant(message, request.model(), i > lastWords, messages);
            }
        }
        return messages;
    }

    /// Thoughts go back while the model works through tool calls, which some models need, and no longer, which
    /// others reject.
    private static int lastWordsOfUser(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            boolean words = messages.get(i).content().stream().anyMatch(ContentBlock.Text.class::isInstance);
            if (messages.get(i).role() == Message.Role.USER && words) {
                return i;
            }
        }
        return -1;
    }

    private static void user(Message message, ArrayNode messages) {
        ArrayNode content = Json.array();
        for (ContentBlock block : message.content()) {
            switch (block) {
                case ContentBlock.ToolResult result -> {
                    messages.addObject()
                            .put("role", "tool")
                            .put("tool_call_id", result.callId())
                            .put("content", Json.text(result.content()));
                    // The language has no images in results: they follow as if the user had shown them.
                    Json.images(result.content()).forEach(image -> image(image, content));
                }
                case ContentBlock.Text text ->
                    content.addObject().put("type", "text").put("text", text.text());
                case ContentBlock.Image image -> image(image, content);
                case ContentBlock.Reasoning ignored -> {}
                case ContentBlock.ToolCall ignored -> {}
                case ContentBlock.UnreadableToolCall ignored -> {}
            }
        }
        if (content.isEmpty()) {
            return;
        }
        ObjectNode written = messages.addObject().put("role", "user");
        if (content.size() == 1 && content.get(0).has("text")) {
            written.set("content", content.get(0).get("text"));
        } else {
            written.set("content", content);
        }
    }

    private static void assistant(Message message, String model, boolean withThoughts, ArrayNode messages) {
        ObjectNode written = Json.object().put("role", "assistant");
        StringBuilder text = new StringBuilder();
        ArrayNode calls = Json.array();
        for (ContentBlock block : message.content()) {
            switch (block) {
                case ContentBlock.Text said -> text.append(said.text());
                case ContentBlock.ToolCall call ->
                    call(call.id(), call.name(), call.arguments().toString(), calls);
                case ContentBlock.UnreadableToolCall call -> call(call.id(), call.name(), Json.arguments(call), calls);
                case ContentBlock.Reasoning reasoning -> {
                    boolean own = reasoning.provider().equals(FORMAT)
                            && reasoning.payload().path("model").asText().equals(model);
                    if (withThoughts && own) {
                        written.put(reasoning.payload().path("field").asText("reasoning_content"), reasoning.text());
                    }
                }
                case ContentBlock.Image ignored -> {}
                case ContentBlock.ToolResult ignored -> {}
            }
        }
        written.put("content", text.toString());
        if (!calls.isEmpty()) {
            written.set("tool_calls", calls);
        }
        if (!text.isEmpty() || !calls.isEmpty()) {
            messages.add(written);
        }
    }

    private static void image(ContentBlock.Image image, ArrayNode content) {
        content.addObject().put("type", "image_url").putObject("image_url").put("url", Json.dataUrl(image));
    }

    private static void call(String id, String name, String arguments, ArrayNode calls) {
        calls.addObject()
                .put("id", id)
                .put("type", "function")
                .putObject("function")
                .put("name", name)
                .put("arguments", arguments);
    }
}
