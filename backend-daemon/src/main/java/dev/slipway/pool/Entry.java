package dev.slipway.pool;

import dev.slipway.host.Host;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.sandbox.SandboxId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A sandbox that was made before its session, from before it is made until the session's journal names it or it is no
/// more.
/// @param commit what its work tree holds
/// @param layers what it was made from, the newest first, to be compared with newer images
/// @param since  when it was ready; while it is being made, when that began
record Entry(
        SandboxId sandbox,
        HostId host,
        RepositoryId repository,
        BranchName branch,
        Optional<CommitId> commit,
        String layers,
        State state,
        Holder holder,
        Instant since) {
    enum State {
        /// It is being made, or was when a daemon ended.
        MAKING,
        /// It waits for whoever comes first.
        WAITING,
        /// Its holder has it.
        HELD,
        /// Nobody gets it any more: it is to be destroyed when its host answers.
        DOOMED;

        boolean mayBecome(State next) {
            return switch (this) {
                case MAKING -> next != MAKING;
                case WAITING, HELD -> Set.of(WAITING, HELD, DOOMED).contains(next);
                case DOOMED -> false;
            };
        }
    }

    Entry become(State next, Holder whose, Optional<CommitId> holds, Instant from) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("Sandbox " + sandbox.value() + " is " + state + " and can't be " + next);
        }
        return new Entry(sandbox, host, repository, branch, holds, layers, next, whose, from);
    }

    /// Whether it lives on the pool's account: a session's is the session's.
    boolean onAccount() {
        return state == State.WAITING || (state == State.HELD && !(holder instanceof Holder.Session));
    }

    boolean on(Host where) {
        return host.equals(where.id());
    }
}
