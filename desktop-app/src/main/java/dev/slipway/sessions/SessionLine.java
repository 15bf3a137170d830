package dev.slipway.sessions;

import dev.slipway.model.account.Author;
import dev.slipway.model.session.SessionSummary;
import java.util.List;

/// A line of the list.
sealed interface SessionLine {
    /// Where it stands among the others.
    Spot spot();

    /// The heading of what follows.
    /// @param count     how many sessions it has, shown or hidden
    /// @param collapsed whether they are hidden
    record Group(Spot spot, String title, int count, boolean collapsed) implements SessionLine {}

    /// @param unread whether something happened since the person last looked
    /// @param people who else is there just now
    record Entry(Spot spot, SessionSummary session, boolean unread, boolean pinned, List<Author> people)
            implements SessionLine {}
}
