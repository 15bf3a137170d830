package dev.slipway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.journal.Journal;
import dev.slipway.journal.Journals;
import dev.slipway.llm.ContentBlock;
import dev.slipway.llm.ContentBlock.Reasoning;
import dev.slipway.llm.ContentBlock.ToolCall;
import dev.slipway.llm.ContentBlock.ToolResult;
import dev.slipway.llm.ContentBlock.UnreadableToolCall;
import dev.slipway.llm.Message;
import dev.slipway.llm.Message.Role;
import dev.slipway.model.SessionId;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.ConversationCompacted;
import dev.slipway.model.event.SessionEvent.ModelCallFailed;
import dev.slipway.model.event.SessionEvent.ModelCallStarted;
import dev.slipway.model.event.SessionEvent.ModelRetryScheduled;
import dev.slipway.model.event.SessionEvent.PromptAccepted;
import dev.slipway.model.event.SessionEvent.PromptDelivered;
import dev.slipway.model.event.SessionEvent.ReasoningWritten;
import dev.slipway.model.event.SessionEvent.SessionCreated;
import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallRequested;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.session.PromptMode;
import dev.slipway.model.session.TurnId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConversationTest {
    private static final TurnId TURN = new TurnId(1);
    private static final Problem PROBLEM = Problem.unavailable("p", "p", "p");

    @TempDir
    private Path directory;

    @Test
    void whateverHappensProvidersCanReadItAndARestartHasTheSame() {
        try (Journals journals = new Journals(directory, InstantSource.system())) {
            for (int seed = 0; seed < 150; seed++) {
                Journal journal = journals.create(SessionId.of(seed + 1, 0));
                Story story = new Story(journal, new Random(seed));
                for (int i = 0; i < 40; i++) {
                    story.goOn();
                }
                story.prompt();
                List<Message> lived = story.conversation().messages();

                assertValid(lived);
                journal.append(new ModelCallFailed(TURN, 1, PROBLEM)).awaitWritten();
                Conversation reloaded = new Conversation(new PromptContent(journal.blobs()));
                new ConversationLoader(journal).loadInto(new Transcript(journal, reloaded));
                assertThat(reloaded.messages()).as("seed " + seed).isEqualTo(lived);
            }
        }
    }

    private static void assertValid(List<Message> messages) {
        assertThat(messages.getFirst().role()).isEqualTo(Role.USER);
        assertThat(messages.getLast().role()).isEqualTo(Role.USER);
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            assertThat(message.content()).isNotEmpty();
            assertThat(message.role()).isEqualTo(i % 2 == 0 ? Role.USER : Role.ASSISTANT);
            if (message.role() == Role.ASSISTANT) {
                assertThat(message.content().getLast()).isNotInstanceOf(Reasoning.class);
                assertThat(results(messages.get(i + 1))).isEqualTo(calls(message));
            } else if (i == 0) {
                assertThat(results(message)).isEmpty();
            }
            List<Boolean> isResult =
                    message.content().stream().map(ToolResult.class::isInstance).toList();
            assertThat(isResult.lastIndexOf(true)).isEqualTo(results(message).size() - 1);
        }
    }

    private static Set<String> calls(Message message) {
        return message.content().stream().flatMap(ConversationTest::callId).collect(Collectors.toSet());
    }

    private static Stream<String> callId(ContentBlock block) {
        return switch (block) {
            case ToolCall call -> Stream.of(call.id());
            case UnreadableToolCall call -> Stream.of(call.id());
            default -> Stream.empty();
        };
    }

    private static Set<String> results(Message message) {
        return message.content().stream()
                .filter(ToolResult.class::isInstance)
                .map(block -> ((ToolResult) block).callId())
                .collect(Collectors.toSet());
    }

    /// Lives through random events, sensible or not, as an agent and a session would append them.
    private static final class Story {
        private final Journal journal;
        private final Random random;
        private final Transcript transcript;
        private final List<String> open = new ArrayList<>();
        private int count;

        Story(Journal journal, Random random) {
            this.journal = journal;
            this.random = random;
            transcript = new Transcript(journal, new Conversation(new PromptContent(journal.blobs())));
            journal.append(new SessionCreated(
                            journal.session(),
                            new RepositoryId("sample"),
                            new BranchName("main"),
                            new BranchName("slipway/x"),
                            new ModelName("p/m"),
                            Rig.ADA,
                            "Title"))
                    .awaitWritten();
            new ConversationLoader(journal).loadInto(transcript);
            prompt();
        }

        Conversation conversation() {
            return transcript.conversation();
        }

        void goOn() {
            switch (random.nextInt(10)) {
                case 0 -> prompt();
                case 1, 2, 3, 4 -> answer();
                case 5, 6, 7 -> {
                    while (!open.isEmpty() && random.nextInt(4) > 0) {
                        transcript.append(completed(open.remove(random.nextInt(open.size()))));
                    }
                }
                case 8 -> transcript.append(new ModelRetryScheduled(TURN, 1, 1, PROBLEM, Duration.ZERO));
                default -> compact();
            }
        }

        void prompt() {
            count++;
            Prompt prompt = new Prompt(
                    new PromptId("p" + count),
                    random.nextBoolean() ? Rig.ADA : Rig.BOB,
                    "Prompt " + count,
                    PromptMode.QUEUE,
                    List.of(),
                    Optional.empty(),
                    Instant.EPOCH);
            journal.append(new PromptAccepted(prompt));
            journal.append(new PromptDelivered(prompt.id(), TURN));
            conversation().deliver(prompt);
        }

        private void answer() {
            open.clear();
            transcript.append(new ModelCallStarted(TURN, 1, new ModelName("p/m")));
            List<SessionEvent> rows = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                rows.add(block());
            }
            transcript.append(rows);
        }

        private SessionEvent block() {
            count++;
            BlockId id = new BlockId("b" + count);
            return switch (random.nextInt(5)) {
                case 0 -> new TextWritten(id, "Text " + count, random.nextBoolean());
                case 1 -> new TextWritten(id, " ", false);
                case 2 -> new ReasoningWritten(id, "Hm", "anthropic", random.nextBoolean() ? "{\"s\":1}" : "");
                default -> {
                    open.add("c" + count);
                    String arguments = random.nextInt(3) == 0 ? "{oops" : "{\"n\":" + count + "}";
                    yield new ToolCallRequested(id, TURN, "c" + count, "read", arguments, Effect.READS, "Read");
                }
            };
        }

        private ToolCallCompleted completed(String call) {
            return new ToolCallCompleted(
                    new BlockId("o." + call),
                    call,
                    ToolCallCompleted.Outcome.SUCCEEDED,
                    "x".repeat(random.nextInt(200)),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ZERO);
        }

        /// As a turn does it: before a model call, when every call has its result.
        private void compact() {
            if (open.isEmpty()) {
                transcript.append(new ModelCallStarted(TURN, 1, new ModelName("p/m")));
                conversation()
                        .cut(random.nextInt(300))
                        .ifPresent(cut -> transcript.append(new ConversationCompacted("Summary", cut.replaces(), 1)));
            }
        }
    }
}
