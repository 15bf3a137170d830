package dev.slipway.agent;

import dev.slipway.llm.ContentBlock;
import dev.slipway.llm.ModelCallException;
import dev.slipway.llm.ModelClient;
import dev.slipway.llm.ModelEvent;
import dev.slipway.llm.ModelReply;
import dev.slipway.llm.ModelRequest;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.ModelCallCompleted;
import dev.slipway.model.event.SessionEvent.ModelCallFailed;
import dev.slipway.model.event.SessionEvent.ModelCallStarted;
import dev.slipway.model.event.SessionEvent.ModelRetryScheduled;
import dev.slipway.model.event.SessionEvent.ReasoningWritten;
import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.model.event.SessionEvent.ToolCallRequested;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.Cost;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Money;
import dev.slipway.model.session.TurnId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One model call, from its start to its rows: what the model says streams into the journal as it comes, and stands
/// there as rows once the answer is complete. An answer that breaks off leaves rows marked incomplete.
final class ModelStep implements Consumer<ModelEvent> {
    /// Characters of one answer, as a last resort against a model that never ends.
    private static final long LONGEST = 4_000_000;

    private final Transcript transcript;
    private final CallDescriber describer;
    private final CallNumber number;
    private final InstantSource clock;
    private final Instant startedAt;
    private final Duration limit;

    private final Map<Integer, Open> open = new LinkedHashMap<>();
    private int attempt = 1;
    private long length;
    private Instant sentAt;
    private @Nullable Duration timeToFirstToken;

    /// @param limit how long it may take
    ModelStep(Transcript transcript, CallDescriber describer, CallNumber number, InstantSource clock, Duration limit) {
        this.transcript = transcript;
        this.describer = describer;
        this.number = number;
        this.clock = clock;
        this.limit = limit;
        startedAt = clock.instant();
        sentAt = startedAt;
    }

    /// Which call.
    /// @param call counted from 1 within the turn
    record CallNumber(TurnId turn, int call, ModelName model) {
        BlockId block(String rest) {
            return new BlockId("t" + turn.number() + ".c" + call + "." + rest);
        }
    }

    /// What the model said, and the tools that it wants.
    record Answer(ModelReply reply, List<ToolCallRequested> calls) {}

    /// A block that has streamed something.
    private static final class Open {
        final BlockId id;
        final BlockKind kind;
        final StringBuilder text = new StringBuilder();
        String parent = "";

        @Nullable ContentBlock complete;

        Open(BlockId id, BlockKind kind) {
            this.id = id;
            this.kind = kind;
        }
    }

    private static final class TooLongException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// @throws ModelCallException when the call failed for good; the journal says so already
    /// @param request made once the call stands in the journal, as that may complete the conversation
    Answer run(ModelClient client, Supplier<ModelRequest> request)
            throws ModelCallException, TurnFailure, InterruptedException {
        transcript.append(new ModelCallStarted(number.turn(), number.call(), number.model()));
        try {
            return finished(client.call(request.get(), this));
        } catch (ModelCallException failed) {
            transcript.append(cut(new ModelCallFailed(
                    number.turn(), number.call(), failed.failure().problem())));
            throw failed;
        } catch (TooLongException tooLong) {
            Problem problem = Problem.unavailable(
                            "model-never-ends",
                            "The model's answer did not end",
                            "It was cut off after " + took().toSeconds() + " s and " + length + " characters.")
                    .withRemedy("Prompt to go on, or choose another model.");
            transcript.append(cut(new ModelCallFailed(number.turn(), number.call(), problem)));
            throw new TurnFailure(problem);
        } catch (InterruptedException stopped) {
            transcript.append(cut(null));
            throw stopped;
        }
    }

