package dev.slipway.llm.rehearsal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.llm.Answer;
import dev.slipway.llm.ContentBlock;
import dev.slipway.llm.Message;
import dev.slipway.llm.ModelReply;
import dev.slipway.llm.ModelRequest;
import dev.slipway.model.session.Usage;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Plays one step of a script. Which one follows from the conversation alone, as with a real model: the scene
/// from the last prompt, the step from the results since. So a rehearsal goes on where it was after a restart.
final class Performance {
    private static final Pattern WORDS = Pattern.compile("\\S+\\s*|\\s+");
    private static final int MOST_STEPS = 200;

    /// Keys of an answer's blocks, in the order in which they stream: one ends before the next begins, as with a real
    /// model.
    private static final int LABEL = 0;

    private static final int REASONING = 1;
    private static final int WORDS_SAID = 2;
    private static final int FIRST_CALL = 3;

    private final Script script;
    private final String name;
    private final Rehearsals.Pacing pacing;

    Performance(Script script, String name, Rehearsals.Pacing pacing) {
        this.script = script;
        this.name = name;
        this.pacing = pacing;
    }

    void play(ModelRequest request, Answer answer) throws InterruptedException {
        answer.model(name);
        List<Message> messages = request.messages();
        int promptAt = lastPrompt(messages);
        String prompt = promptAt < 0 ? "" : text(messages.get(promptAt));
        Optional<Script.Scene> scene =
                script.scenes().stream().filter(each -> each.fits(prompt)).findFirst();
        List<Message> since = messages.subList(promptAt + 1, messages.size());
        int step = scene.map(each -> position(each, since)).orElse(0);
        pacing.pause(script.paceOrStandard().firstPause());
        if (since.isEmpty()) {
            speak(answer, LABEL, label());
            answer.complete(LABEL);
        }
        if (scene.isEmpty()) {
            speak(answer, WORDS_SAID, "The script has no scene for this prompt.");
        } else if (step >= scene.get().steps().size() || since.size() > 2 * MOST_STEPS) {
            speak(answer, WORDS_SAID, "The script ends here.");
        } else {
            perform(scene.get().steps().get(step), messages.size(), prompt, answer);
        }
        answer.usage(Usage.NONE);
        answer.finished(ModelReply.StopReason.END_OF_TURN);
    }

    private String label() {
        return "[Rehearsal] No model is at work here: " + name + " plays a script, with real tools.";
    }

    private void perform(Script.Step step, int length, String prompt, Answer answer) throws InterruptedException {
        if (step.reasoning() != null) {
            answer.reasoningPayload(REASONING, "rehearsal", JsonNodeFactory.instance.objectNode());
            for (String word : words(step.reasoning().strip())) {
                pacing.pause(script.paceOrStandard().wordPause());
                answer.reasoning(REASONING, word);
            }
            answer.complete(REASONING);
        }
        if (step.say() != null) {
            speak(answer, WORDS_SAID, step.say().strip().replace("${prompt}", prompt));
        }
        answer.complete(WORDS_SAID);
        int key = FIRST_CALL;
        for (Script.Call call : step.calls()) {
            answer.toolCall(key, "rehearsal-" + length + "-" + (key - FIRST_CALL + 1), call.tool());
            pacing.pause(script.paceOrStandard().wordPause());
            answer.arguments(key, call.argumentsOrNone().toString());
            answer.complete(key++);
        }
    }

    private void speak(Answer answer, int key, String text) throws InterruptedException {
        for (String word : words(text)) {
            answer.text(key, word);
            pacing.pause(script.paceOrStandard().wordPause());
        }
    }

    private static List<String> words(String text) {
        return WORDS.matcher(text).results().map(MatchResult::group).toList();
    }

    /// Follows the script through the results that there are.
    private static int position(Script.Scene scene, List<Message> since) {
        int step = 0;
        for (Message message : since) {
            if (message.role() == Message.Role.USER && step < scene.steps().size()) {
                step = next(scene, step, message);
            }
        }
        return step;
    }

    private static int next(Script.Scene scene, int step, Message results) {
        boolean failed = results.content().stream()
                .anyMatch(block -> block instanceof ContentBlock.ToolResult result && result.isError());
        String text = text(results);
        return scene.steps().get(step).then().stream()
                .filter(turning -> turning.fits(failed, text))
                .findFirst()
                .map(turning -> scene.indexOf(turning.step()))
                .orElse(step + 1);
    }

    /// The last message in which the user speaks, rather than tools. What is inserted among results does not
    /// begin a new scene: a script can't be talked out of its course.
    private static int lastPrompt(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            Message message = messages.get(i);
            boolean speaks = message.content().stream().anyMatch(ContentBlock.Text.class::isInstance)
                    && message.content().stream().noneMatch(ContentBlock.ToolResult.class::isInstance);
            if (message.role() == Message.Role.USER && speaks) {
                return i;
            }
        }
        return -1;
    }

    private static String text(Message message) {
        return message.content().stream().map(Performance::text).collect(Collectors.joining("\n"));
    }

    private static String text(ContentBlock block) {
        return switch (block) {
            case ContentBlock.Text text -> text.text();
            case ContentBlock.ToolResult result ->
                result.content().stream().map(Performance::text).collect(Collectors.joining("\n"));
            default -> "";
        };
    }
}
