package dev.slipway.model.code;

import dev.slipway.model.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A commit as a list of them shows it.
/// @param message   whole, with its trailers
/// @param coAuthors those whom `Co-authored-by` trailers name
/// @param at        when its author made it
/// @param session   the one that its `Slipway-Session` trailer names
public record CommitInfo(
        CommitId id,
        String message,
        Contributor author,
        List<Contributor> coAuthors,
        Instant at,
        Optional<SessionId> session) {
    public CommitInfo {
        coAuthors = List.copyOf(coAuthors);
    }

    /// The first line of the message.
    public String subject() {
        return message.lines().findFirst().orElse("");
    }
}
