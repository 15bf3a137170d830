package dev.slipway.agent;

import dev.slipway.journal.Appended;
import dev.slipway.journal.Journal;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.BlockKind;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.ToolCallRequested;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes what the agent does into the journal, and keeps the conversation in step with it.
final class Transcript {
    private final Journal journal;
    private final Conversation conversation;
    private final Set<String> callIds = new HashSet<>();

    Transcript(Journal journal, Conversation conversation) {
        this.journal = journal;
        this.conversation = conversation;
    }

    /// For the thread of the turn, while no tool runs.
    Conversation conversation() {
        return conversation;
    }

    /// Appends rows, if there are any.
    synchronized void append(List<? extends SessionEvent> events) {
        if (!events.isEmpty()) {
            journal.append(events).envelopes().forEach(this::take);
        }
    }

    synchronized Appended append(SessionEvent event) {
        Appended appended = journal.append(event);
        appended.envelopes().forEach(this::take);
        return appended;
    }

    /// Takes in a row that is in the journal already.
    synchronized void take(Envelope envelope) {
        if (envelope.event() instanceof ToolCallRequested call) {
            callIds.add(call.call());
        }
        conversation.apply(envelope);
    }

    void stream(BlockId block, BlockKind kind, String parent, String text) {
        journal.stream(block, kind, parent, text);
    }

    /// An id for a tool call that no other call of the session has. Some providers number from 0 in each answer.
    synchronized String callId(String proposed, BlockId block) {
        return proposed.isBlank() || callIds.contains(proposed) ? "call." + block.value() : proposed;
    }
}
