package dev.slipway.model.event;

/// A line of the agent's own list.
public record TodoItem(String text, State state) {
    public enum State {
        OPEN,
        IN_PROGRESS,
        DONE
    }
}
