package dev.slipway.agent;

import dev.slipway.llm.ModelClient;
import dev.slipway.llm.Models;
import java.util.OptionalInt;

/// Where the agent finds its models.
public interface ModelSource {
    /// @throws dev.slipway.model.problem.ProblemException when there is no such model, or it lacks its key
    ModelClient client(String model);

    /// The full name that a name stands for.
    String resolve(String model);

    /// Most tokens of input; empty if not known.
    OptionalInt contextTokens(String model);

    /// All that are configured.
    static ModelSource of(Models models) {
        return new ModelSource() {
            @Override
            public ModelClient client(String model) {
                return models.client(model);
            }

            @Override
            public String resolve(String model) {
                return models.resolve(model);
            }

            @Override
            public OptionalInt contextTokens(String model) {
                return models.contextTokens(model);
            }
        };
    }
}
