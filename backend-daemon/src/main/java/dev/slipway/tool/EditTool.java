package dev.slipway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.event.Effect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Replaces a piece of a file.
final class EditTool extends DescribedTool {
    EditTool() {
        super("edit", Effect.WRITES);
    }

    @Override
    String summarise(JsonNode arguments) {
        return "Edit " + arguments.path("path").asText();
    }

    @Override
    ToolResult act(Arguments arguments, ToolContext context)
            throws BadArgumentsException, IOException, InterruptedException {
        WorkspacePath path = WorkspacePath.of(arguments.text("path"));
        Replacement replacement =
                new Replacement(arguments.text("old_text"), arguments.text("new_text"), arguments.flag("replace_all"));
        WorkFiles files = new WorkFiles(context.sandbox().await(Effect.WRITES));
        // Latin-1 maps each byte to a character and back, so that bytes which are no UTF-8 survive.
        String text = new String(files.readAll(path, WriteTool.LARGEST), StandardCharsets.ISO_8859_1);
        Replacement.Done done = replacement.in(text, path.name());
        files.replace(path, done.text().getBytes(StandardCharsets.ISO_8859_1));
        return ToolResult.succeeded("Edited " + path.name() + " at line "
                + String.join(", ", done.lines().stream().map(String::valueOf).toList()) + ":\n" + done.excerpt());
    }
}
