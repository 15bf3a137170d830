package dev.slipway.tool;

import dev.slipway.model.event.TodoItem;
import java.util.List;

/// Takes the agent's list, whole, each time it changes.
@FunctionalInterface
public interface TodoSink {
    void changed(List<TodoItem> items);
}
