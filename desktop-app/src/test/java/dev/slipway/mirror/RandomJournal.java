package dev.slipway.mirror;

import dev.slipway.link.TestJournal;
import dev.slipway.link.TestServer;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.TurnId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Writes journals in which what belongs together stands apart, by chance: prompts wait long, calls run beside one
/// another and take their time.
final class RandomJournal {
    private final Random random;
    private final List<String> running = new ArrayList<>();
    private final List<PromptId> waiting = new ArrayList<>();
    private int number;

    RandomJournal(Random random) {
        this.random = random;
    }

    void write(TestJournal journal, int events) {
        for (int i = 0; i < events; i++) {
            journal.append(next());
        }
    }

    private SessionEvent next() {
        number++;
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> new SessionEvent.TextWritten(new BlockId("t" + number), "some words", true);
            case 3, 4 -> request("bash", Effect.EXECUTES);
            case 5, 6 -> request("grep", Effect.READS);
            case 7, 8 ->
                running.isEmpty()
                        ? request("read", Effect.READS)
                        : completed(running.remove(random.nextInt(running.size())));
            case 9 ->
                running.isEmpty()
                        ? new SessionEvent.SessionRenamed("title " + number, TestServer.ADA)
                        : new SessionEvent.ToolCallStarted(running.get(random.nextInt(running.size())));
            case 10 -> {
                PromptId id = new PromptId("p" + number);
                waiting.add(id);
                yield new SessionEvent.PromptAccepted(new Prompt(
                        id, TestServer.ADA, "words", PromptMode.QUEUE, List.of(), Optional.empty(), Instant.EPOCH));
            }
            default -> prompt();
        };
    }

    private SessionEvent prompt() {
        if (waiting.isEmpty()) {
            return new SessionEvent.ModelCallStarted(new TurnId(number), 1, new ModelName("a/b"));
        }
        int at = random.nextInt(waiting.size());
        return switch (random.nextInt(3)) {
            case 0 -> new SessionEvent.PromptEdited(waiting.get(at), "other words", TestServer.ADA);
            case 1 -> new SessionEvent.PromptMoved(waiting.get(at), 0, TestServer.ADA);
            default -> new SessionEvent.PromptDelivered(waiting.remove(at), new TurnId(number));
        };
    }

    private SessionEvent request(String tool, Effect effect) {
        running.add("c" + number);
        return new SessionEvent.ToolCallRequested(
                new BlockId("a" + number), new TurnId(1), "c" + number, tool, "{}", effect, "does it");
    }

    private SessionEvent completed(String call) {
        return new SessionEvent.ToolCallCompleted(
                new BlockId("o" + number),
                call,
                SessionEvent.ToolCallCompleted.Outcome.SUCCEEDED,
                "done",
                List.of(),
                Optional.empty(),
                Optional.of(0),
                Duration.ofMillis(5));
    }
}
