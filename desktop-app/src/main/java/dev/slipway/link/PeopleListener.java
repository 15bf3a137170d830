package dev.slipway.link;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.session.Watchers;
import java.util.List;

/// Hears who else is in which session. Called from a thread of the link; must be quick.
public interface PeopleListener {
    /// Sessions where the people changed. What was told before a break of the link holds no longer.
    void watching(List<Watchers> changed);

    /// Somebody else types in a session that this client follows.
    default void typing(SessionId session, Author user) {}
}
