package dev.slipway.agent;

import dev.slipway.journal.Journal;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.LiveText;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.BranchPushed;
import dev.slipway.model.event.SessionEvent.PullRequestOpened;
import dev.slipway.model.event.SessionEvent.ReasoningWritten;
import dev.slipway.model.event.SessionEvent.TextWritten;
import dev.slipway.model.event.SessionEvent.ToolCallCompleted;
import dev.slipway.model.event.SessionEvent.ToolCallRequested;
import dev.slipway.model.event.SessionEvent.ToolCallStarted;
import dev.slipway.model.event.SessionEvent.TurnStarted;
import dev.slipway.model.session.TurnId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tidies a journal whose turn was ended by the daemon's own end.
final class Recovery {
    private static final int PAGE = 500;

    private final Journal journal;
    private final TurnId turn;
    private final Map<String, ToolCallRequested> open = new LinkedHashMap<>();
    private final Set<String> started = new HashSet<>();
    private final List<String> left = new ArrayList<>();

    Recovery(Journal journal, TurnId turn) {
        this.journal = journal;
        this.turn = turn;
    }

    List<String> run() {
        journal.forEach(turnStart(), envelope -> take(envelope.event()));
        List<SessionEvent> rows = new ArrayList<>();
        for (LiveText text : journal.live()) {
            rows.add(close(text));
        }
        open.values()
                .forEach(call ->
                        rows.add(completed(new BlockId("x." + call.block().value()), call, "")));
        if (!rows.isEmpty()) {
            journal.append(rows);
        }
        return List.copyOf(left);
    }

    private void take(SessionEvent event) {
        switch (event) {
            case ToolCallRequested call -> open.put(call.call(), call);
            case ToolCallStarted call -> started.add(call.call());
            case ToolCallCompleted call -> open.remove(call.call());
            case BranchPushed push ->
                left.add("Branch " + push.branch().value() + " was pushed at "
                        + push.commit().value());
            case PullRequestOpened opened ->
                left.add("Opened pull request " + opened.pullRequest() + " \"" + opened.title() + "\"");
            default -> {}
        }
    }

    private SessionEvent close(LiveText text) {
        ToolCallRequested call = open.get(text.parent());
        if (text.kind() == BlockKind.TOOL_OUTPUT && call != null) {
            open.remove(call.call());
            return completed(text.block(), call, text.text());
        }
        return switch (text.kind()) {
            case TEXT -> new TextWritten(text.block(), text.text(), false);
            case REASONING -> new ReasoningWritten(text.block(), text.text(), "", "");
            case TOOL_ARGUMENTS, TOOL_OUTPUT -> new TextWritten(text.block(), "", false);
        };
    }

    private ToolCallCompleted completed(BlockId block, ToolCallRequested call, String output) {
        boolean begun = started.contains(call.call());
        OutputTail tail = new OutputTail();
        tail.add(output);
        String note = begun && call.effect() != Effect.READS
                ? Conversation.UNANSWERED
                : begun ? "[Interrupted.]" : "[Not run: Slipway was ended before.]";
        if (begun && call.effect() == Effect.REACHES_OUT) {
            left.add("Interrupted while it was under way, so it may or may not have happened: " + call.summary());
        }
        return new ToolCallCompleted(
                block,
                call.call(),
                ToolCallCompleted.Outcome.CUT,
                tail.with(note),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO);
    }

    private long turnStart() {
        for (long end = journal.last(); end >= 1; end -= PAGE) {
            long start = Math.max(1, end - PAGE + 1);
            for (Envelope envelope :
                    journal.read(start, (int) (end - start + 1)).reversed()) {
                if (envelope.event() instanceof TurnStarted begun
                        && begun.turn().equals(turn)) {
                    return envelope.seq();
                }
            }
        }
        return journal.last() + 1;
    }
}
