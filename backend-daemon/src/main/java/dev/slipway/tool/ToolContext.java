package dev.slipway.tool;

import dev.slipway.journal.Blobs;
import java.util.Map;
import java.util.function.Consumer;

/// What surrounds a tool call.
/// @param sandbox      where it acts
/// @param live         takes its output as it comes, with whatever control sequences it has; called from any thread,
///     one at a time
/// @param blobs        keeps what is too much for the model
/// @param environment  variables for programs that the call starts, such as git's author
public record ToolContext(
        SandboxSource sandbox,
        Consumer<String> live,
        Blobs blobs,
        BackgroundProcesses background,
        PullRequestOpener pullRequests,
        TurnNotes notes,
        Map<String, String> environment) {

    public ToolContext {
        environment = Map.copyOf(environment);
    }
}
