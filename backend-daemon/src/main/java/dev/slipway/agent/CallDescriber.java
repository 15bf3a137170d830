package dev.slipway.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.model.event.BlockId;
import dev.slipway.model.event.Effect;
import dev.slipway.model.event.SessionEvent.ToolCallRequested;
import dev.slipway.model.session.TurnId;
import dev.slipway.tool.Tool;
import dev.slipway.tool.Toolbox;
import java.util.Optional;

/// Says in a row what tool call a model asked for.
final class CallDescriber {
    private static final int LONGEST_NAME = 64;

    private final Toolbox toolbox;
    private final Transcript transcript;
    private final TurnId turn;

    CallDescriber(Toolbox toolbox, Transcript transcript, TurnId turn) {
        this.toolbox = toolbox;
        this.transcript = transcript;
        this.turn = turn;
    }

    ToolCallRequested requested(BlockId block, String id, String tool, JsonNode arguments) {
        return row(block, id, tool, arguments.toString(), arguments);
    }

    /// @param raw the arguments as they came, which are no JSON object
    ToolCallRequested unreadable(BlockId block, String id, String tool, String raw) {
        return row(block, id, tool, raw, MissingNode.getInstance());
    }

    private ToolCallRequested row(BlockId block, String id, String name, String arguments, JsonNode readable) {
        Optional<Tool> tool = toolbox.find(name);
        String known = tool.map(Tool::name).orElseGet(() -> presentable(name));
        return new ToolCallRequested(
                block,
                turn,
                transcript.callId(id, block),
                known,
                arguments,
                tool.map(Tool::effect).orElse(Effect.READS),
                tool.map(t -> t.summary(readable)).orElse("Call " + known + ", which is no tool"));
    }

    /// Providers refuse a history with names that they would not allow for tools.
    private static String presentable(String name) {
        String clean = name.replaceAll("[^A-Za-z0-9_-]", "_");
        return clean.isEmpty() ? "nameless" : clean.substring(0, Math.min(LONGEST_NAME, clean.length()));
    }
}
