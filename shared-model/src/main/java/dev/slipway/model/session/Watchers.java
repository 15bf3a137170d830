package dev.slipway.model.session;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import java.util.List;

/// Who follows a session just now, in the order in which they came.
/// @param people at most 50 of them
/// @param more   how many there are beyond those
public record Watchers(SessionId session, List<Author> people, int more) {
    public Watchers {
        people = List.copyOf(people);
    }
}
