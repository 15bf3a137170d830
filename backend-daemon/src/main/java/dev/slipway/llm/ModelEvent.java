package dev.slipway.llm;

import dev.slipway.model.session.Usage;
import java.time.Duration;

/// What happens during a model call, as it happens. Blocks are numbered from 0 in each attempt, and events of
/// several blocks may interleave: go by `index`.
public sealed interface ModelEvent {

    /// The whole request has been handed to the connection; from here on it is the provider's time.
    /// @param attempt 1 for the first
    record RequestSent(int attempt) implements ModelEvent {}

    /// The provider has accepted the request and begins to stream.
    record ResponseStarted(int attempt) implements ModelEvent {}

    record TextDelta(int index, String text) implements ModelEvent {}

    record ReasoningDelta(int index, String text) implements ModelEvent {}

    record ToolCallStarted(int index, String id, String name) implements ModelEvent {}

    /// A piece of the arguments' JSON, good for nothing but to show that something is on its way.
    record ToolArgumentsDelta(int index, String json) implements ModelEvent {}

    /// A block is complete; it is also in the reply.
    record BlockCompleted(int index, ContentBlock block) implements ModelEvent {}

    /// Tokens so far, of this attempt; a later event replaces an earlier one.
    record UsageReported(Usage usage) implements ModelEvent {}

    /// The attempt failed after it had streamed something: everything since its [RequestSent] is void and will
    /// not be in the reply. A retry follows.
    record PartialAbandoned(int attempt) implements ModelEvent {}

    /// The attempt failed in a way that may pass; the next one starts after `pause`.
    /// @param nextAttempt 2 for the first retry
    record RetryScheduled(int nextAttempt, ModelFailure failure, Duration pause) implements ModelEvent {}
}
