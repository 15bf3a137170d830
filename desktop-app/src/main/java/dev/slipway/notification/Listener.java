package dev.slipway.notification;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.session.SessionSummary;
import java.util.Optional;
import java.util.Set;

/// Who is to be told, and what they want to hear.
/// @param me       empty as long as the server has not said
/// @param followed sessions of others that they want to hear of
/// @param inView   the session that a focused window shows
/// @param wanted   the kinds that are turned on
record Listener(Optional<UserId> me, Set<SessionId> followed, Optional<SessionId> inView, Set<News.Kind> wanted) {
    Listener {
        followed = Set.copyOf(followed);
        wanted = Set.copyOf(wanted);
    }

    boolean isMe(UserId user) {
        return me.filter(user::equals).isPresent();
    }

    /// Theirs are the sessions that they began or prompted.
    boolean concernedBy(SessionSummary session) {
        return followed.contains(session.id())
                || isMe(session.creator().user())
                || session.prompters().stream().anyMatch(author -> isMe(author.user()));
    }
}
