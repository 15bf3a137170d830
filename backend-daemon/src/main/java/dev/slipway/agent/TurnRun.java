package dev.slipway.agent;

import dev.slipway.llm.CallOptions;
import dev.slipway.llm.Message;
import dev.slipway.llm.ModelCallException;
import dev.slipway.llm.ModelClient;
import dev.slipway.llm.ModelFailure;
import dev.slipway.llm.ModelReply.StopReason;
import dev.slipway.llm.ModelRequest;
import dev.slipway.llm.ModelRequest.SystemBlock;
import dev.slipway.llm.ModelRequest.ToolSpec;
import dev.slipway.model.event.SessionEvent.FilesOvertaken;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// One turn: ask the model, do what it wants, tell it what came of it, until it rests.
final class TurnRun {
    /// Answers of a turn that may reach their length limit.
    private static final int CUT_ANSWERS = 5;

    private final Turn turn;
    private final Brain brain;
    private final Transcript transcript;
    private final ToolRunner tools;
    private final CallDescriber describer;
    private final AgentLimits limits;
    private final InstantSource clock;
    private int calls;

    /// The model of a turn, and what is the same in all calls of it.
    /// @param name   its full name
    /// @param window most tokens of input
    record Brain(
            ModelName name,
            ModelClient client,
            List<SystemBlock> system,
            List<ToolSpec> tools,
            CallOptions options,
            long window) {}

    TurnRun(
            Turn turn,
            Brain brain,
            Transcript transcript,
            ToolRunner tools,
            CallDescriber describer,
            AgentLimits limits,
            InstantSource clock) {
        this.turn = turn;
        this.brain = brain;
        this.transcript = transcript;
        this.tools = tools;
        this.describer = describer;
        this.limits = limits;
        this.clock = clock;
    }

    /// Returns when the agent rests.
    void run() throws InterruptedException, TurnFailure {
        turn.prompts().forEach(transcript.conversation()::deliver);
        int cutAnswers = 0;
        for (int step = 1; step <= limits.steps(); step++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (step > 1) {
                takeInserted();
            }
            takeOvertaken();
            ModelStep.Answer answer = ask();
            StopReason reason = answer.reply().stop();
            if (!answer.calls().isEmpty()) {
                tools.run(answer.calls());
            } else if (reason == StopReason.MAX_TOKENS) {
                cutAnswers++;
                if (cutAnswers >= CUT_ANSWERS) {
                    throw new TurnFailure(Problem.unavailable(
                                    "model-answers-too-long",
                                    "The model's answers don't end",
                                    cutAnswers + " answers of this turn reached their length limit.")
                            .withRemedy("Prompt to go on, ask for something smaller, or choose another model."));
                }
            } else if (reason != StopReason.PAUSED && !takeInserted() && !takeOvertaken()) {
                return;
            }
        }
        throw new TurnFailure(Problem.conflict(
                        "turn-too-long",
                        "The turn took too many steps",
                        "It was ended after " + limits.steps() + " model calls.")
                .withRemedy("Look at what it did; prompt to go on."));
    }

    private boolean takeInserted() {
        List<Prompt> inserted = turn.ports().steering().takeInserted();
        inserted.forEach(transcript.conversation()::deliver);
        return !inserted.isEmpty();
    }

    /// What the agent has read may not be so any more.
    private boolean takeOvertaken() {
        Optional<FilesOvertaken> news = turn.ports().gate().overtaken();
        news.ifPresent(transcript::append);
        return news.isPresent();
    }

    private ModelStep.Answer ask() throws InterruptedException, TurnFailure {
        if (transcript.conversation().expectedTokens() > brain.window() * limits.compactAt()) {
            compact();
        }
        try {
            return call();
        } catch (ModelCallException failed) {
            if (!(failed.failure() instanceof ModelFailure.ContextOverflow)) {
                throw new TurnFailure(failed.failure().problem());
            }
        }
        compact();
        try {
            return call();
        } catch (ModelCallException again) {
            throw new TurnFailure(again.failure().problem());
        }
    }

    private ModelStep.Answer call() throws InterruptedException, TurnFailure, ModelCallException {
        ModelStep step = new ModelStep(transcript, describer, next(), clock, limits.call());
        ModelStep.Answer answer =
                step.run(brain.client(), () -> request(transcript.conversation().messages()));
        transcript
                .conversation()
                .measured(
                        answer.reply().contextTokens() + answer.reply().usage().output());
        return answer;
    }

    /// Has the model summarise what is oldest, so that the rest fits again.
    private void compact() throws InterruptedException, TurnFailure {
        Conversation conversation = transcript.conversation();
        long before = conversation.expectedTokens();
        long size = Math.min(brain.window(), before);
        Optional<Conversation.Cut> possible = conversation.cut((long) (size * limits.keepVerbatim()));
        if (possible.isEmpty()) {
            return;
        }
        Conversation.Cut cut = possible.get();
        try {
            summarise(cut, Compaction.request(cut.before()), before);
        } catch (ModelCallException failed) {
            if (!(failed.failure() instanceof ModelFailure.ContextOverflow)) {
                throw new TurnFailure(failed.failure().problem());
            }
            try {
                summarise(cut, Compaction.request(Compaction.slim(cut.before())), before);
            } catch (ModelCallException again) {
                throw new TurnFailure(again.failure().problem());
            }
        }
    }

    private void summarise(Conversation.Cut cut, List<Message> messages, long tokensBefore)
            throws InterruptedException, TurnFailure, ModelCallException {
        SummaryStep step = new SummaryStep(transcript, next(), clock, limits.call());
        step.run(brain.client(), request(messages), cut.replaces(), tokensBefore);
        tools.forgetInstructions();
    }

    private ModelStep.CallNumber next() {
        calls++;
        return new ModelStep.CallNumber(turn.id(), calls, brain.name());
    }

    private ModelRequest request(List<Message> messages) {
        return new ModelRequest(brain.name().value(), brain.system(), messages, brain.tools(), brain.options());
    }
}
