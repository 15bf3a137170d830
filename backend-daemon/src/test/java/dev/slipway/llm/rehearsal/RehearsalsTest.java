package dev.slipway.llm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.llm.CallOptions;
import dev.slipway.llm.Connections;
import dev.slipway.llm.ContentBlock;
import dev.slipway.llm.Message;
import dev.slipway.llm.ModelCallException;
import dev.slipway.llm.ModelClient;
import dev.slipway.llm.ModelEvent;
import dev.slipway.llm.ModelFailure;
import dev.slipway.llm.ModelReply;
import dev.slipway.llm.ModelRequest;
import dev.slipway.llm.Provider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalsTest {
    private static final Provider PROVIDER = Provider.of("rehearsal", Provider.Kind.REHEARSAL, "", "", List.of("demo"));

    @TempDir
    Path scripts;

    private final List<Duration> pauses = new ArrayList<>();

    private ModelClient client() {
        return new Rehearsals(Optional.of(scripts), pauses::add).open(PROVIDER, Connections.ofEnvironment());
    }

    private ModelReply call(String script, List<Message> messages) throws Exception {
        return client().call(
                        new ModelRequest(script, List.of(), messages, List.of(), CallOptions.STANDARD), event -> {});
    }

    /// Plays a whole turn, with the results that `tool` gives.
    private List<ModelReply> play(String script, String prompt, Function<ContentBlock.ToolCall, String> tool)
            throws Exception {
        List<Message> messages = new ArrayList<>(List.of(Message.user(prompt)));
        List<ModelReply> replies = new ArrayList<>();
        while (true) {
            ModelReply reply = call(script, messages);
            replies.add(reply);
            messages.add(Message.assistant(reply.blocks()));
            if (reply.stop() != ModelReply.StopReason.TOOL_USE) {
                return replies;
            }
            messages.add(Message.user(reply.toolCalls().stream()
                    .map(call -> {
                        String result = tool.apply(call);
                        return result.startsWith("!")
                                ? ContentBlock.ToolResult.error(call.id(), result)
                                : ContentBlock.ToolResult.ok(call.id(), result);
                    })
                    .toList()));
        }
    }

    @Test
    void playsTheDemoToItsPullRequest() throws Exception {
        List<String> commands = new ArrayList<>();
        List<ModelReply> replies = play("demo", "Boats that stay seven nights should pay less", call -> {
            commands.add(call.name());
            boolean fixed = commands.stream().filter("edit"::equals).count() == 3;
            return call.name().equals("shell") ? (fixed ? "all checks passed" : "exit code 1") : "fine";
        });
        assertThat(commands)
                .containsExactly(
                        "glob",
                        "read",
                        "read",
                        "read",
                        "todo",
                        "edit",
                        "shell",
                        "edit",
                        "edit",
                        "shell",
                        "todo",
                        "open_pull_request");
        assertThat(replies.getFirst().text()).startsWith("[Rehearsal] ").contains("rehearsal/demo");
        assertThat(replies).extracting(ModelReply::model).containsOnly("rehearsal/demo");
        assertThat(replies.getLast().text()).startsWith("Done.");
        assertThat(replies.stream().flatMap(reply -> reply.toolCalls().stream()).map(ContentBlock.ToolCall::id))
                .doesNotHaveDuplicates();
    }

    @Test
    void turnsWhereAResultTellsItTo() throws Exception {
        List<ModelReply> replies =
                play("demo", "Boats that stay seven nights should pay less", call -> "!no such file");
        assertThat(replies).hasSize(2);
        assertThat(replies.getLast().text()).contains("not the sample repository");
    }

    @Test
    void labelsEachPromptOnce() throws Exception {
        List<Message> messages = new ArrayList<>(List.of(Message.user("What is love?")));
        ModelReply first = call("demo", messages);
        assertThat(first.text()).startsWith("[Rehearsal]").contains("real model");
        messages.add(Message.assistant(first.blocks()));
        messages.add(Message.user("A discount for a week, please"));
        ModelReply second = call("demo", messages);
        assertThat(second.text()).startsWith("[Rehearsal]");
        messages.add(Message.assistant(second.blocks()));
        messages.add(Message.user(second.toolCalls().stream()
                .map(call -> ContentBlock.ToolResult.ok(call.id(), "fine"))
                .toList()));
        assertThat(call("demo", messages).text()).doesNotContain("[Rehearsal]");
    }

    @Test
    void staysOnItsCourseWhenAPromptIsInserted() throws Exception {
        Files.writeString(scripts.resolve("two.yaml"), """
                scenes:
                  - prompt: begin
                    steps:
                      - calls: [{tool: read, arguments: {path: a}}]
                      - say: the second step
                """);
        List<Message> messages = new ArrayList<>(List.of(Message.user("begin")));
        ModelReply first = call("two", messages);
        messages.add(Message.assistant(first.blocks()));
        messages.add(Message.user(List.of(
                ContentBlock.ToolResult.ok(first.toolCalls().getFirst().id(), "fine"),
                new ContentBlock.Text("and mind the gap"))));
        assertThat(call("two", messages).text()).isEqualTo("the second step");
    }

    @Test
    void playsScriptsOfADirectoryAtTheirPace() throws Exception {
        Files.writeString(scripts.resolve("mine.yaml"), """
                pace: {first: 70, word: 3}
                scenes:
                  - steps:
                      - reasoning: Think twice
                        say: You said ${prompt}
                """);
        List<ModelEvent> events = new ArrayList<>();
        ModelReply reply = client().call(
                        new ModelRequest(
                                "mine", List.of(), List.of(Message.user("hello")), List.of(), CallOptions.STANDARD),
                        events::add);
        assertThat(reply.text()).endsWith("You said hello");
        assertThat(events)
                .filteredOn(ModelEvent.ReasoningDelta.class::isInstance)
                .extracting(event -> ((ModelEvent.ReasoningDelta) event).text())
                .containsExactly("Think ", "twice");
        assertThat(pauses).startsWith(Duration.ofMillis(70)).contains(Duration.ofMillis(3));
        assertThat(new Rehearsals(Optional.of(scripts)).names()).containsExactly("demo", "mine");
    }

    @Test
    void saysWhichScriptsThereAre() {
        for (String name : List.of("other", "../demo", "")) {
            ModelCallException failed =
                    catchThrowableOfType(ModelCallException.class, () -> call(name, List.of(Message.user("hello"))));
            assertThat(failed.failure()).isInstanceOf(ModelFailure.UnknownModel.class);
            assertThat(failed.failure().problem().remedy().orElseThrow()).contains("rehearsal/demo");
        }
    }

    @Test
    void saysWhatIsWrongWithAScript() throws Exception {
        Files.writeString(scripts.resolve("bad.yaml"), """
                scenes:
                  - steps:
                      - {say: hi, then: [{step: nowhere}]}
                """);
        ModelCallException failed =
                catchThrowableOfType(ModelCallException.class, () -> call("bad", List.of(Message.user("hello"))));
        assertThat(failed.failure().said()).contains("nowhere");
    }
}
