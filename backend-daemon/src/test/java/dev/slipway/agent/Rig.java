package dev.slipway.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.journal.Journal;
import dev.slipway.llm.Connections;
import dev.slipway.llm.Models;
import dev.slipway.llm.Provider;
import dev.slipway.llm.RetryPolicy;
import dev.slipway.llm.anthropic.AnthropicMessages;
import dev.slipway.llm.stub.ProviderStub;
import dev.slipway.llm.stub.StubReply;
import dev.slipway.llm.stub.StubRequest;
import dev.slipway.llm.stub.Wire;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.FilesOvertaken;
import dev.slipway.model.event.SessionEvent.NoticeGiven;
import dev.slipway.model.event.SessionEvent.PromptAccepted;
import dev.slipway.model.event.SessionEvent.PromptDelivered;
import dev.slipway.model.event.SessionEvent.ToolCallWaited.WaitedFor;
import dev.slipway.model.event.SessionEvent.TurnStarted;
import dev.slipway.model.forge.PullRequestRef;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.Attachment;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.TurnId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.tool.PullRequestOpener;
import dev.slipway.tool.SandboxSource;
import dev.slipway.tool.Toolbox;
import dev.slipway.tool.Workbench;
import java.net.ProxySelector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/// A session's agent with a provider that plays by script, a real journal and a real sandbox.
final class Rig implements AutoCloseable {
    static final Author ADA = new Author(new UserId("ada"), "Ada", "ada@example.org");
    static final Author BOB = new Author(new UserId("bob"), "Bob", "bob@example.org");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RetryPolicy QUICK =
            new RetryPolicy(3, 2, Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofSeconds(1));

    final Journal journal;
    final ProviderStub stub;
    final Queue<Function<StubRequest, StubReply>> script = new ConcurrentLinkedQueue<>();
    Sandbox sandbox;
    final Queue<FilesOvertaken> overtaken = new ConcurrentLinkedQueue<>();
    SandboxSource source = effect -> sandbox;
    Steering steering = Steering.none();
    Instructions instructions = Instructions.none();
    PullRequestOpener opener = draft ->
            new PullRequestOpener.Opened(new PullRequestRef(new RepositoryId("sample"), 3), true, "1 file changed.");
    AgentLimits limits = AgentLimits.STANDARD;
    Agent agent;

    private final Models models;
    private int turns;
    private int prompts;

    Rig(Workbench bench) {
        journal = bench.journal();
        sandbox = bench.sandbox();
        stub = ProviderStub.start(request -> {
            Function<StubRequest, StubReply> next = script.poll();
            return next == null ? text("Done.") : next.apply(request);
        });
        models = new Models(
                List.of(Provider.of("p", Provider.Kind.ANTHROPIC, stub.baseUrl(), "key", List.of("stub-1"))),
                Map.of(Provider.Kind.ANTHROPIC, new AnthropicMessages()),
                List.of(),
                QUICK,
                new Connections(ProxySelector.of(null)),
                new Random(1));
        agent = freshAgent();
    }

    /// As after a restart: with nothing in memory.
    Agent freshAgent() {
        agent = new Agent(journal, ModelSource.of(models), Toolbox.standard(), limits, InstantSource.system());
        return agent;
    }

    Rig limits(AgentLimits chosen) {
        limits = chosen;
        freshAgent();
        return this;
    }

    Rig answers(StubReply... replies) {
        for (StubReply reply : replies) {
            script.add(request -> reply);
        }
        return this;
    }

    static StubReply text(String text) {
        return Wire.anthropic().text(text).end();
    }

    static StubReply call(String id, String tool, String arguments) {
        return Wire.anthropic().call(id, tool, arguments).end();
    }

    TurnOutcome prompt(String text) {
        return agent.run(turn(prompt(ADA, text)));
    }

    Prompt prompt(Author author, String text, Attachment... attachments) {
        prompts++;
        Prompt prompt = new Prompt(
                new PromptId("p" + prompts),
                author,
                text,
                PromptMode.QUEUE,
                List.of(attachments),
                Optional.empty(),
                Instant.EPOCH);
        journal.append(new PromptAccepted(prompt));
        return prompt;
    }

    /// Appends what a session appends before a turn.
    Turn turn(Prompt... delivered) {
        turns++;
        TurnId id = new TurnId(turns);
        ModelName model = new ModelName("p/stub-1");
        journal.append(new TurnStarted(id, model, ADA));
        for (Prompt prompt : delivered) {
            journal.append(new PromptDelivered(prompt.id(), id));
        }
        return new Turn(
                id,
                model,
                List.of(delivered),
                new Turn.Place(
                        new RepositoryId("sample"),
                        new BranchName("main"),
                        new BranchName("slipway/x"),
                        "None.",
                        Map.of()),
                new Turn.Ports(steering, gate(), opener, instructions));
    }

    private Gate gate() {
        return new Gate() {
            @Override
            public Passage pass(Effect effect) throws InterruptedException {
                return new Passage(source.await(effect), WaitedFor.SANDBOX, Duration.ZERO, () -> {});
            }

            @Override
            public Optional<FilesOvertaken> overtaken() {
                return Optional.ofNullable(overtaken.poll());
            }
        };
    }

    /// Runs a turn in a thread of its own, to be interrupted.
    Running start(String text) {
        return start(turn(prompt(ADA, text)));
    }

    Running start(Turn turn) {
        FutureTask<TurnOutcome> outcome = new FutureTask<>(() -> agent.run(turn));
        return new Running(Thread.ofVirtual().start(outcome), outcome);
    }

    record Running(Thread thread, FutureTask<TurnOutcome> outcome) {}

    /// All rows so far.
    List<SessionEvent> rows() {
        journal.append(new NoticeGiven(Problem.invalid("end", "end", "end"))).awaitWritten();
        List<SessionEvent> rows = new ArrayList<>();
        journal.forEach(1, envelope -> rows.add(envelope.event()));
        return rows;
    }

    <T extends SessionEvent> List<T> rows(Class<T> type) {
        return rows().stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<Envelope> envelopes() {
        List<Envelope> all = new ArrayList<>();
        rows();
        journal.forEach(1, all::add);
        return all;
    }

    /// What the model was sent in its n-th call, from 0.
    JsonNode request(int index) {
        try {
            return JSON.readTree(stub.requests().get(index).body());
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    JsonNode lastRequest() {
        return request(stub.requests().size() - 1);
    }

    @Override
    public void close() {
        stub.close();
        models.close();
        sandbox.destroy();
    }
}
