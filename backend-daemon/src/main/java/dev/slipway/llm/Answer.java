package dev.slipway.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.model.session.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An answer in the making: protocols pour their deltas in, events and in the end a [ModelReply] come out.
/// Each block has a key of the protocol's choice, unique within the answer; its index is the order of first
/// appearance.
public final class Answer {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /// No tokenizer puts more characters into a token on average, not even for white space.
    private static final long CHARACTERS_PER_TOKEN = 32;

    private final Consumer<ModelEvent> sink;
    private final Map<Integer, Draft> drafts = new LinkedHashMap<>();
    private final long mostCharacters;
    private String model;
    private long characters;
    private Usage usage = Usage.NONE;
    private ModelReply.@Nullable StopReason stop;

    Answer(ModelRequest request, Consumer<ModelEvent> sink) {
        this.model = request.model();
        this.sink = sink;
        OptionalInt tokens = request.options().maxOutputTokens();
        this.mostCharacters = tokens.isPresent() ? tokens.getAsInt() * CHARACTERS_PER_TOKEN : Long.MAX_VALUE;
    }

    /// The model that answers, as the provider names it.
    public void model(String name) {
        if (!name.isBlank()) {
            model = name;
        }
    }

    public void text(int key, String delta) {
        Draft draft = draft(key, Kind.TEXT);
        if (!delta.isEmpty()) {
            draft.text.append(delta);
            sink.accept(new ModelEvent.TextDelta(draft.index, delta));
            count(delta);
        }
    }

    public void reasoning(int key, String delta) {
        Draft draft = draft(key, Kind.REASONING);
        if (!delta.isEmpty()) {
            draft.text.append(delta);
            sink.accept(new ModelEvent.ReasoningDelta(draft.index, delta));
            count(delta);
        }
    }

    /// What goes back to the provider with the reasoning.
    /// @param provider the wire format it belongs to
    public void reasoningPayload(int key, String provider, JsonNode payload) {
        Draft draft = draft(key, Kind.REASONING);
        draft.name = provider;
        draft.payload = payload;
    }

    public void toolCall(int key, String id, String name) {
        Draft draft = draft(key, Kind.TOOL_CALL);
        draft.id = id;
        draft.name = name;
        sink.accept(new ModelEvent.ToolCallStarted(draft.index, id, name));
    }

    public void arguments(int key, String delta) {
        Draft draft = draft(key, Kind.TOOL_CALL);
        if (!delta.isEmpty()) {
            draft.text.append(delta);
            sink.accept(new ModelEvent.ToolArgumentsDelta(draft.index, delta));
            count(delta);
        }
    }

    /// Replaces all arguments so far, for providers that repeat them whole at the end.
    public void wholeArguments(int key, String json) {
        Draft draft = draft(key, Kind.TOOL_CALL);
        draft.text.setLength(0);
        draft.text.append(json);
    }

    /// The block is complete.
    public void complete(int key) {
        Draft draft = drafts.get(key);
        if (draft != null && draft.block == null) {
            ContentBlock block = draft.finish();
            draft.block = block;
            if (!isEmpty(block)) {
                sink.accept(new ModelEvent.BlockCompleted(draft.index, block));
            }
        }
    }

    public void usage(Usage soFar) {
        usage = soFar;
        sink.accept(new ModelEvent.UsageReported(soFar));
    }

    /// The provider's terminal event: without it an answer is never taken for complete.
    public void finished(ModelReply.StopReason reason) {
        List.copyOf(drafts.keySet()).forEach(this::complete);
        stop = reason;
    }

    public boolean isFinished() {
        return stop != null;
    }

    Usage usage() {
        return usage;
    }

    List<ContentBlock> completed() {
        return drafts.values().stream()
                .flatMap(draft -> Stream.ofNullable(draft.block))
                .filter(block -> !isEmpty(block))
                .toList();
    }

    /// The whole answer.
    ModelReply reply() throws EndedEarly {
        if (stop == null) {
            throw new EndedEarly(drafts.isEmpty() && usage.equals(Usage.NONE));
        }
        List<ContentBlock> blocks = completed();
        boolean callsTools = blocks.stream()
                .anyMatch(block ->
                        block instanceof ContentBlock.ToolCall || block instanceof ContentBlock.UnreadableToolCall);
        // Some local servers say "stop" though they call tools.
        ModelReply.StopReason reason =
                callsTools && stop == ModelReply.StopReason.END_OF_TURN ? ModelReply.StopReason.TOOL_USE : stop;
        return new ModelReply(model, blocks, reason, usage, usage, Optional.empty());
    }

    /// What there is of an answer that had to be cut off for its length.
    ModelReply cutOff() {
        for (Draft draft : drafts.values()) {
            if (draft.block == null) {
                draft.block = draft.finish();
            }
        }
        return new ModelReply(model, completed(), ModelReply.StopReason.MAX_TOKENS, usage, usage, Optional.empty());
    }

    private void count(String delta) {
        characters += delta.length();
        if (characters > mostCharacters) {
            throw new Overrun();
        }
    }

    private Draft draft(int key, Kind kind) {
        return drafts.computeIfAbsent(key, absent -> new Draft(drafts.size(), kind));
    }

    private static boolean isEmpty(ContentBlock block) {
        return switch (block) {
            case ContentBlock.Text text -> text.text().isEmpty();
            case ContentBlock.Reasoning reasoning ->
                reasoning.text().isEmpty() && reasoning.payload().isEmpty();
            default -> false;
        };
    }

    private enum Kind {
        TEXT,
        REASONING,
        TOOL_CALL
    }

    private static final class Draft {
        final int index;
        final Kind kind;
        final StringBuilder text = new StringBuilder();
        String id = "";
        String name = "";
        JsonNode payload = JsonNodeFactory.instance.objectNode();

        @Nullable ContentBlock block;

        Draft(int index, Kind kind) {
            this.index = index;
            this.kind = kind;
        }

        ContentBlock finish() {
            return switch (kind) {
                case TEXT -> new ContentBlock.Text(text.toString());
                case REASONING -> new ContentBlock.Reasoning(text.toString(), name, payload);
                case TOOL_CALL -> toolCall();
            };
        }

        private ContentBlock toolCall() {
            String json = text.toString();
            String fault;
            try {
                JsonNode arguments = json.isBlank() ? JSON.createObjectNode() : JSON.readTree(json);
                if (arguments.isObject()) {
                    return new ContentBlock.ToolCall(id, name, arguments);
                }
                fault = "The arguments must be a JSON object, not "
                        + arguments.getNodeType().name().toLowerCase(Locale.ROOT) + ".";
            } catch (JsonProcessingException notJson) {
                fault = "The arguments are not valid JSON: " + FailureText.presentable(notJson.getOriginalMessage());
            }
            return new ContentBlock.UnreadableToolCall(id, name, json, fault);
        }
    }

    /// More characters than the limit on tokens can hold: the model will not end.
    static final class Overrun extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overrun() {
            super(null, null, false, false);
        }
    }

    /// The stream ended without its terminal event.
    static final class EndedEarly extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean empty;

        EndedEarly(boolean empty) {
            super(null, null, false, false);
            this.empty = empty;
        }

        /// Whether there was nothing in the stream that looked like an answer.
        boolean empty() {
            return empty;
        }
    }
}
