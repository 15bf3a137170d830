package dev.slipway.llm.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.SseException;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseErrorEvent;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseReasoningItem;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseUsage;
import dev.slipway.llm.Answer;
import dev.slipway.llm.Attempt;
import dev.slipway.llm.ModelCallException;
import dev.slipway.llm.ModelClient;
import dev.slipway.llm.ModelEvent;
import dev.slipway.llm.ModelFailure;
import dev.slipway.llm.ModelReply;
import dev.slipway.llm.ModelRequest;
import dev.slipway.llm.Provider;
import dev.slipway.llm.ProviderError;
import dev.slipway.model.session.Usage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// One attempt at a call of OpenAI Responses.
final class ResponsesClient implements ModelClient {
    private final Provider provider;
    private final OpenAIClient sdk;
    /// Some accounts may not see summaries of reasoning, and are told so by an error.
    private volatile boolean summaries = true;

    ResponsesClient(Provider provider, OpenAIClient sdk) {
        this.provider = provider;
        this.sdk = sdk;
    }

    @Override
    public ModelReply call(ModelRequest request, Consumer<? super ModelEvent> sink)
            throws ModelCallException, InterruptedException {
        try {
            return attempt(request, sink);
        } catch (ModelCallException failed) {
            if (summaries
                    && failed.failure() instanceof ModelFailure.BadRequest bad
                    && bad.said().contains("summar")) {
                summaries = false;
                return attempt(request, sink);
            }
            throw failed;
        }
    }

    private ModelReply attempt(ModelRequest request, Consumer<? super ModelEvent> sink)
            throws ModelCallException, InterruptedException {
        return Attempt.run(provider, request, sink, answer -> {
            try (StreamResponse<ResponseStreamEvent> stream =
                    sdk.responses().createStreaming(ResponsesRequest.of(request, summaries))) {
                Reading reading = new Reading(answer, request.model());
                Iterator<ResponseStreamEvent> events = stream.stream().iterator();
                while (!answer.isFinished() && events.hasNext()) {
                    reading.take(events.next());
                }
            } catch (SseException error) {
                throw Sdk.error(error);
            } catch (OpenAIInvalidDataException senseless) {
                throw ProviderError.senseless(String.valueOf(senseless.getMessage()));
            }
        });
    }

    /// Turns the stream's events into an answer.
    private static final class Reading {
        private final Answer answer;
        private final String model;
        private final Set<Integer> calls = new HashSet<>();
        private final Map<Integer, Long> summaryParts = new HashMap<>();
        private final StringBuilder refusal = new StringBuilder();

        Reading(Answer answer, String model) {
            this.answer = answer;
            this.model = model;
        }

        void take(ResponseStreamEvent event) {
            if (event.outputTextDelta().isPresent()) {
                var delta = event.outputTextDelta().get();
                answer.text(Math.toIntExact(delta.outputIndex()), delta.delta());
            } else if (event.functionCallArgumentsDelta().isPresent()) {
                var delta = event.functionCallArgumentsDelta().get();
                answer.arguments(Math.toIntExact(delta.outputIndex()), delta.delta());
            } else if (event.reasoningSummaryTextDelta().isPresent()) {
                var delta = event.reasoningSummaryTextDelta().get();
                summary(Math.toIntExact(delta.outputIndex()), delta.summaryIndex(), delta.delta());
            } else if (event.reasoningTextDelta().isPresent()) {
                var delta = event.reasoningTextDelta().get();
                answer.reasoning(Math.toIntExact(delta.outputIndex()), delta.delta());
            } else if (event.refusalDelta().isPresent()) {
                refusal.append(event.refusalDelta().get().delta());
            } else if (event.outputItemAdded().isPresent()) {
                var added = event.outputItemAdded().get();
                added.item().functionCall().ifPresent(call -> call(Math.toIntExact(added.outputIndex()), call));
            } else if (event.outputItemDone().isPresent()) {
                var done = event.outputItemDone().get();
                done(Math.toIntExact(done.outputIndex()), done.item());
            } else if (event.created().isPresent()) {
                event.created().get().response()._model().asString().ifPresent(answer::model);
            } else {
                takeLast(event);
            }
        }

        private void takeLast(ResponseStreamEvent event) {
            if (event.completed().isPresent()) {
                count(event.completed().get().response());
                finish(ModelReply.StopReason.END_OF_TURN);
            } else if (event.incomplete().isPresent()) {
                Response response = event.incomplete().get().response();
                count(response);
                String reason = response.incompleteDetails()
                        .flatMap(details -> details.reason())
                        .map(Object::toString)
                        .orElse("");
                if (reason.equals("content_filter")) {
                    throw ProviderError.refusal("the provider's content filter stopped the answer");
                }
                finish(ModelReply.StopReason.MAX_TOKENS);
            } else if (event.failed().isPresent()) {
                Response response = event.failed().get().response();
                count(response);
                throw response.error()
                        .map(error -> inStream(error.code().toString(), error.message()))
                        .orElseGet(() -> inStream("", "the provider says only that it failed"));
            } else if (event.error().isPresent()) {
                ResponseErrorEvent error = event.error().get();
                throw inStream(error.code().orElse(""), error.message());
            }
        }

        private static ProviderError inStream(String code, String message) {
            return ProviderError.inStream(
                    Json.object().put("code", code).put("message", message).toString());
        }

        private void finish(ModelReply.StopReason reason) {
            if (!refusal.isEmpty()) {
                throw ProviderError.refusal(refusal.toString());
            }
            answer.finished(reason);
        }

        private void call(int index, ResponseFunctionToolCall call) {
            if (calls.add(index)) {
                answer.toolCall(index, call.callId(), call.name());
            }
        }

        private void summary(int index, long part, String delta) {
            Long before = summaryParts.put(index, part);
            answer.reasoning(index, before != null && before != part ? "\n\n" + delta : delta);
        }

        private void done(int index, ResponseOutputItem item) {
            item.functionCall().ifPresent(call -> {
                call(index, call);
                answer.wholeArguments(index, call.arguments());
            });
            item.reasoning().ifPresent(reasoning -> {
                answer.reasoningPayload(index, ResponsesRequest.FORMAT, payload(reasoning));
            });
            answer.complete(index);
        }

        private ObjectNode payload(ResponseReasoningItem reasoning) {
            ObjectNode payload = Json.object().put("model", model).put("id", reasoning.id());
            ArrayNode summary = payload.putArray("summary");
            reasoning
                    .summary()
                    .forEach(part ->
                            summary.addObject().put("type", "summary_text").put("text", part.text()));
            reasoning.encryptedContent().ifPresent(content -> payload.put("encrypted_content", content));
            return payload;
        }

        private void count(Response response) {
            response.usage().ifPresent(usage -> answer.usage(usage(usage)));
        }

        private static Usage usage(ResponseUsage counted) {
            long cached = counted._inputTokensDetails()
                    .asKnown()
                    .map(details -> Sdk.number(details._cachedTokens()))
                    .orElse(0L);
            long written = counted._inputTokensDetails()
                    .asKnown()
                    .map(details -> Sdk.number(details._cacheWriteTokens()))
                    .orElse(0L);
            long reasoning = counted._outputTokensDetails()
                    .asKnown()
                    .map(details -> Sdk.number(details._reasoningTokens()))
                    .orElse(0L);
            long fresh = Math.max(0, Sdk.number(counted._inputTokens()) - cached - written);
            return new Usage(fresh, cached, written, Sdk.number(counted._outputTokens()), reasoning);
        }
    }
}
