package dev.slipway.editor;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/// How a person likes to write, in every editor of the window.
public final class Habits {
    private final BooleanProperty enterSends = new SimpleBooleanProperty(true);

    /// Whether Enter sends and Shift+Enter begins a line; else Enter begins a line and Ctrl+Enter sends.
    public BooleanProperty enterSends() {
        return enterSends;
    }
}
