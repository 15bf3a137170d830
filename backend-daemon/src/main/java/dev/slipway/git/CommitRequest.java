package dev.slipway.git;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import java.util.List;

/// A commit of everything in the work tree, on behalf of a person.
/// @param author    who prompted for it
/// @param coAuthors who else did; each gets a `Co-authored-by` trailer, as the agent does
/// @param message   subject, and body if any; trailers are added to it
public record CommitRequest(SessionId session, Author author, List<Author> coAuthors, String message) {
    public CommitRequest {
        coAuthors = List.copyOf(coAuthors);
    }
}
