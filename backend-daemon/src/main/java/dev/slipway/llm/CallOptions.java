package dev.slipway.llm;

import java.util.Optional;
import java.util.OptionalInt;

/// How a model is to answer.
/// @param maxOutputTokens most tokens of the answer, reasoning included; empty: what the catalogue says of the
///     model, else 16,384
/// @param effort how hard to think
/// @param cacheConversation whether to mark tools and conversation for the provider's prompt cache
/// @param cacheKey what calls of one conversation have in common, such as the session's id: lets a provider
///     route them to the machine that has the cache
public record CallOptions(
        OptionalInt maxOutputTokens, Effort effort, boolean cacheConversation, Optional<String> cacheKey) {

    /// Standard answer length and effort, with caching.
    public static final CallOptions STANDARD =
            new CallOptions(OptionalInt.empty(), Effort.STANDARD, true, Optional.empty());

    public CallOptions withMaxOutputTokens(int tokens) {
        return new CallOptions(OptionalInt.of(tokens), effort, cacheConversation, cacheKey);
    }

    public CallOptions withEffort(Effort chosen) {
        return new CallOptions(maxOutputTokens, chosen, cacheConversation, cacheKey);
    }

    public CallOptions withCacheKey(String key) {
        return new CallOptions(maxOutputTokens, effort, cacheConversation, Optional.of(key));
    }

    public CallOptions withoutCaching() {
        return new CallOptions(maxOutputTokens, effort, false, cacheKey);
    }

    /// How hard a model thinks before and between its answers. A model that can't reason ignores it.
    public enum Effort {
        /// No reasoning where the model can do without.
        OFF,
        LOW,
        MEDIUM,
        HIGH,
        MAX,
        /// Whatever the provider does unasked.
        STANDARD
    }
}
