package dev.slipway.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What is asked of a model: the whole conversation each time, since the providers keep no state for us.
/// @param model full name as [Models] knows it, such as `anthropic/claude-sonnet-5`
/// @param system the standing instructions, in order
/// @param messages alternating user and assistant messages, a user message last
/// @param tools what the model may call; order is kept, as it is part of the provider's cache key
public record ModelRequest(
        String model, List<SystemBlock> system, List<Message> messages, List<ToolSpec> tools, CallOptions options) {

    public ModelRequest {
        system = List.copyOf(system);
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("A model request needs at least one message");
        }
    }

    /// The same without all reasoning of earlier answers.
    public ModelRequest withoutReasoning() {
        return new ModelRequest(
                model,
                system,
                messages.stream()
                        .map(Message::withoutReasoning)
                        .filter(message -> !message.content().isEmpty())
                        .toList(),
                tools,
                options);
    }

    /// A part of the standing instructions.
    /// @param cacheable whether the provider may cache the request up to the end of this block: for what stays
    ///     the same from call to call
    public record SystemBlock(String text, boolean cacheable) {}

    /// A tool that the model may call.
    /// @param inputSchema JSON Schema of the arguments, an object schema
    public record ToolSpec(String name, String description, JsonNode inputSchema) {}
}
