package dev.slipway.git;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Diff;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Work trees in sandboxes: code goes in as packs over the streams of a program that runs inside, and comes out the
/// same way, checked. A sandbox needs no network for it and holds no secret.
public final class Workspaces {
    private static final int MAX_SLUG = 40;
    private static final Pattern BRANCH = Pattern.compile("slipway/([0-9a-hjkmnp-tv-z]{13})(-.*)?");

    private final GitIdentity agent;

    /// @param agent who stands as committer, and as co-author of each commit
    public Workspaces(GitIdentity agent) {
        this.agent = agent;
    }

    /// The branch that holds a session's work: `slipway/<id>-<slug>`, the slug made of its title.
    public static BranchName branchFor(SessionId session, String title) {
        String slug = Normalizer.normalize(title, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+", "");
        slug = slug.substring(0, Math.min(slug.length(), MAX_SLUG)).replaceAll("-+$", "");
        return new BranchName("slipway/" + session.value() + (slug.isEmpty() ? "" : "-" + slug));
    }

    /// The session that a branch is named for, if it is named like [#branchFor].
    public static Optional<SessionId> sessionOf(BranchName branch) {
        Matcher named = BRANCH.matcher(branch.value());
        return named.matches() ? Optional.of(new SessionId(named.group(1))) : Optional.empty();
    }

    /// Makes the work tree hold `base` on a new branch `work`; a tree that an image holds already is brought up to it.
    /// @param baseBranch whose tip is `origin/…` inside
    /// @param base       empty in a repository without commits: then `work` is a branch yet to be born
    public SyncResult prepare(
            GitExec place, Mirror mirror, BranchName baseBranch, Optional<CommitId> base, BranchName work) {
        return prepare(place, mirror, baseBranch, base, work, BringingIn.unseen());
    }

    /// The same while others read the work tree.
    public SyncResult prepare(
            GitExec place,
            Mirror mirror,
            BranchName baseBranch,
            Optional<CommitId> base,
            BranchName work,
            BringingIn manner) {
        return new Bringing(place, mirror, agent, manner).run(baseBranch, base, work);
    }

    /// The commit of the base branch that was brought into the work tree of a branch last.
    public Optional<CommitId> broughtIn(Mirror mirror, BranchName work) {
        return mirror.tipOf(Bringing.broughtIn(work));
    }

    /// Brings in what is new on the base branch, and what others pushed onto `work`. A work tree with work of its
    /// own is not touched.
    public SyncResult sync(GitExec place, Mirror mirror, BranchName base, BranchName work) {
        return prepare(place, mirror, base, mirror.tip(base), work);
    }

    /// Commits everything that is new or changed and not ignored. A work tree whose HEAD went on from `work` under
    /// another name is put back onto `work` first.
    /// @return empty when there is nothing to commit
    /// @throws dev.slipway.model.problem.ProblemException `unresolved-conflicts`, `unfinished-rebase`
    ///     or `other-branch`
    public Optional<Committed> commitAll(GitExec place, BranchName work, CommitRequest request) {
        return new Committing(place, environment(request.author()), agent).run(work, request);
    }

    /// Brings the session's branch out into the mirror. Commits that it replaced itself go; those that someone else
    /// pushed there are never lost.
    /// @return its tip, which the mirror's branch points to now; empty while the branch holds nothing of its own
    /// @throws dev.slipway.model.problem.ProblemException `branch-moved`, `unsound-commits`, `change-too-large`
    public Optional<CommitId> publish(GitExec place, Mirror mirror, BranchName work) {
        return new Publishing(place, mirror).run(work);
    }

    /// What the work tree holds against `base`, committed or not, new files too.
    /// @param base empty for everything
    public Diff diff(GitExec place, Optional<CommitId> base, DiffLimits limits) {
        return new WorkTreeDiff(place, limits).against(base);
    }

    /// What a shell in the sandbox needs in its environment, so that commits made there carry the person who
    /// prompted, and git never waits for an editor, a pager or a password.
    public Map<String, String> environment(Author author) {
        return Map.of(
                "GIT_AUTHOR_NAME", author.name(),
                "GIT_AUTHOR_EMAIL", author.email(),
                "GIT_COMMITTER_NAME", agent.name(),
                "GIT_COMMITTER_EMAIL", agent.email(),
                "GIT_EDITOR", "true",
                "GIT_PAGER", "cat",
                "GIT_TERMINAL_PROMPT", "0");
    }
}
