package dev.slipway.llm;

import java.util.List;

/// One turn of a conversation. Results of tools travel in a user message, before anything else in it.
public record Message(Role role, List<ContentBlock> content) {

    public Message {
        content = List.copyOf(content);
    }

    /// Who speaks.
    public enum Role {
        USER,
        ASSISTANT
    }

    public static Message user(String text) {
        return new Message(Role.USER, List.of(new ContentBlock.Text(text)));
    }

    public static Message user(List<? extends ContentBlock> content) {
        return new Message(Role.USER, List.copyOf(content));
    }

    public static Message assistant(List<? extends ContentBlock> content) {
        return new Message(Role.ASSISTANT, List.copyOf(content));
    }

    /// The same without its reasoning: for a conversation whose earlier part was rewritten, as the newer
    /// models take back their thoughts only in the conversation in which they had them.
    public Message withoutReasoning() {
        return new Message(
                role,
                content.stream()
                        .filter(block -> !(block instanceof ContentBlock.Reasoning))
                        .toList());
    }
}
