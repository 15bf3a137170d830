package dev.slipway.agent;

import dev.slipway.llm.ContentBlock;
import dev.slipway.llm.ContentBlock.Text;
import dev.slipway.llm.ContentBlock.ToolResult;
import dev.slipway.llm.ContentBlock.Viewable;
import dev.slipway.llm.Message;
import dev.slipway.llm.Message.Role;
import java.util.ArrayList;
import java.util.List;

/// How a conversation is put to the model that is to summarise it.
final class Compaction {
    private static final int SLIM_RESULT = 2_000;
    private static final int SLIM_TEXT = 20_000;

    private Compaction() {}

    /// The messages, and then the wish for a summary.
    static List<Message> request(List<Message> messages) {
        List<Message> request = new ArrayList<>(messages);
        List<ContentBlock> last = new ArrayList<>();
        if (request.getLast().role() == Role.USER) {
            last.addAll(request.removeLast().content());
        }
        last.add(new Text(SystemPrompt.COMPACTION));
        request.add(Message.user(last));
        return request;
    }

    /// The same messages without the bulk: for when they don't fit even for being summarised.
    static List<Message> slim(List<Message> messages) {
        return messages.stream()
                .map(message -> new Message(
                        message.role(),
                        message.content().stream()
                                .filter(block -> !(block instanceof ContentBlock.Reasoning))
                                .map(Compaction::slim)
                                .toList()))
                .filter(message -> !message.content().isEmpty())
                .toList();
    }

    private static ContentBlock slim(ContentBlock block) {
        return switch (block) {
            case Text text -> new Text(shorten(text.text(), SLIM_TEXT));
            case ContentBlock.Image _ -> new Text("[An image.]");
            case ToolResult result ->
                new ToolResult(
                        result.callId(),
                        result.content().stream()
                                .<Viewable>map(shown -> shown instanceof Text text
                                        ? new Text(shorten(text.text(), SLIM_RESULT))
                                        : new Text("[An image.]"))
                                .toList(),
                        result.isError());
            case ContentBlock.Reasoning _, ContentBlock.ToolCall _, ContentBlock.UnreadableToolCall _ -> block;
        };
    }

    private static String shorten(String text, int most) {
        return text.length() <= most
                ? text
                : text.substring(0, most / 2) + "\n[… left out …]\n" + text.substring(text.length() - most / 2);
    }
}
