package dev.slipway.agent;

import dev.slipway.model.session.Prompt;
import java.util.List;

/// Where a running turn finds prompts that people want in at its next step.
@FunctionalInterface
public interface Steering {
    /// Takes all that wait, in order, and appends a `PromptDelivered` for each. Called before each model call but the
    /// first, and once more when the agent means to rest.
    List<Prompt> takeInserted();

    /// Nobody steers.
    static Steering none() {
        return List::of;
    }
}
