package dev.slipway.git;

import dev.slipway.model.code.CommitId;
import dev.slipway.model.forge.MergeMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.jgit.errors.NoMergeBaseException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ResolveMerger;
import org.eclipse.jgit.merge.ThreeWayMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/// Merges, squashes and rebases without a work tree: objects are added, no branch is moved.
final class Joining {
    private final Repository repository;

    Joining(Repository repository) {
        this.repository = repository;
    }

    /// Whether `head` would merge into `onto`, and if not, why.
    MergeAttempt attempt(CommitId onto, CommitId head) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit base = walk.parseCommit(ObjectId.fromString(onto.value()));
            RevCommit change = walk.parseCommit(ObjectId.fromString(head.value()));
            if (walk.isMergedInto(change, base)) {
                return new MergeAttempt.Nothing();
            }
            if (walk.isMergedInto(base, change)) {
                return new MergeAttempt.Joined(head);
            }
            Trees merged = merge(base, change, null);
            return merged.tree() == null ? merged.conflict() : new MergeAttempt.Joined(head);
        }
    }

    MergeAttempt join(MergeMethod method, CommitId onto, CommitId head, CommitWords words) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit base = walk.parseCommit(ObjectId.fromString(onto.value()));
            RevCommit change = walk.parseCommit(ObjectId.fromString(head.value()));
            if (walk.isMergedInto(change, base)) {
                return new MergeAttempt.Nothing();
            }
            return switch (method) {
                case MERGE -> combine(base, change, List.of(base, change), words);
                case SQUASH -> combine(base, change, List.of(base), words);
                case REBASE -> rebase(walk, base, change, words);
            };
        }
    }

    private MergeAttempt combine(RevCommit base, RevCommit change, List<RevCommit> parents, CommitWords words)
            throws IOException {
        Trees merged = merge(base, change, null);
        if (merged.tree() == null) {
            return merged.conflict();
        }
        if (parents.size() == 1 && merged.tree().equals(base.getTree())) {
            return new MergeAttempt.Nothing();
        }
        PersonIdent author = words.author().at(words.at());
        PersonIdent committer = words.committer().at(words.at());
        return new MergeAttempt.Joined(write(merged.tree(), parents, author, committer, words.message()));
    }

    /// Each commit that is no merge is made again on top of the base, by its own author. Where all of them stand
    /// there already, the base just moves forward and the commits keep their ids.
    private MergeAttempt rebase(RevWalk walk, RevCommit base, RevCommit change, CommitWords words) throws IOException {
        List<RevCommit> commits = between(walk, base, change);
        boolean straight = commits.stream().noneMatch(c -> c.getParentCount() > 1);
        if (straight && walk.isMergedInto(base, change)) {
            return new MergeAttempt.Joined(new CommitId(change.name()));
        }
        PersonIdent committer = words.committer().at(words.at());
        RevCommit tip = base;
        for (RevCommit commit : commits) {
            if (commit.getParentCount() > 1) {
                continue;
            }
            @Nullable RevCommit parent = commit.getParentCount() == 0 ? null : walk.parseCommit(commit.getParent(0));
            Trees applied = apply(tip, commit, parent);
            if (applied.tree() == null) {
                return applied.conflict();
            }
            if (!applied.tree().equals(tip.getTree())) {
                CommitId made = write(
                        applied.tree(), List.of(tip), commit.getAuthorIdent(), committer, commit.getFullMessage());
                tip = walk.parseCommit(ObjectId.fromString(made.value()));
            }
        }
        return tip.equals(base) ? new MergeAttempt.Nothing() : new MergeAttempt.Joined(new CommitId(tip.name()));
    }

    private static List<RevCommit> between(RevWalk walk, RevCommit base, RevCommit change) throws IOException {
        walk.reset();
        walk.sort(RevSort.TOPO);
        walk.sort(RevSort.REVERSE, true);
        walk.markStart(change);
        walk.markUninteresting(base);
        List<RevCommit> commits = new ArrayList<>();
        for (RevCommit commit : walk) {
            walk.parseBody(commit);
            commits.add(commit);
        }
        walk.reset();
        walk.sort(RevSort.NONE);
        return commits;
    }

    private Trees apply(RevCommit tip, RevCommit commit, @Nullable RevCommit parent) throws IOException {
        return merge(tip, commit, parent == null ? List.of() : List.of(parent));
    }

    /// @param ancestor the common ancestor to take: none in the list for the empty tree; null to find it
    private Trees merge(RevCommit ours, RevCommit theirs, @Nullable List<RevCommit> ancestor) throws IOException {
        ThreeWayMerger merger =
                (ancestor == null ? MergeStrategy.RECURSIVE : MergeStrategy.RESOLVE).newMerger(repository, true);
        if (ancestor != null && !ancestor.isEmpty()) {
            merger.setBase(ancestor.getFirst());
        }
        try {
            if (merger.merge(ours, theirs)) {
                return new Trees(merger.getResultTreeId(), new TreeSet<>());
            }
        } catch (NoMergeBaseException e) {
            throw new IOException("The branches have too many common ancestors to merge", e);
        }
        TreeSet<String> paths = new TreeSet<>();
        if (merger instanceof ResolveMerger resolve) {
            paths.addAll(resolve.getUnmergedPaths());
            Optional.ofNullable(resolve.getFailingPaths()).ifPresent(failing -> paths.addAll(failing.keySet()));
        }
        return new Trees(null, paths);
    }

    private CommitId write(
            ObjectId tree, List<RevCommit> parents, PersonIdent author, PersonIdent committer, String message)
            throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setParentIds(parents);
        commit.setAuthor(author);
        commit.setCommitter(committer);
        commit.setMessage(message);
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return new CommitId(id.name());
        }
    }

    private record Trees(@Nullable ObjectId tree, TreeSet<String> paths) {
        MergeAttempt conflict() {
            return new MergeAttempt.Conflicting(List.copyOf(paths));
        }
    }
}
