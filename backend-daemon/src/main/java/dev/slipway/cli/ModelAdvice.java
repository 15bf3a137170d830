package dev.slipway.cli;

import dev.slipway.model.wire.ServerCalls.Model;
import dev.slipway.model.wire.ServerCalls.ModelList;
import java.util.Optional;

/// What to tell a person who has no real model yet.
final class ModelAdvice {
    private ModelAdvice() {}

    static Optional<String> of(ModelList list) {
        if (list.models().stream().anyMatch(model -> model.usable() && !model.rehearsal())) {
            return Optional.empty();
        }
        String only = list.models().stream().anyMatch(Model::rehearsal)
                ? "Only the rehearsal model is there: it plays a script and is no real model."
                : "No model is usable.";
        return Optional.of(only + " Set ANTHROPIC_API_KEY or OPENAI_API_KEY (OPENAI_BASE_URL for a local server such as"
                + " Ollama) where the daemon starts, then: slipway down; slipway up");
    }
}
