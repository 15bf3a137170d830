package dev.slipway.llm.openai;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonString;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.SseException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionChunk.Choice.Delta.ToolCall;
import com.openai.models.completions.CompletionUsage;
import dev.slipway.llm.Answer;
import dev.slipway.llm.Attempt;
import dev.slipway.llm.BaseUrls;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One attempt at a call of OpenAI Chat Completions.
final class ChatClient implements ModelClient {
    /// Where servers put thoughts: DeepSeek, llama.cpp and older vLLM; Ollama, newer vLLM and OpenRouter.
    private static final List<String> THOUGHTS = List.of("reasoning_content", "reasoning");

    private final Provider provider;
    private final OpenAIClient sdk;
    private final boolean openAi;

    ChatClient(Provider provider, OpenAIClient sdk) {
        this.provider = provider;
        this.sdk = sdk;
        this.openAi = BaseUrls.of(provider).contains("api.openai.com");
    }

    @Override
    public ModelReply call(ModelRequest request, Consumer<? super ModelEvent> sink)
            throws ModelCallException, InterruptedException {
        return Attempt.run(provider, request, sink, answer -> {
            try (StreamResponse<ChatCompletionChunk> stream =
                    sdk.chat().completions().createStreaming(ChatRequest.of(request, openAi))) {
                Reading reading = new Reading(answer, request.model());
                Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
                while (chunks.hasNext()) {
                    reading.take(chunks.next());
                }
                reading.end();
            } catch (SseException error) {
                throw Sdk.error(error);
            } catch (OpenAIInvalidDataException senseless) {
                throw ProviderError.senseless(String.valueOf(senseless.getMessage()));
            }
        });
    }

    /// Turns the stream's chunks into an answer. Text has key 0, thoughts 1, tool calls 2 and up.
    private static final class Reading {
        private static final int TEXT = 0;
        private static final int REASONING = 1;

        private final Answer answer;
        private final String model;
        private final Map<Long, Integer> callAt = new HashMap<>();
        private final Map<Long, String> idAt = new HashMap<>();
        private final StringBuilder refusal = new StringBuilder();
        private int nextKey = 2;
        private boolean thinking;
        private @Nullable String finish;

        Reading(Answer answer, String model) {
            this.answer = answer;
            this.model = model;
        }

        void take(ChatCompletionChunk chunk) {
            chunk._model().asString().ifPresent(answer::model);
            chunk._usage().asKnown().ifPresent(counted -> answer.usage(usage(counted)));
            for (ChatCompletionChunk.Choice choice : chunk._choices().asKnown().orElse(List.of())) {
                ChatCompletionChunk.Choice.Delta delta = choice.delta();
                thoughts(delta);
                delta.content().filter(text -> !text.isEmpty()).ifPresent(text -> {
                    endThoughts();
                    answer.text(TEXT, text);
                });
                delta.refusal().ifPresent(refusal::append);
                for (ToolCall call : delta.toolCalls().orElse(List.of())) {
                    endThoughts();
                    toolCall(call, chunk._id().asString().orElse("call"));
                }
                choice.finishReason().ifPresent(reason -> finish = reason.toString());
            }
        }

        void end() {
            if (!refusal.isEmpty()) {
                throw ProviderError.refusal(refusal.toString());
            }
            if (finish == null) {
                return;
            }
            answer.finished(
                    switch (finish) {
                        case "stop" -> ModelReply.StopReason.END_OF_TURN;
                        case "tool_calls", "function_call" -> ModelReply.StopReason.TOOL_USE;
                        case "length" -> ModelReply.StopReason.MAX_TOKENS;
                        case "content_filter" ->
                            throw ProviderError.refusal("the provider's content filter stopped the answer");
                        default -> ModelReply.StopReason.OTHER;
                    });
        }

        private void thoughts(ChatCompletionChunk.Choice.Delta delta) {
            Map<String, JsonValue> properties = delta._allProperties();
            for (String field : THOUGHTS) {
                JsonValue value = properties.get(field);
                Optional<String> thought =
                        value instanceof JsonString string && !string.value().isEmpty()
                                ? Optional.of(string.value())
                                : Optional.empty();
                if (thought.isPresent()) {
                    if (!thinking) {
                        thinking = true;
                        answer.reasoningPayload(
                                REASONING,
                                ChatRequest.FORMAT,
                                Json.object().put("model", model).put("field", field));
                    }
                    answer.reasoning(REASONING, thought.get());
                    return;
                }
            }
        }

        private void endThoughts() {
            if (thinking) {
                answer.complete(REASONING);
            }
        }

        /// Some servers give every call the index 0, each whole and with an id of its own; some give no ids.
        private void toolCall(ToolCall call, String chunkId) {
            long index = Sdk.number(call._index());
            String id = call.id().orElse("");
            Optional<String> name =
                    call.function().flatMap(ToolCall.Function::name).filter(text -> !text.isEmpty());
            boolean another = !id.isEmpty() && !id.equals(idAt.getOrDefault(index, id)) && name.isPresent();
            if (!callAt.containsKey(index) || another) {
                int key = nextKey++;
                callAt.put(index, key);
                idAt.put(index, id);
                answer.toolCall(key, id.isEmpty() ? chunkId + "-" + key : id, name.orElse(""));
            }
            int key = callAt.getOrDefault(index, TEXT);
            call.function().flatMap(ToolCall.Function::arguments).ifPresent(piece -> answer.arguments(key, piece));
        }

        private static Usage usage(CompletionUsage counted) {
            long cached = counted.promptTokensDetails()
                    .map(details -> Sdk.number(details._cachedTokens()))
                    .orElse(0L);
            long reasoning = counted.completionTokensDetails()
                    .map(details -> Sdk.number(details._reasoningTokens()))
                    .orElse(0L);
            long fresh = Math.max(0, Sdk.number(counted._promptTokens()) - cached);
            return new Usage(fresh, cached, 0, Sdk.number(counted._completionTokens()), reasoning);
        }
    }
}
