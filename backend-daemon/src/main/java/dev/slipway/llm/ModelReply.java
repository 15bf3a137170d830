package dev.slipway.llm;

import dev.slipway.model.session.Money;
import dev.slipway.model.session.Usage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a model answered.
/// @param model the model that answered, as the provider names it
/// @param blocks the answer, to be sent back as it is in the next request
/// @param usage tokens of the attempt that succeeded
/// @param spent tokens of all attempts, as far as the provider reported them: what is paid for
/// @param price what `spent` costs; empty if the price of the model is not known
public record ModelReply(
        String model, List<ContentBlock> blocks, StopReason stop, Usage usage, Usage spent, Optional<Money> price) {

    public ModelReply {
        blocks = List.copyOf(blocks);
    }

    /// Why the model stopped. A refusal is a [ModelFailure.Refused].
    public enum StopReason {
        /// It is done, and waits for the user.
        END_OF_TURN,
        /// It waits for the results of its tool calls.
        TOOL_USE,
        /// The answer reached its limit and is cut off; a tool call at its end may be unreadable.
        MAX_TOKENS,
        /// The provider paused a long turn: send the reply back as it is to go on.
        PAUSED,
        /// A reason that this version of Slipway does not know.
        OTHER
    }

    /// All text of the reply in one.
    public String text() {
        return blocks.stream()
                .filter(ContentBlock.Text.class::isInstance)
                .map(block -> ((ContentBlock.Text) block).text())
                .collect(Collectors.joining());
    }

    public List<ContentBlock.ToolCall> toolCalls() {
        return blocks.stream()
                .filter(ContentBlock.ToolCall.class::isInstance)
                .map(ContentBlock.ToolCall.class::cast)
                .toList();
    }

    public List<ContentBlock.UnreadableToolCall> unreadableToolCalls() {
        return blocks.stream()
                .filter(ContentBlock.UnreadableToolCall.class::isInstance)
                .map(ContentBlock.UnreadableToolCall.class::cast)
                .toList();
    }

    /// Tokens that the conversation took in, cached or not: how full the context window is.
    public long contextTokens() {
        return usage.input() + usage.cacheRead() + usage.cacheWrite();
    }
}
