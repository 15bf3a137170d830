package dev.slipway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.event.Effect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Makes a file, or replaces all of one.
final class WriteTool extends DescribedTool {
    /// In bytes.
    static final int LARGEST = 10 * 1024 * 1024;

    WriteTool() {
        super("write", Effect.WRITES);
    }

    @Override
    String summarise(JsonNode arguments) {
        return "Write " + arguments.path("path").asText();
    }

    @Override
    ToolResult act(Arguments arguments, ToolContext context)
            throws BadArgumentsException, IOException, InterruptedException {
        WorkspacePath path = WorkspacePath.of(arguments.text("path"));
        byte[] content = arguments.text("content").getBytes(StandardCharsets.UTF_8);
        if (content.length > LARGEST) {
            throw new BadArgumentsException(
                    "The content has " + content.length + " bytes; at most " + LARGEST + " can be written at once.");
        }
        WorkFiles files = new WorkFiles(context.sandbox().await(Effect.WRITES));
        boolean replaced = files.write(path, content);
        return ToolResult.succeeded(
                (replaced ? "Replaced " : "Created ") + path.name() + ", " + content.length + " bytes.");
    }
}
