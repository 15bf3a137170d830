package dev.slipway.agent;

import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.session.Prompt;
import dev.slipway.model.session.TurnId;
import dev.slipway.tool.PullRequestOpener;
import java.util.List;
import java.util.Map;

/// What an agent is to do now. Whoever runs it has appended `TurnStarted`, and a `PromptDelivered` for each of the
/// prompts.
/// @param prompts what it answers, in order; empty to go on where the last turn ended
public record Turn(TurnId id, ModelName model, List<Prompt> prompts, Place place, Ports ports) {
    public Turn {
        prompts = List.copyOf(prompts);
    }

    /// Where it works.
    /// @param base        the branch that it starts from
    /// @param branch      the branch that holds its work
    /// @param network     what programs in the sandbox may reach, a sentence for the model
    /// @param environment variables for programs in the sandbox, such as git's author
    public record Place(
            RepositoryId repository,
            BranchName base,
            BranchName branch,
            String network,
            Map<String, String> environment) {
        public Place {
            environment = Map.copyOf(environment);
        }
    }

    /// What the session does for its agent.
    public record Ports(Steering steering, Gate gate, PullRequestOpener pullRequests, Instructions instructions) {}
}
