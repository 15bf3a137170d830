package dev.slipway.sessions;

import dev.slipway.model.session.SessionSummary;

/// A line of the list.
public sealed interface SessionLine {
    /// The heading of what follows.
    record Group(String title, int count) implements SessionLine {}

    /// @param unread whether something happened since the person last looked
    record Entry(SessionSummary session, boolean unread) implements SessionLine {}
}
