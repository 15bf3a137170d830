package dev.slipway.git;

import dev.slipway.model.account.Author;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Diff;
import java.util.Map;
import java.util.Optional;

/// Work trees in sandboxes: code goes in as packs over the streams of a program that runs inside, and comes out the
/// same way, checked. A sandbox needs no network for it and holds no secret.
@SuppressWarnings("DoNotCallSuggester")
public final class Workspaces {
    private final GitIdentity agent;

    public Workspaces(GitIdentity agent) {
        this.agent = agent;
    }

    /// Makes the work tree hold `base` on a new branch `work`; a tree that an image holds already is brought up to it.
    /// @param baseBranch whose tip is `origin/…` inside
    /// @param base       empty in a repository without commits: then `work` is a branch yet to be born
    public SyncResult prepare(
            GitExec place, Mirror mirror, BranchName baseBranch, Optional<CommitId> base, BranchName work) {
        throw new UnsupportedOperationException();
    }

    /// Brings in what is new on the base branch, and what others pushed onto `work`. A work tree with work of its own
    /// is not touched.
    public SyncResult sync(GitExec place, Mirror mirror, BranchName base, BranchName work) {
        throw new UnsupportedOperationException();
    }

    /// Commits everything that is new or changed and not ignored.
    /// @return empty when there is nothing to commit
    public Optional<Committed> commitAll(GitExec place, BranchName work, CommitRequest request) {
        throw new UnsupportedOperationException();
    }

    /// Brings the session's branch out into the mirror.
    /// @return its tip, which the mirror's branch points to now
    public CommitId publish(GitExec place, Mirror mirror, BranchName work) {
        throw new UnsupportedOperationException();
    }

    /// What the work tree holds against `base`, committed or not, new files too.
    public Diff diff(GitExec place, Optional<CommitId> base, DiffLimits limits) {
        throw new UnsupportedOperationException();
    }

    /// What a shell in the sandbox needs in its environment, so that commits made there carry the person who prompted.
    public Map<String, String> environment(Author author) {
        return Map.of(
                "GIT_AUTHOR_NAME", author.name(),
                "GIT_AUTHOR_EMAIL", author.email(),
                "GIT_COMMITTER_NAME", agent.name(),
                "GIT_COMMITTER_EMAIL", agent.email());
    }
}
