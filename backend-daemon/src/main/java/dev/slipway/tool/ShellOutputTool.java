package dev.slipway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.event.Effect;
import java.time.Duration;
import java.util.Optional;

/// Reads what a background process has written.
final class ShellOutputTool extends DescribedTool {
    private static final int LONGEST_WAIT = 600;

    ShellOutputTool() {
        super("shell_output", Effect.READS);
    }

    @Override
    String summarise(JsonNode arguments) {
        return "Read the output of " + arguments.path("id").asText();
    }

    @Override
    ToolResult act(Arguments arguments, ToolContext context) throws BadArgumentsException, InterruptedException {
        String id = arguments.text("id");
        int seconds = arguments.number("wait_seconds", 0, LONGEST_WAIT).orElse(0);
        Optional<BackgroundProcess> process = context.background().find(id);
        if (process.isEmpty()) {
            return ToolResult.failed("There is no background process " + id + ". "
                    + context.background().known());
        }
        process.get().awaitNews(Duration.ofSeconds(seconds));
        return ToolResult.succeeded(process.get().news());
    }
}
