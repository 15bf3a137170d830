package dev.slipway.pool;

import dev.slipway.model.SessionId;
import dev.slipway.model.session.DraftId;

/// Whose a sandbox is.
sealed interface Holder {
    /// Nobody's yet.
    record None() implements Holder {}

    /// Of a prompt that is being written.
    record Draft(DraftId draft) implements Holder {}

    /// Of a session, whose journal may not name it yet.
    record Session(SessionId session) implements Holder {}

    /// As it stands in the database.
    default String text() {
        return switch (this) {
            case None _ -> "";
            case Draft of -> "draft " + of.draft().value();
            case Session of -> "session " + of.session().value();
        };
    }

    static Holder of(String text) {
        String[] words = text.split(" ", 2);
        return switch (words[0]) {
            case "" -> new None();
            case "draft" -> new Draft(new DraftId(words[1]));
            case "session" -> new Session(new SessionId(words[1]));
            default -> throw new IllegalArgumentException("No holder: " + text);
        };
    }
}
