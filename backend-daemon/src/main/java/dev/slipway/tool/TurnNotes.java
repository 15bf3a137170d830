package dev.slipway.tool;

import dev.slipway.model.event.TodoItem;
import java.util.List;

/// What a tool call tells about the turn besides its result. Called from any thread.
public interface TurnNotes {
    /// The agent's list has changed; this is all of it.
    void todos(List<TodoItem> items);

    /// Something has left the sandbox, or may have: a sentence that a person gets to read when the turn is stopped.
    /// Said before the call acts, when it can be cut in the middle.
    void left(String sentence);
}
