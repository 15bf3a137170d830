package dev.slipway.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.journal.Appended;
import dev.slipway.journal.Blobs;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.SessionEvent.TodoChanged;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted.Outcome;
import dev.slipway.model.event.SessionEvent.ToolCallRequested;
import dev.slipway.model.event.SessionEvent.ToolCallStarted;
import dev.slipway.model.event.SessionEvent.ToolCallWaited;
import dev.slipway.model.event.TodoItem;
import dev.slipway.model.wire.Json;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.tool.BackgroundProcesses;
import dev.slipway.tool.SandboxSource;
import dev.slipway.tool.Tool;
import dev.slipway.tool.ToolContext;
import dev.slipway.tool.ToolResult;
import dev.slipway.tool.Toolbox;
import dev.slipway.tool.TurnNotes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the tool calls of one answer: neighbouring calls that only read at once, all others one by one, in the order
/// in
/// which the model asked. Whatever happens, each call gets its `ToolCallCompleted`.
final class ToolRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ToolRunner.class);
    /// How long calls that were cut may take to say so.
    private static final Duration FAREWELL = Duration.ofMillis(500);
    private static final int AT_ONCE = 8;
    /// A shorter wait is not worth a line of the transcript.
    private static final Duration NOTICEABLE = Duration.ofMillis(100);

    private final Toolbox toolbox;
    private final Transcript transcript;
    private final Blobs blobs;
    private final BackgroundProcesses background;
    private final InstantSource clock;
    private final Turn turn;
    private final RepositoryInstructions instructions;
    private final CircleGuard circles = new CircleGuard();
    private final Notes notes = new Notes();

    /// What a session keeps for its tools from turn to turn.
    record Equipment(
            Toolbox toolbox, Blobs blobs, BackgroundProcesses background, RepositoryInstructions instructions) {}

    ToolRunner(Equipment equipment, Transcript transcript, Turn turn, InstantSource clock) {
        this.toolbox = equipment.toolbox();
        this.blobs = equipment.blobs();
        this.background = equipment.background();
        this.instructions = equipment.instructions();
        this.transcript = transcript;
        this.turn = turn;
        this.clock = clock;
    }

    /// What tools tell besides their results.
    private final class Notes implements TurnNotes {
        /// Sentences; who runs a hundred commands need not read a hundred.
        private static final int MOST = 20;

        private final List<String> left = new ArrayList<>();
        private int more;

        @Override
        public void todos(List<TodoItem> items) {
            transcript.append(new TodoChanged(items));
        }

        @Override
        public synchronized void left(String sentence) {
            if (left.size() < MOST) {
                left.add(sentence);
            } else {
                more++;
            }
        }

        synchronized List<String> left() {
            List<String> all = new ArrayList<>(left);
            if (more > 0) {
                all.add("And " + more + " more.");
            }
            return List.copyOf(all);
        }
    }

    /// A call on its way.
    /// @param output the block of its output
    private record Running(ToolCallRequested call, BlockId output, Instant since, OutputTail tail) {}

    private record Ended(Running running, Optional<ToolResult> result) {}

    /// What has left the sandbox, a sentence each.
    List<String> left() {
        return notes.left();
    }

    /// The conversation was compacted: instructions of directories are to be given again.
    void forgetInstructions() {
        instructions.forget();
    }

    void run(List<ToolCallRequested> calls) throws InterruptedException, TurnFailure {
        Set<String> open = new HashSet<>();
        calls.forEach(call -> open.add(call.call()));
        try {
            for (List<ToolCallRequested> group : groups(calls)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (group.size() == 1) {
                    runAlone(group.getFirst(), open);
                } else {
                    runTogether(group, open);
                }
            }
        } finally {
            List<ToolCallCompleted> notRun = new ArrayList<>();
            for (ToolCallRequested call : calls) {
                if (open.contains(call.call())) {
                    notRun.add(completed(
                            begin(call),
                            ToolResult.failed("[Not run: the turn was ended before.]"),
                            Optional.of(Outcome.CUT)));
                }
            }
            transcript.append(notRun);
        }
    }

    private static List<List<ToolCallRequested>> groups(List<ToolCallRequested> calls) {
        List<List<ToolCallRequested>> groups = new ArrayList<>();
        for (ToolCallRequested call : calls) {
            boolean joins = !groups.isEmpty()
                    && call.effect() == Effect.READS
                    && groups.getLast().getLast().effect() == Effect.READS
                    && groups.getLast().size() < AT_ONCE;
            if (!joins) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(call);
        }
        return groups;
    }

    private void runAlone(ToolCallRequested call, Set<String> open) throws InterruptedException, TurnFailure {
        Running running = begin(call);
        Appended started = transcript.append(new ToolCallStarted(call.call()));
        if (call.effect() != Effect.READS) {
            started.awaitWritten();
        }
        open.remove(call.call());
        try {
            end(running, perform(running));
        } catch (InterruptedException stopped) {
            cut(running);
            throw stopped;
        }
    }

    private void runTogether(List<ToolCallRequested> calls, Set<String> open) throws InterruptedException, TurnFailure {
        BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
        List<Running> runnings = calls.stream().map(this::begin).toList();
        transcript.append(
                calls.stream().map(call -> new ToolCallStarted(call.call())).toList());
        calls.forEach(call -> open.remove(call.call()));
        List<Thread> threads = runnings.stream()
                .map(running -> Thread.ofVirtual()
                        .name("tool-" + running.call().call())
                        .start(() -> ended.add(performOrCut(running))))
                .toList();
        List<Running> waiting = new ArrayList<>(runnings);
        try {
            TurnFailure failure = null;
            while (!waiting.isEmpty()) {
                Ended next = ended.take();
                waiting.remove(next.running());
                try {
                    endOrCut(next);
                } catch (TurnFailure circles) {
                    failure = circles;
                }
            }
            if (failure != null) {
                throw failure;
            }
        } catch (InterruptedException stopped) {
            threads.forEach(Thread::interrupt);
            while (!waiting.isEmpty()) {
                Ended next = ended.poll(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
                if (next == null) {
                    break;
                }
                waiting.remove(next.running());
                endOrCut(next);
            }
            waiting.forEach(this::cut);
            throw stopped;
        }
    }

    private Ended performOrCut(Running running) {
        try {
            return new Ended(running, Optional.of(perform(running)));
        } catch (InterruptedException cut) {
            return new Ended(running, Optional.empty());
        }
    }

    private void endOrCut(Ended ended) throws TurnFailure {
        if (ended.result().isPresent()) {
            end(ended.running(), ended.result().get());
        } else {
            cut(ended.running());
        }
    }

    private Running begin(ToolCallRequested call) {
        BlockId output = new BlockId("o." + call.block().value());
        return new Running(call, output, clock.instant(), new OutputTail());
    }

    /// Does what the call asks for; whatever it comes to, the model can react to it.
    private ToolResult perform(Running running) throws InterruptedException {
        ToolCallRequested call = running.call();
        Optional<Tool> tool = toolbox.find(call.tool());
        if (tool.isEmpty()) {
            return ToolResult.failed("There is no tool called " + call.tool() + ". There are: "
                    + String.join(", ", toolbox.names()) + ".");
        }
        JsonNode arguments = arguments(call);
        if (!arguments.isObject()) {
            return ToolResult.failed(
                    "The arguments are not a JSON object, so nothing was done. Send them again; they must"
                            + " fit this schema: " + tool.get().schema());
        }
        try (Entry entry = new Entry(call)) {
            ToolResult result = tool.get().run(arguments, context(running, entry));
            if (!result.succeeded()) {
                return result;
            }
            return instructions
                    .nearby(arguments, turn.ports().instructions())
                    .map(text -> result.withOutput(result.output() + "\n\n" + text))
                    .orElse(result);
        } catch (RuntimeException bug) {
            LOG.error("The tool {} failed in an unforeseen way", call.tool(), bug);
            return ToolResult.failed("A fault in Slipway itself ended this call; it may or may not have had an effect: "
                    + bug.getClass().getSimpleName());
        }
    }

    /// The way of one call to the sandbox; what it opened is closed with it.
    private final class Entry implements SandboxSource, AutoCloseable {
        private final ToolCallRequested call;
        private final List<Gate.Passage> passages = new ArrayList<>();

        Entry(ToolCallRequested call) {
            this.call = call;
        }

        @Override
        public Sandbox await(Effect effect) throws InterruptedException {
            Gate.Passage passage = turn.ports().gate().pass(effect);
            passages.add(passage);
            if (passage.waited().compareTo(NOTICEABLE) >= 0) {
                transcript.append(new ToolCallWaited(call.call(), passage.waitedFor(), passage.waited()));
            }
            return passage.sandbox();
        }

        @Override
        public void close() {
            passages.forEach(Gate.Passage::close);
        }
    }

    private ToolContext context(Running running, Entry entry) {
        return new ToolContext(
                entry,
                text -> {
                    running.tail().add(text);
                    transcript.stream(
                            running.output(),
                            BlockKind.TOOL_OUTPUT,
                            running.call().call(),
                            text);
                },
                blobs,
                background,
                turn.ports().pullRequests(),
                notes,
                turn.place().environment());
    }

    private void end(Running running, ToolResult result) throws TurnFailure {
        try {
            Optional<String> warning = circles.observe(running.call(), !result.succeeded());
            ToolResult told = warning.map(w -> result.withOutput(result.output() + "\n\n" + w))
                    .orElse(result);
            transcript.append(completed(running, told, Optional.empty()));
        } catch (TurnFailure inCircles) {
            transcript.append(completed(running, result, Optional.empty()));
            throw inCircles;
        }
    }

    private void cut(Running running) {
        ToolCallRequested call = running.call();
        String note = call.effect() == Effect.READS
                ? "[Cut by a person's stop.]"
                : "[Cut by a person's stop. It had begun, so it may have had an effect: check before doing it again.]";
        if (call.effect() == Effect.REACHES_OUT) {
            notes.left("Cut while it was under way, so it may or may not have happened: " + call.summary());
        }
        transcript.append(completed(running, ToolResult.failed(running.tail().with(note)), Optional.of(Outcome.CUT)));
    }

    private ToolCallCompleted completed(Running running, ToolResult result, Optional<Outcome> outcome) {
        return new ToolCallCompleted(
                running.output(),
                running.call().call(),
                outcome.orElse(result.outcome()),
                result.output(),
                result.images(),
                result.whole(),
                result.exitCode(),
                Duration.between(running.since(), clock.instant()));
    }

    private static JsonNode arguments(ToolCallRequested call) {
        try {
            return Json.lenient().readTree(call.arguments());
        } catch (JsonProcessingException malformed) {
            return MissingNode.getInstance();
        }
    }
}