    @Override
    public void accept(ModelEvent event) {
        if (took().compareTo(limit) > 0 || length > LONGEST) {
            throw new TooLongException();
        }
        switch (event) {
            case ModelEvent.RequestSent sent -> {
                attempt = sent.attempt();
                sentAt = clock.instant();
                timeToFirstToken = null;
            }
            case ModelEvent.TextDelta delta -> stream(delta.index(), BlockKind.TEXT, delta.text());
            case ModelEvent.ReasoningDelta delta -> stream(delta.index(), BlockKind.REASONING, delta.text());
            case ModelEvent.ToolCallStarted started ->
                block(started.index(), BlockKind.TOOL_ARGUMENTS).parent = started.id();
            case ModelEvent.ToolArgumentsDelta delta -> stream(delta.index(), BlockKind.TOOL_ARGUMENTS, delta.json());
            case ModelEvent.BlockCompleted completed -> complete(completed);
            case ModelEvent.RetryScheduled retry ->
                transcript.append(cut(new ModelRetryScheduled(
                        number.turn(),
                        number.call(),
                        retry.nextAttempt() - 1,
                        retry.failure().problem(),
                        retry.pause())));
            case ModelEvent.ResponseStarted _, ModelEvent.UsageReported _, ModelEvent.PartialAbandoned _ -> {}
        }
    }

    /// What a call cost, as far as it is known.
    static Cost cost(Optional<Money> price) {
        return price.map(money -> new Cost(money, true)).orElse(new Cost(Money.ZERO, false));
    }

    private void complete(ModelEvent.BlockCompleted completed) {
        Open known = open.get(completed.index());
        if (known != null) {
            known.complete = completed.block();
        }
    }

    private void stream(int index, BlockKind kind, String text) {
        if (timeToFirstToken == null) {
            timeToFirstToken = Duration.between(sentAt, clock.instant());
        }
        if (text.isEmpty()) {
            return;
        }
        length += text.length();
        Open block = block(index, kind);
        block.text.append(text);
        transcript.stream(block.id, kind, block.parent, text);
    }

    private Open block(int index, BlockKind kind) {
        return open.computeIfAbsent(index, i -> new Open(number.block("a" + attempt + ".b" + i), kind));
    }

    private Answer finished(ModelReply reply) {
        List<SessionEvent> rows = new ArrayList<>();
        List<ToolCallRequested> calls = new ArrayList<>();
        int position = 0;
        for (ContentBlock block : reply.blocks()) {
            BlockId id = idOf(block, position++);
            switch (block) {
                case ContentBlock.Text text -> rows.add(new TextWritten(id, text.text(), true));
                case ContentBlock.Reasoning thought ->
                    rows.add(new ReasoningWritten(
                            id,
                            thought.text(),
                            thought.provider(),
                            thought.payload().toString()));
                case ContentBlock.ToolCall call ->
                    calls.add(describer.requested(id, call.id(), call.name(), call.arguments()));
                case ContentBlock.UnreadableToolCall call ->
                    calls.add(describer.unreadable(id, call.id(), call.name(), call.rawArguments()));
                case ContentBlock.Image _, ContentBlock.ToolResult _ -> {}
            }
        }
        rows.addAll(calls);
        open.values().forEach(left -> rows.add(new TextWritten(left.id, "", false)));
        open.clear();
        rows.add(new ModelCallCompleted(
                number.turn(),
                number.call(),
                reply.spent(),
                cost(reply.price()),
                Optional.ofNullable(timeToFirstToken),
                took(),
                reply.stop().name().toLowerCase(Locale.ROOT)));
        transcript.append(rows);
        return new Answer(reply, calls);
    }

    /// The block in which it streamed, so that the row takes the live text's place.
    private BlockId idOf(ContentBlock block, int position) {
        for (Map.Entry<Integer, Open> entry : open.entrySet()) {
            if (block.equals(entry.getValue().complete)) {
                open.remove(entry.getKey());
                return entry.getValue().id;
            }
        }
        return number.block("r" + position);
    }

    /// Rows for what had streamed when the answer broke off, then the row that says why.
    private List<SessionEvent> cut(@Nullable SessionEvent why) {
        List<SessionEvent> rows = new ArrayList<>();
        for (Open block : open.values()) {
            if (block.text.isEmpty()) {
                continue;
            }
            rows.add(
                    switch (block.kind) {
                        case TEXT -> new TextWritten(block.id, block.text.toString(), false);
                        case REASONING -> new ReasoningWritten(block.id, block.text.toString(), "", "");
                        case TOOL_ARGUMENTS, TOOL_OUTPUT -> new TextWritten(block.id, "", false);
                    });
        }
        open.clear();
        if (why != null) {
            rows.add(why);
        }
        return rows;
    }

    private Duration took() {
        return Duration.between(startedAt, clock.instant());
    }
}
