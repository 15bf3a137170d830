package dev.slipway.agent;

import dev.slipway.llm.ModelCallException;
import dev.slipway.llm.ModelClient;
import dev.slipway.llm.ModelEvent;
import dev.slipway.llm.ModelReply;
import dev.slipway.llm.ModelRequest;
import dev.slipway.model.event.SessionEvent.ConversationCompacted;
import dev.slipway.model.event.SessionEvent.ModelCallCompleted;
import dev.slipway.model.event.SessionEvent.ModelCallFailed;
import dev.slipway.model.event.SessionEvent.ModelCallStarted;
import dev.slipway.model.event.SessionEvent.ModelRetryScheduled;
import dev.slipway.model.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// A model call that summarises: it streams nothing, and ends in a `ConversationCompacted`.
final class SummaryStep implements Consumer<ModelEvent> {
    private final Transcript transcript;
    private final ModelStep.CallNumber number;
    private final InstantSource clock;
    private final Duration limit;
    private final Instant startedAt;

    SummaryStep(Transcript transcript, ModelStep.CallNumber number, InstantSource clock, Duration limit) {
        this.transcript = transcript;
        this.number = number;
        this.clock = clock;
        this.limit = limit;
        startedAt = clock.instant();
    }

    private static final class TooLongException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// @param replaces the sequence number up to which the summary stands for all
    /// @throws ModelCallException when the call failed for good; the journal says so already
    void run(ModelClient client, ModelRequest request, long replaces, long tokensBefore)
            throws ModelCallException, TurnFailure, InterruptedException {
        transcript.append(new ModelCallStarted(number.turn(), number.call(), number.model()));
        ModelReply reply;
        try {
            reply = client.call(request, this);
        } catch (ModelCallException failed) {
            transcript.append(new ModelCallFailed(
                    number.turn(), number.call(), failed.failure().problem()));
            throw failed;
        } catch (TooLongException tooLong) {
            throw failed("The summary took longer than " + limit.toMinutes() + " minutes.");
        }
        transcript.append(new ModelCallCompleted(
                number.turn(),
                number.call(),
                reply.spent(),
                ModelStep.cost(reply.price()),
                Optional.empty(),
                took(),
                reply.stop().name().toLowerCase(Locale.ROOT)));
        if (reply.text().isBlank()) {
            throw failed("The model wrote no summary.");
        }
        transcript.append(List.of(new ConversationCompacted(reply.text().strip(), replaces, tokensBefore)));
    }

    @Override
    public void accept(ModelEvent event) {
        if (took().compareTo(limit) > 0) {
            throw new TooLongException();
        }
        if (event instanceof ModelEvent.RetryScheduled retry) {
            transcript.append(new ModelRetryScheduled(
                    number.turn(),
                    number.call(),
                    retry.nextAttempt() - 1,
                    retry.failure().problem(),
                    retry.pause()));
        }
    }

    private TurnFailure failed(String detail) {
        Problem problem = Problem.unavailable(
                        "conversation-not-compacted",
                        "The conversation is too long and could not be summarised",
                        detail)
                .withRemedy(
                        "Prompt to try again, choose a model with a larger context window, or begin a new session.");
        transcript.append(new ModelCallFailed(number.turn(), number.call(), problem));
        return new TurnFailure(problem);
    }

    private Duration took() {
        return Duration.between(startedAt, clock.instant());
    }
}
