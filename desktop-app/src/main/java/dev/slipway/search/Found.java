package dev.slipway.search;

import dev.slipway.mirror.Search;
import dev.slipway.model.SessionId;

/// A line of what was found.
sealed interface Found {
    /// Begins what was found in a session.
    /// @param places how many rows of it have the words, as far as is known
    record OfSession(SessionId id, String title, int places) implements Found {}

    record Place(Search.Hit hit) implements Found {}

    /// Stands for the other places of a session.
    record More(SessionId id, int places) implements Found {}
}
