package dev.slipway.agent;

import dev.slipway.journal.Journal;
import dev.slipway.llm.CallOptions;
import dev.slipway.llm.ModelRequest.SystemBlock;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.TurnId;
import dev.slipway.tool.BackgroundProcesses;
import dev.slipway.tool.Toolbox;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent of one session. It keeps the conversation in memory between turns, and can be dropped once what it
/// appended is written: a new one reads it from the journal. Its turns run one after another.
public final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private final Journal journal;
    private final ModelSource models;
    private final Toolbox toolbox;
    private final AgentLimits limits;
    private final InstantSource clock;
    private final BackgroundProcesses background;
    private final RepositoryInstructions instructions = new RepositoryInstructions();
    private @Nullable Transcript transcript;

    public Agent(Journal journal, ModelSource models, Toolbox toolbox, AgentLimits limits, InstantSource clock) {
        this.journal = journal;
        this.models = models;
        this.toolbox = toolbox;
        this.limits = limits;
        this.clock = clock;
        this.background = new BackgroundProcesses(clock);
    }

    /// Runs a turn in the calling thread, a virtual one, until the agent rests, fails, or the thread is interrupted,
    /// which is how a person's stop arrives: the model call is cut, tools, background processes and all that they
    /// started are ended, and the journal holds what came of each. What goes wrong is an outcome, not an exception.
    /// The thread's interrupted status is clear when it returns.
    public TurnOutcome run(Turn turn) {
        ToolRunner tools = null;
        try {
            Transcript known = transcript();
            tools = new ToolRunner(
                    new ToolRunner.Equipment(toolbox, journal.blobs(), background, instructions), known, turn, clock);
            CallDescriber describer = new CallDescriber(toolbox, known, turn.id());
            new TurnRun(turn, brain(turn), known, tools, describer, limits, clock).run();
            return new TurnOutcome.Completed(tools.left());
        } catch (InterruptedException stopped) {
            return stopped(left(tools));
        } catch (TurnFailure failure) {
            return new TurnOutcome.Failed(failure.problem(), left(tools));
        } catch (ProblemException failure) {
            return new TurnOutcome.Failed(failure.problem(), left(tools));
        } catch (RuntimeException bug) {
            LOG.error("The turn {} of session {} failed in an unforeseen way", turn.id(), journal.session(), bug);
            return new TurnOutcome.Failed(
                    Problem.of(
                                    Problem.Kind.INTERNAL,
                                    "agent-fault",
                                    "A fault in Slipway ended the turn",
                                    bug.getClass().getSimpleName() + "; the daemon's log has the details.")
                            .withRemedy("Prompt to go on. If it happens again, please report it."),
                    left(tools));
        } finally {
            var _ = Thread.interrupted();
        }
    }

    /// After the daemon was killed in the middle of a turn: writes what became of what was under way, so that nothing
    /// is
    /// open any more and nothing is done twice. Does nothing where nothing is open.
    /// @return what had left the sandbox, a sentence each
    public List<String> recover(TurnId turn) {
        transcript = null;
        return new Recovery(journal, turn).run();
    }

    /// Forgets the conversation, which the next turn reads from the journal; for while it does not work and all that
    /// it appended is written.
    public void rest() {
        transcript = null;
    }

    /// Ends the background processes, which the end of a turn does not; call it before the sandbox is released.
    public void endBackground() throws InterruptedException {
        background.end();
    }

    /// The programs that it left running.
    public List<BackgroundProcesses.Program> programs() {
        return background.programs();
    }

    Conversation conversation() {
        return transcript().conversation();
    }

    private TurnOutcome stopped(List<String> left) {
        try {
            background.end();
        } catch (InterruptedException impatient) {
            LOG.info("Session {} was stopped twice", journal.session());
        }
        return new TurnOutcome.Stopped(left);
    }

    private Transcript transcript() {
        Transcript known = transcript;
        if (known == null) {
            known = new Transcript(journal, new Conversation(new PromptContent(journal.blobs())));
            new ConversationLoader(journal).loadInto(known);
            transcript = known;
        }
        return known;
    }

    private TurnRun.Brain brain(Turn turn) {
        String name = models.resolve(turn.model().value());
        List<SystemBlock> system =
                SystemPrompt.of(turn.place(), instructions.atRoot(turn.ports().instructions()));
        return new TurnRun.Brain(
                new ModelName(name),
                models.client(name),
                system,
                toolbox.specs(),
                CallOptions.STANDARD.withCacheKey(journal.session().value()),
                models.contextTokens(name).orElse(limits.contextTokens()));
    }

    private static List<String> left(@Nullable ToolRunner tools) {
        return tools == null ? List.of() : tools.left();
    }
}
