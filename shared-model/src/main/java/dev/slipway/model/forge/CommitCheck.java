package dev.slipway.model.forge;

import dev.slipway.model.account.Author;
import dev.slipway.model.code.CommitId;
import java.time.Instant;
import java.util.Optional;

/// What a program outside, such as a build server, found out about a commit.
/// @param name    which of its checks; a newer report of the same name on the same commit replaces the older
/// @param url     where more is to be seen
/// @param summary a sentence or a few, perhaps none
/// @param by      whose token reported it
public record CommitCheck(
        String name, State state, Optional<String> url, String summary, CommitId commit, Author by, Instant at) {
    public enum State {
        PENDING,
        PASSED,
        FAILED,
        /// It had nothing to look at; counts as passed.
        SKIPPED
    }
}
