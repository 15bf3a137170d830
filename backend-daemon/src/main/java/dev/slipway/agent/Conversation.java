package dev.slipway.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.llm.ContentBlock;
import dev.slipway.llm.ContentBlock.Reasoning;
import dev.slipway.llm.ContentBlock.Text;
import dev.slipway.llm.ContentBlock.ToolCall;
import dev.slipway.llm.ContentBlock.ToolResult;
import dev.slipway.llm.ContentBlock.UnreadableToolCall;
import dev.slipway.llm.ContentBlock.Viewable;
import dev.slipway.llm.Message;
import dev.slipway.llm.Message.Role;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent.ConversationCompacted;
import dev.slipway.model.event.SessionEvent.FilesOvertaken;
import dev.slipway.model.event.SessionEvent.ModelCallStarted;
import dev.slipway.model.event.SessionEvent.ModelRetryScheduled;
import dev.slipway.model.event.SessionEvent.ReasoningWritten;
import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallRequested;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.wire.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the model is sent: a fold over the events of a journal, so that a restart comes to the same conversation. It
/// is
/// valid for every provider whatever happened: sides alternate, each tool call has its result, no thought dangles.
final class Conversation {
    static final String GO_ON = "[Your last answer was cut off. Go on where it ends.]";
    static final String UNANSWERED =
            "[Interrupted before it reported back: it may or may not have happened. Check before doing it again.]";

    /// Tokens of system prompt and tools, roughly.
    private static final long STANDING = 5_000;

    private final PromptContent content;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<PromptId> delivered = new HashSet<>();
    /// Calls of the last assistant entry that have no result yet.
    private final Set<String> unanswered = new LinkedHashSet<>();

    private @Nullable UserId creator;
    private long lastSeq;
    /// Where the answer to the last model call begins.
    private int answerFrom;
    private long measured;
    private long estimateThen;

    Conversation(PromptContent content) {
        this.content = content;
    }

    /// One side's turn to speak. Grows while it is the last.
    private static final class Entry {
        final Role role;
        /// All events that it comes from have higher sequence numbers.
        final long after;
        final List<ContentBlock> blocks = new ArrayList<>();
        long tokens;

        Entry(Role role, long after) {
            this.role = role;
            this.after = after;
        }

        void add(int at, ContentBlock block) {
            blocks.add(at, block);
            tokens += tokens(block);
        }

        void add(ContentBlock block) {
            add(blocks.size(), block);
        }

        boolean startsFresh() {
            return role == Role.ASSISTANT || blocks.stream().noneMatch(ToolResult.class::isInstance);
        }

        Message message() {
            return new Message(role, blocks);
        }
    }

    /// Whether the prompt has entered the conversation.
    boolean has(PromptId prompt) {
        return delivered.contains(prompt);
    }

    /// Whose session it is, unless that is known already: prompts of others carry their names.
    void startedBy(Author author) {
        if (creator == null) {
            creator = author.user();
        }
    }

    /// A person speaks.
    void deliver(Prompt prompt) {
        if (delivered.add(prompt.id())) {
            startedBy(prompt.author());
            boolean guest = !prompt.author().user().equals(creator);
            content.blocks(prompt, guest).forEach(listening()::add);
        }
    }

    /// Takes in what has happened; most events say nothing to a model.
    void apply(Envelope envelope) {
        switch (envelope.event()) {
            case ModelCallStarted _ -> expectAnswer();
            case ModelRetryScheduled _ -> forgetAnswer();
            case TextWritten text -> {
                if (!text.text().isBlank()) {
                    answering(envelope).add(new Text(text.text()));
                }
            }
            case ReasoningWritten thought -> {
                if (!thought.payload().isBlank()) {
                    answering(envelope).add(new Reasoning(thought.text(), thought.provider(), json(thought.payload())));
                }
            }
            case ToolCallRequested call -> {
                answering(envelope).add(call(call));
                unanswered.add(call.call());
            }
            case ToolCallCompleted result -> {
                if (unanswered.remove(result.call())) {
                    answer(result(result));
                }
            }
            case ConversationCompacted compacted -> compact(compacted);
            case FilesOvertaken overtaken -> listening().add(new Text(overtakenWords(overtaken)));
            default -> {}
        }
        lastSeq = envelope.seq();
    }

    private static String overtakenWords(FilesOvertaken event) {
        return "[These files changed since you read them, by bringing in "
                + event.branch().value() + " at " + event.commit().abbreviated() + ": "
                + String.join(", ", event.files())
                + (event.more() > 0 ? " and " + event.more() + " more" : "")
                + ". Read them again before you rely on them.]";
    }

