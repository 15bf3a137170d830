package dev.slipway.agent;

import java.util.Optional;

/// Where the agent finds files of the repository that instruct agents. Asked for the root before the first model
/// call,
/// when there may be no sandbox yet, so it should answer from the git mirror, in well under a millisecond.
@FunctionalInterface
public interface Instructions {
    /// @param path relative to the root of the repository, such as `AGENTS.md` or `server/AGENTS.md`
    /// @return its text, if there is such a file; may be cut after 64 KiB
    Optional<String> read(String path);

    /// There are none.
    static Instructions none() {
        return path -> Optional.empty();
    }
}
