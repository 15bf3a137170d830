package dev.slipway.llm.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.core.JsonValue;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.Tool;
import dev.slipway.llm.CallOptions.Effort;
import dev.slipway.llm.ContentBlock;
import dev.slipway.llm.Message;
import dev.slipway.llm.ModelRequest;
import java.util.List;

/// Writes a request in the words of OpenAI Responses
/// (<https://developers.openai.com/api/docs/api-reference/responses>). Nothing is stored at the provider, so
/// reasoning comes and goes back encrypted.
final class ResponsesRequest {
    /// Names the wire format in reasoning blocks.
    static final String FORMAT = "openai-responses";

    private ResponsesRequest() {}

    static ResponseCreateParams of(ModelRequest request, boolean summaries) {
        ResponseCreateParams.Builder params = ResponseCreateParams.builder()
                .model(request.model())
                .input(Sdk.<ResponseCreateParams.Input>raw(input(request)))
                .store(false);
        if (!request.system().isEmpty()) {
            params.instructions(Json.system(request));
        }
        if (!request.tools().isEmpty()) {
            params.tools(Sdk.<List<Tool>>raw(tools(request)));
        }
        request.options().maxOutputTokens().ifPresent(params::maxOutputTokens);
        request.options()
                .cacheKey()
                .ifPresent(key -> params.putAdditionalBodyProperty("prompt_cache_key", JsonValue.from(key)));
        if (Reasoners.reasons(request.model())) {
            ObjectNode reasoning = Json.object();
            if (summaries) {
                reasoning.put("summary", "auto");
            }
            if (request.options().effort() != Effort.STANDARD) {
                reasoning.put(
                        "effort",
                        Reasoners.effort(request.model(), request.options().effort()));
            }
            params.putAdditionalBodyProperty("reasoning", JsonValue.fromJsonNode(reasoning));
            params.putAdditionalBodyProperty("include", JsonValue.from(List.of("reasoning.encrypted_content")));
        }
        return params.build();
    }

    private static ArrayNode tools(ModelRequest request) {
        ArrayNode tools = Json.array();
        for (ModelRequest.ToolSpec tool : request.tools()) {
            tools.addObject()
                    .put("type", "function")
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .put("strict", false)
                    .set("parameters", tool.inputSchema());
        }
        return tools;
    }

    private static ArrayNode input(ModelRequest request) {
        ArrayNode items = Json.array();
        for (Message message : request.messages()) {
            boolean user = message.role() == Message.Role.USER;
            ArrayNode content = Json.array();
            for (ContentBlock block : message.content()) {
                switch (block) {
                    case ContentBlock.Text text -> {
                        if (!text.text().isEmpty()) {
                            content.addObject()
                                    .put("type", user ? "input_text" : "output_text")
                                    .put("text", text.text());
                        }
                    }
                    case ContentBlock.Image image -> image(image, content);
                    case ContentBlock.Reasoning reasoning -> {
                        content = flush(content, user, items);
                        reasoning(reasoning, request.model(), items);
                    }
                    case ContentBlock.ToolCall call -> {
                        content = flush(content, user, items);
                        call(call.id(), call.name(), call.arguments().toString(), items);
                    }
                    case ContentBlock.UnreadableToolCall call -> {
                        content = flush(content, user, items);
                        call(call.id(), call.name(), Json.arguments(call), items);
                    }
                    case ContentBlock.ToolResult result -> {
                        content = flush(content, user, items);
                        result(result, items);
                    }
                }
            }
            flush(content, user, items);
        }
        return items;
    }

    private static ArrayNode flush(ArrayNode content, boolean user, ArrayNode items) {
        if (content.isEmpty()) {
            return content;
        }
        items.addObject()
                .put("type", "message")
                .put("role", user ? "user" : "assistant")
                .set("content", content);
        return Json.array();
    }

    private static void image(ContentBlock.Image image, ArrayNode content) {
        content.addObject().put("type", "input_image").put("image_url", Json.dataUrl(image));
    }

    private static void call(String id, String name, String arguments, ArrayNode items) {
        items.addObject()
                .put("type", "function_call")
                .put("call_id", id)
                .put("name", name)
                .put("arguments", arguments);
    }

    private static void result(ContentBlock.ToolResult result, ArrayNode items) {
        ObjectNode item = items.addObject().put("type", "function_call_output").put("call_id", result.callId());
        List<ContentBlock.Image> images = Json.images(result.content());
        if (images.isEmpty()) {
            item.put("output", Json.text(result.content()));
        } else {
            ArrayNode output = item.putArray("output");
            output.addObject().put("type", "input_text").put("text", Json.text(result.content()));
            images.forEach(image -> image(image, output));
        }
    }

    private static void reasoning(ContentBlock.Reasoning reasoning, String model, ArrayNode items) {
        JsonNode payload = reasoning.payload();
        boolean readable = reasoning.provider().equals(FORMAT)
                && payload.path("model").asText().equals(model)
                && payload.hasNonNull("encrypted_content");
        if (readable) {
            ObjectNode item = items.addObject().put("type", "reasoning");
            item.set("id", payload.path("id"));
            item.set("summary", payload.path("summary"));
            item.set("encrypted_content", payload.path("encrypted_content"));
        }
    }
}
