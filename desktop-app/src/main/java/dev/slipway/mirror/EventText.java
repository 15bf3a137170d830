package dev.slipway.mirror;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.*;
import dev.slipway.model.event.TodoItem;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.Json;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The words of an event that a reader of the transcript can see.
final class EventText {
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");

    private EventText() {}

    static String of(SessionEvent event) {
        return switch (event) {
            case PromptAccepted e -> e.prompt().text();
            case PromptEdited e -> e.text();
            case TextWritten e -> e.text();
            case ReasoningWritten e -> e.text();
            case ToolCallRequested e -> call(e);
            case ToolCallCompleted e -> COLOURS.matcher(e.output()).replaceAll("");
            case TodoChanged e -> e.items().stream().map(TodoItem::text).collect(Collectors.joining("\n"));
            case CommitCreated e -> e.commit().abbreviated() + " " + e.subject();
            case PullRequestOpened e -> e.title();
            case PullRequestReviewed e -> e.body();
            case TurnFailed e -> words(e.problem());
            case SandboxFailed e -> words(e.problem());
            case NoticeGiven e -> words(e.problem());
            case ModelRetryScheduled e -> e.problem().title();
            case SandboxReleased e -> e.reason();
            case SandboxRestored e -> e.reason();
            case FilesOvertaken e -> String.join("\n", e.files());
            case TurnStopped e -> String.join("\n", e.left());
            default -> "";
        };
    }

    private static String words(Problem problem) {
        return problem.title() + "\n" + problem.detail()
                + problem.remedy().map(remedy -> "\n" + remedy).orElse("");
    }

    /// What a call is about, and those of its arguments that are not in that already.
    private static String call(ToolCallRequested call) {
        StringBuilder all = new StringBuilder(call.summary());
        try {
            JsonNode arguments = Json.lenient().readTree(call.arguments());
            arguments.forEach(value -> {
                if (value.isTextual() && !call.summary().contains(value.asText())) {
                    all.append('\n').append(value.asText());
                }
            });
        } catch (JsonProcessingException e) {
            // The model sent something malformed, which the card does not show either.
            return call.summary();
        }
        return all.toString();
    }
}
