package dev.slipway.agent;

import dev.slipway.journal.Journal;
import dev.slipway.model.event.Envelope;
import dev.slipway.model.event.SessionEvent.ConversationCompacted;
import dev.slipway.model.event.SessionEvent.PromptAccepted;
import dev.slipway.model.event.SessionEvent.PromptDelivered;
import dev.slipway.model.event.SessionEvent.PromptEdited;
import dev.slipway.model.event.SessionEvent.SessionCreated;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.PromptId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Brings a conversation back from a journal. Reads from its end, back to the last compaction: what is older is in
/// the
/// summary.
final class ConversationLoader {
    private static final int PAGE = 500;

    private final Journal journal;
    private final Map<PromptId, Prompt> accepted = new HashMap<>();
    private final Map<PromptId, String> edited = new HashMap<>();

    ConversationLoader(Journal journal) {
        this.journal = journal;
    }

    void loadInto(Transcript transcript) {
        Optional<ConversationCompacted> summary = lastCompaction();
        long from = summary.map(ConversationCompacted::replaces).orElse(0L) + 1;
        findPrompts(from);
        journal.read(1, 1).forEach(first -> {
            if (first.event() instanceof SessionCreated created) {
                transcript.conversation().startedBy(created.creator());
            }
        });
        summary.ifPresent(transcript.conversation()::compact);
        journal.forEach(from, envelope -> {
            switch (envelope.event()) {
                case ConversationCompacted _ -> {}
                case PromptDelivered delivered -> {
                    Prompt prompt = accepted.get(delivered.prompt());
                    if (prompt != null) {
                        String text = edited.getOrDefault(prompt.id(), prompt.text());
                        transcript.conversation().deliver(prompt.withText(text));
                    }
                    transcript.take(envelope);
                }
                default -> transcript.take(envelope);
            }
        });
    }

    private Optional<ConversationCompacted> lastCompaction() {
        return backwards(journal.last(), envelope -> envelope.event() instanceof ConversationCompacted)
                .map(envelope -> (ConversationCompacted) envelope.event());
    }

    /// A prompt may have been accepted long before it was delivered.
    private void findPrompts(long from) {
        Set<PromptId> wanted = new HashSet<>();
        journal.forEach(from, envelope -> {
            note(envelope);
            if (envelope.event() instanceof PromptDelivered delivered) {
                wanted.add(delivered.prompt());
            }
        });
        wanted.removeAll(accepted.keySet());
        if (!wanted.isEmpty()) {
            backwards(from - 1, envelope -> {
                note(envelope);
                return envelope.event() instanceof PromptAccepted prompt
                        && wanted.remove(prompt.prompt().id())
                        && wanted.isEmpty();
            });
        }
    }

    private void note(Envelope envelope) {
        switch (envelope.event()) {
            case PromptAccepted prompt -> accepted.putIfAbsent(prompt.prompt().id(), prompt.prompt());
            case PromptEdited edit -> edited.merge(edit.prompt(), edit.text(), (old, next) -> next);
            default -> {}
        }
    }

    private Optional<Envelope> backwards(long last, Predicate<Envelope> wanted) {
        for (long end = last; end >= 1; end -= PAGE) {
            long start = Math.max(1, end - PAGE + 1);
            List<Envelope> page = journal.read(start, (int) (end - start + 1));
            for (Envelope envelope : page.reversed()) {
                if (wanted.test(envelope)) {
                    return Optional.of(envelope);
                }
            }
        }
        return Optional.empty();
    }
}
