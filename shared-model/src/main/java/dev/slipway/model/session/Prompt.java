package dev.slipway.model.session;

import dev.slipway.model.account.Author;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a person asked for.
/// @param model a model for the turn that this prompt starts, other than the session's
public record Prompt(
        PromptId id,
        Author author,
        String text,
        PromptMode mode,
        List<Attachment> attachments,
        Optional<ModelName> model,
        Instant at) {
    public Prompt {
        attachments = List.copyOf(attachments);
    }

    public Prompt withText(String changed) {
        return new Prompt(id, author, changed, mode, attachments, model, at);
    }

    public Prompt withMode(PromptMode changed) {
        return new Prompt(id, author, text, changed, attachments, model, at);
    }
}
