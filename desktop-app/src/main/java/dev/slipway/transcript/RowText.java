package dev.slipway.transcript;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.mirror.Row;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.*;
import dev.slipway.model.event.TodoItem;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.wire.Json;
import dev.slipway.text.Ansi;
import dev.slipway.text.MarkdownView;
import java.util.Optional;
import java.util.stream.Collectors;

/// What rows say, as text: for copies.
final class RowText {
    private RowText() {}

    static String plain(Item item) {
        return switch (item) {
            case Item.Streaming streaming ->
                MarkdownView.plain(streaming.block().text());
            case Item.Kept kept ->
                switch (kept.row().first().event()) {
                    case TextWritten text -> MarkdownView.plain(text.text());
                    case ReasoningWritten text -> MarkdownView.plain(text.text());
                    case PromptAccepted _ ->
                        prompt(kept.row())
                                .map(prompt -> MarkdownView.plain(prompt.text()))
                                .orElse("");
                    case ToolCallRequested _ -> calls(kept, "", "");
                    default -> markdown(item);
                };
        };
    }

    static String markdown(Item item) {
        return switch (item) {
            case Item.Streaming streaming -> streaming.block().text();
            case Item.Kept kept ->
                switch (kept.row().first().event()) {
                    case TextWritten text -> text.text();
                    case ReasoningWritten text -> "> " + text.text().strip().replace("\n", "\n> ");
                    case PromptAccepted _ ->
                        prompt(kept.row())
                                .map(prompt -> "**" + prompt.author().name() + ":** " + prompt.text())
                                .orElse("");
                    case ToolCallRequested _ -> calls(kept, "```\n", "\n```");
                    case TodoChanged list ->
                        list.items().stream()
                                .map(todo -> (todo.state() == TodoItem.State.DONE ? "- [x] " : "- [ ] ") + todo.text())
                                .collect(Collectors.joining("\n"));
                    case SessionEvent event ->
                        ProblemRow.problem(event)
                                .map(problem -> problem.title() + "\n" + problem.detail()
                                        + problem.remedy()
                                                .map(remedy -> "\n" + remedy)
                                                .orElse(""))
                                .orElseGet(() -> MarkRow.words(event));
                };
        };
    }

    /// What the calls of a row wrote; empty when there is nothing.
    static Optional<String> output(Item item) {
        if (!(item instanceof Item.Kept kept)) {
            return Optional.empty();
        }
        String all = kept.row().events().stream()
                .map(Envelope::event)
                .filter(ToolCallCompleted.class::isInstance)
                .map(event -> Ansi.plain(((ToolCallCompleted) event).output()).stripTrailing())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
        return all.isEmpty() ? kept.output().map(live -> Ansi.plain(live.text())) : Optional.of(all);
    }

    /// The command of a call that runs one.
    static Optional<String> command(Item item) {
        return item instanceof Item.Kept kept && kept.row().first().event() instanceof ToolCallRequested call
                ? argument(call, "command")
                : Optional.empty();
    }

    private static String calls(Item.Kept kept, String before, String after) {
        String heads = kept.row().events().stream()
                .map(Envelope::event)
                .filter(ToolCallRequested.class::isInstance)
                .map(event -> command((ToolCallRequested) event))
                .collect(Collectors.joining("\n"));
        String output = output(kept).orElse("");
        return before + heads + (output.isEmpty() ? "" : "\n" + output) + after;
    }

    private static String command(ToolCallRequested call) {
        return argument(call, "command").map(command -> "$ " + command).orElse(call.summary());
    }

    static Optional<String> argument(ToolCallRequested call, String name) {
        return arguments(call).map(json -> json.path(name).asText("")).filter(text -> !text.isEmpty());
    }

    static Optional<JsonNode> arguments(ToolCallRequested call) {
        try {
            return Optional.of(Json.lenient().readTree(call.arguments()));
        } catch (JsonProcessingException e) {
            // The model sent something malformed: the tool's answer says so.
            return Optional.empty();
        }
    }

    /// A prompt as it was delivered.
    static Optional<Prompt> prompt(Row row) {
        Optional<Prompt> prompt = Optional.empty();
        for (Envelope envelope : row.events()) {
            if (envelope.event() instanceof PromptAccepted accepted) {
                prompt = Optional.of(accepted.prompt());
            } else if (envelope.event() instanceof PromptEdited edited) {
                prompt = prompt.map(before -> before.withText(edited.text()));
            }
        }
        return prompt;
    }
}
