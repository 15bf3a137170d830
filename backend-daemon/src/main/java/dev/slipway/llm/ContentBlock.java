package dev.slipway.llm;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// A piece of a message. Blocks are plain values that go into a journal as JSON and come back the same, so
/// that a conversation can be continued after a restart, with another model or another provider.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ContentBlock.Text.class, name = "text"),
    @JsonSubTypes.Type(value = ContentBlock.Image.class, name = "image"),
    @JsonSubTypes.Type(value = ContentBlock.Reasoning.class, name = "reasoning"),
    @JsonSubTypes.Type(value = ContentBlock.ToolCall.class, name = "tool_call"),
    @JsonSubTypes.Type(value = ContentBlock.UnreadableToolCall.class, name = "unreadable_tool_call"),
    @JsonSubTypes.Type(value = ContentBlock.ToolResult.class, name = "tool_result"),
})
public sealed interface ContentBlock {

    /// What a tool's result may show to a model.
    sealed interface Viewable extends ContentBlock {}

    /// Words of either side.
    record Text(String text) implements Viewable {}

    /// @param mediaType `image/png`, `image/jpeg`, `image/gif` or `image/webp`
    /// @param base64 the bytes, in standard Base64 without line breaks
    record Image(String mediaType, String base64) implements Viewable {}

    /// What the model thought. It must go back to the same provider unchanged while the model works through
    /// tool calls; any other provider never sees it.
    /// @param text readable thoughts, or a summary of them; may be empty
    /// @param provider wire format that `payload` belongs to
    /// @param payload what only the provider understands: signature, encrypted thoughts
    record Reasoning(String text, String provider, JsonNode payload) implements ContentBlock {}

    /// The model wants a tool run, and is answered by a [ToolResult] with the same id.
    /// @param arguments always a JSON object; whether it fits the tool's schema is for the tool to say
    record ToolCall(String id, String name, JsonNode arguments) implements ContentBlock {}

    /// The model wanted a tool run, but its arguments are no JSON object. It must be answered, too, by a
    /// [ToolResult] that is an error, so that the model can try again.
    /// @param rawArguments the text as it came
    /// @param fault what is wrong with it, fit to be shown to the model
    record UnreadableToolCall(String id, String name, String rawArguments, String fault) implements ContentBlock {}

    /// What became of a tool call.
    /// @param callId id of the [ToolCall] or [UnreadableToolCall]
    record ToolResult(String callId, List<Viewable> content, boolean isError) implements ContentBlock {
        public ToolResult {
            content = List.copyOf(content);
        }

        public static ToolResult ok(String callId, String text) {
            return new ToolResult(callId, List.of(new Text(text)), false);
        }

        public static ToolResult error(String callId, String text) {
            return new ToolResult(callId, List.of(new Text(text)), true);
        }
    }
}
