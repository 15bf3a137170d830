package dev.slipway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.event.Effect;

/// Something that a model can ask for.
public interface Tool {
    /// By which the model calls it: lower-case words joined by underscores.
    String name();

    /// What the model is told about it.
    String prompt();

    /// JSON Schema of its arguments, an object schema.
    JsonNode schema();

    /// The most that a call of it may do. Calls of tools that only read may run at once.
    Effect effect();

    /// One line for people, such as `Run ./gradlew test`. The arguments may be malformed; it must not throw.
    String summary(JsonNode arguments);

    /// Does it. What goes wrong in a way that the model can react to is a failed result, never an exception.
    /// @throws InterruptedException when the calling thread is interrupted: by then everything that the call
    ///     started is ended, unless it was meant to live on
    ToolResult run(JsonNode arguments, ToolContext context) throws InterruptedException;
}
