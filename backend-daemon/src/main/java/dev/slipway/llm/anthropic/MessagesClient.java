package dev.slipway.llm.anthropic;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonField;
import com.anthropic.core.JsonMissing;
import com.anthropic.core.JsonNull;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicInvalidDataException;
import com.anthropic.errors.SseException;
import com.anthropic.models.messages.MessageDeltaUsage;
import com.anthropic.models.messages.RawContentBlockDelta;
import com.anthropic.models.messages.RawContentBlockStartEvent;
import com.anthropic.models.messages.RawMessageDeltaEvent;
import com.anthropic.models.messages.RawMessageStartEvent;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.llm.Answer;
import dev.slipway.llm.Attempt;
import dev.slipway.llm.ModelCallException;
import dev.slipway.llm.ModelClient;
import dev.slipway.llm.ModelEvent;
import dev.slipway.llm.ModelReply;
import dev.slipway.llm.ModelRequest;
import dev.slipway.llm.Provider;
import dev.slipway.llm.ProviderError;
import dev.slipway.model.session.Usage;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;

/// One attempt at a call of Anthropic Messages.
final class MessagesClient implements ModelClient {
    private final Provider provider;
    private final AnthropicClient sdk;

    MessagesClient(Provider provider, AnthropicClient sdk) {
        this.provider = provider;
        this.sdk = sdk;
    }

    @Override
    public ModelReply call(ModelRequest request, Consumer<? super ModelEvent> sink)
            throws ModelCallException, InterruptedException {
        return Attempt.run(provider, request, sink, answer -> {
            try (StreamResponse<RawMessageStreamEvent> stream =
                    sdk.messages().createStreaming(MessagesRequest.of(request))) {
                Reading reading = new Reading(answer, request.model());
                Iterator<RawMessageStreamEvent> events = stream.iterator();
                while (!answer.isFinished() && events.hasNext()) {
                    reading.take(events.next());
                }
            } catch (SseException error) {
                throw ProviderError.inStream(json(error.body()));
            } catch (AnthropicInvalidDataException senseless) {
                throw ProviderError.senseless(String.valueOf(senseless.getMessage()));
            }
        });
    }

    private static String json(JsonValue body) {
        JsonNode node = body.convert(JsonNode.class);
        return node == null ? "" : node.toString();
    }

    /// Turns the stream's events into an answer.
    private static final class Reading {
        private final Answer answer;
        private final String model;
        private final Map<Integer, ObjectNode> thoughts = new HashMap<>();
        private Usage usage = Usage.NONE;
        private ModelReply.StopReason stop = ModelReply.StopReason.OTHER;

        Reading(Answer answer, String model) {
            this.answer = answer;
            this.model = model;
        }

        void take(RawMessageStreamEvent event) {
            if (event.contentBlockDelta().isPresent()) {
                var delta = event.contentBlockDelta().get();
                delta(Math.toIntExact(delta.index()), delta.delta());
            } else if (event.contentBlockStart().isPresent()) {
                start(event.contentBlockStart().get());
            } else if (event.contentBlockStop().isPresent()) {
                answer.complete(Math.toIntExact(event.contentBlockStop().get().index()));
            } else if (event.messageStart().isPresent()) {
                begin(event.messageStart().get());
            } else if (event.messageDelta().isPresent()) {
                end(event.messageDelta().get());
            } else if (event.messageStop().isPresent()) {
                answer.finished(stop);
            }
        }

        private void begin(RawMessageStartEvent start) {
            var counted = start.message().usage();
            usage = new Usage(
                    number(counted._inputTokens(), 0),
                    number(counted._cacheReadInputTokens(), 0),
                    number(counted._cacheCreationInputTokens(), 0),
                    number(counted._outputTokens(), 0),
                    0);
            start.message()._model().asKnown().ifPresent(name -> answer.model(name.toString()));
            answer.usage(usage);
        }

        private void start(RawContentBlockStartEvent start) {
            int index = Math.toIntExact(start.index());
            var block = start.contentBlock();
            if (block.text().isPresent()) {
                answer.text(index, block.text().get().text());
            } else if (block.toolUse().isPresent()) {
                answer.toolCall(
                        index, block.toolUse().get().id(), block.toolUse().get().name());
            } else if (block.thinking().isPresent()) {
                ObjectNode payload = MessagesRequest.thought(model, "thinking");
                thoughts.put(index, payload);
                answer.reasoningPayload(index, MessagesRequest.FORMAT, payload);
                answer.reasoning(index, block.thinking().get().thinking());
                block.thinking()
                        .get()
                        ._signature()
                        .asKnown()
                        .ifPresent(signature -> payload.put("signature", signature));
            } else if (block.redactedThinking().isPresent()) {
                ObjectNode payload = MessagesRequest.thought(model, "redacted_thinking");
                payload.put("data", block.redactedThinking().get().data());
                answer.reasoningPayload(index, MessagesRequest.FORMAT, payload);
            }
        }

        private void delta(int index, RawContentBlockDelta delta) {
            if (delta.text().isPresent()) {
                answer.text(index, delta.text().get().text());
            } else if (delta.inputJson().isPresent()) {
                answer.arguments(index, delta.inputJson().get().partialJson());
            } else if (delta.thinking().isPresent()) {
                answer.reasoning(index, delta.thinking().get().thinking());
            } else if (delta.signature().isPresent()) {
                thoughts.computeIfAbsent(index, missing -> JsonNodeFactory.instance.objectNode())
                        .put("signature", delta.signature().get().signature());
            }
        }

        private void end(RawMessageDeltaEvent end) {
            MessageDeltaUsage counted = end.usage();
            usage = new Usage(
                    number(counted._inputTokens(), usage.input()),
                    number(counted._cacheReadInputTokens(), usage.cacheRead()),
                    number(counted._cacheCreationInputTokens(), usage.cacheWrite()),
                    number(counted._outputTokens(), usage.output()),
                    counted.outputTokensDetails()
                            .map(details -> number(details._thinkingTokens(), 0))
                            .orElse(0L));
            answer.usage(usage);
            String reason = end.delta().stopReason().map(StopReason::toString).orElse("");
            stop = switch (reason) {
                case "end_turn", "stop_sequence" -> ModelReply.StopReason.END_OF_TURN;
                case "tool_use" -> ModelReply.StopReason.TOOL_USE;
                case "max_tokens" -> ModelReply.StopReason.MAX_TOKENS;
                case "pause_turn" -> ModelReply.StopReason.PAUSED;
                case "refusal" -> throw ProviderError.refusal(explanation(end));
                case "model_context_window_exceeded" -> throw ProviderError.contextOverflow();
                default -> ModelReply.StopReason.OTHER;
            };
        }

        private static String explanation(RawMessageDeltaEvent end) {
            return end.delta()
                    .stopDetails()
                    .flatMap(details -> details.explanation())
                    .orElse("");
        }

        /// Servers that imitate Anthropic leave figures out, or send null.
        private static long number(JsonField<Long> field, long otherwise) {
            return field instanceof JsonMissing || field instanceof JsonNull
                    ? otherwise
                    : field.asKnown().orElse(otherwise);
        }
    }
}
