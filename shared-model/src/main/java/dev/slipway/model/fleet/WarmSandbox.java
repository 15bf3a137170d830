package dev.slipway.model.fleet;

import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import java.time.Instant;
import java.util.Optional;

/// A sandbox that no session has yet.
/// @param commit what its work tree holds
/// @param since  when it was ready; while it is being made, when that began
public record WarmSandbox(
        String sandbox, HostId host, BranchName branch, Optional<CommitId> commit, State state, Instant since) {
    public enum State {
        /// It is being made.
        MAKING,
        /// It waits for whoever comes first.
        WAITING,
        /// It is kept for a prompt that somebody writes.
        DRAFT
    }
}
