package dev.slipway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.event.Effect;
import java.time.Duration;
import java.util.Optional;

/// Ends a background process.
final class ShellKillTool extends DescribedTool {
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    ShellKillTool() {
        super("shell_kill", Effect.EXECUTES);
    }

    @Override
    String summarise(JsonNode arguments) {
        return "End " + arguments.path("id").asText();
    }

    @Override
    ToolResult act(Arguments arguments, ToolContext context) throws BadArgumentsException, InterruptedException {
        String id = arguments.text("id");
        Optional<BackgroundProcess> process = context.background().find(id);
        if (process.isEmpty()) {
            return ToolResult.failed("There is no background process " + id + ". "
                    + context.background().known());
        }
        process.get().kill();
        process.get().awaitEnd(FAREWELL);
        return ToolResult.succeeded(process.get().news());
    }
}