    /// The messages for the next call; the last one is the user's.
    List<Message> messages() {
        settle();
        return entries.stream().map(Entry::message).toList();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /// How large the next request will be, in tokens: the provider's last count, and an estimate for what came since.
    long expectedTokens() {
        return measured == 0 ? STANDING + estimate() : measured + estimate() - estimateThen;
    }

    /// The provider has counted request and answer.
    void measured(long tokens) {
        measured = tokens;
        estimateThen = estimate();
    }

    /// Where to cut so that at most `tokens` remain: what comes before is summarised. Cuts deeper where that would
    /// gain
    /// little; a prompt that nobody has answered stays in any case.
    /// @return empty when nothing is to be gained
    Optional<Cut> cut(long tokens) {
        settle();
        int last = entries.size() - 1;
        int deepest = last >= 0 && entries.get(last).startsFresh() ? last : entries.size();
        int index = deepest;
        long kept = 0;
        for (int i = last; i > 0 && kept + entries.get(i).tokens <= tokens; i--) {
            kept += entries.get(i).tokens;
            if (entries.get(i).startsFresh()) {
                index = i;
            }
        }
        if (gain(index) < 0.5) {
            index = deepest;
        }
        return gain(index) < 0.2 ? Optional.empty() : Optional.of(cutAt(index));
    }

    /// @param before   the messages to summarise
    /// @param replaces the sequence number of the last event that they come from
    record Cut(List<Message> before, long replaces) {}

    private Cut cutAt(int index) {
        List<Message> before =
                entries.subList(0, index).stream().map(Entry::message).toList();
        return new Cut(before, index < entries.size() ? entries.get(index).after : lastSeq);
    }

    /// Share of the conversation that comes before a place.
    private double gain(int index) {
        long before = entries.subList(0, index).stream()
                .mapToLong(entry -> entry.tokens)
                .sum();
        return (double) before / Math.max(1, estimate());
    }

    /// From here on the summary stands for what came before.
    void compact(ConversationCompacted compacted) {
        lastSeq = Math.max(lastSeq, compacted.replaces());
        settle();
        answerFrom = Integer.MAX_VALUE;
        measured = 0;
        entries.removeIf(entry -> entry.after < compacted.replaces());
        Text summary = new Text("[What came before was too long. This is your own summary of it.]\n\n"
                + compacted.summary()
                + "\n\n[End of the summary. Go on from here.]");
        if (entries.isEmpty() || entries.getFirst().role == Role.ASSISTANT) {
            entries.addFirst(new Entry(Role.USER, compacted.replaces() - 1));
        }
        entries.getFirst().blocks.remove(new Text(GO_ON));
        entries.getFirst().add(0, summary);
    }

    private void expectAnswer() {
        settle();
        if (!entries.isEmpty() && entries.getLast().role == Role.ASSISTANT) {
            listening().add(new Text(GO_ON));
        }
        answerFrom = entries.size();
    }

    private void forgetAnswer() {
        if (answerFrom < entries.size()) {
            entries.subList(answerFrom, entries.size()).clear();
            unanswered.clear();
        }
    }

    private Entry answering(Envelope envelope) {
        if (entries.isEmpty()) {
            listening().add(new Text("[Go on.]"));
        }
        if (entries.getLast().role == Role.USER) {
            settle();
            entries.add(new Entry(Role.ASSISTANT, envelope.seq() - 1));
        }
        return entries.getLast();
    }

    private Entry listening() {
        settle();
        return userEntry();
    }

    private Entry userEntry() {
        dropTrailingThoughts();
        if (entries.isEmpty() || entries.getLast().role == Role.ASSISTANT) {
            entries.add(new Entry(Role.USER, lastSeq));
        }
        return entries.getLast();
    }

    /// Results come before anything else that the user says.
    private void answer(ToolResult result) {
        Entry entry = userEntry();
        int at = 0;
        while (at < entry.blocks.size() && entry.blocks.get(at) instanceof ToolResult) {
            at++;
        }
        entry.add(at, result);
    }

    /// Closes what was left open: calls without a result, thoughts that nothing followed.
    private void settle() {
        for (String call : List.copyOf(unanswered)) {
            answer(ToolResult.error(call, UNANSWERED));
        }
        unanswered.clear();
        dropTrailingThoughts();
    }

    private void dropTrailingThoughts() {
        if (entries.isEmpty() || entries.getLast().role == Role.USER) {
            return;
        }
        List<ContentBlock> blocks = entries.getLast().blocks;
        while (!blocks.isEmpty() && blocks.getLast() instanceof Reasoning) {
            blocks.removeLast();
        }
        if (blocks.isEmpty()) {
            entries.removeLast();
        }
    }

    private ToolResult result(ToolCallCompleted completed) {
        List<Viewable> shown = new ArrayList<>();
        shown.add(new Text(completed.output().isBlank() ? "(no output)" : completed.output()));
        completed.images().forEach(image -> shown.add(content.image(image)));
        return new ToolResult(completed.call(), shown, completed.outcome() != ToolCallCompleted.Outcome.SUCCEEDED);
    }

    private static ContentBlock call(ToolCallRequested requested) {
        try {
            JsonNode arguments = Json.lenient().readTree(requested.arguments());
            if (arguments.isObject()) {
                return new ToolCall(requested.call(), requested.tool(), arguments);
            }
        } catch (JsonProcessingException malformed) {
            return new UnreadableToolCall(
                    requested.call(), requested.tool(), requested.arguments(), malformed.getOriginalMessage());
        }
        return new UnreadableToolCall(
                requested.call(), requested.tool(), requested.arguments(), "it is no JSON object");
    }

    private static JsonNode json(String payload) {
        try {
            return Json.lenient().readTree(payload);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("A journal holds a reasoning payload that is no JSON", damaged);
        }
    }

    private long estimate() {
        return entries.stream().mapToLong(entry -> entry.tokens).sum();
    }

    /// Some 3.5 characters a token in code and prose; an image costs about 1,500.
    private static long tokens(ContentBlock block) {
        return switch (block) {
            case Text text -> text.text().length() * 2L / 7 + 1;
            case ContentBlock.Image _ -> 1500;
            case Reasoning thought ->
                (thought.text().length() + thought.payload().toString().length()) * 2L / 7;
            case ToolCall call -> call.arguments().toString().length() * 2L / 7 + 20;
            case UnreadableToolCall call -> call.rawArguments().length() * 2L / 7 + 20;
            case ToolResult result ->
                10 + result.content().stream().mapToLong(Conversation::tokens).sum();
        };
    }
}
