package dev.slipway.git;

import dev.slipway.model.code.Branch;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.CommitInfo;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.MergeMethod;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.RevWalkUtils;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/// One repository of this daemon: bare, read and written by JGit alone. Safe for use by many threads; branches move
/// by compare-and-set, so that of two who race one is told so and nobody's commits are lost.
public final class Mirror {
    private final RepositoryId id;
    private final Repository repository;
    private final ReceiveLimits limits;
    private final Consumer<BranchMoved> announce;
    private final Notices notices;
    private final FileNames names;
    private final Tidying tidying;

    Mirror(RepositoryId id, Repository repository, ReceiveLimits limits, Consumer<BranchMoved> announce) {
        this.id = id;
        this.limits = limits;
        this.repository = repository;
        this.announce = announce;
        this.notices = new Notices(repository);
        this.names = new FileNames(repository);
        this.tidying = new Tidying(repository);
    }

    public RepositoryId id() {
        return id;
    }

    /// The repository itself, for transports.
    Repository repository() {
        return repository;
    }

    ReceiveLimits limits() {
        return limits;
    }

    /// All branches by name. One whose name Slipway refuses (longer than 240 characters) is not among them.
    public List<Branch> branches() {
        return reading(() -> {
            List<Branch> branches = new ArrayList<>();
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS)) {
                String name = ref.getName().substring(Constants.R_HEADS.length());
                if (name.length() <= 240 && ref.getObjectId() != null) {
                    branches.add(new Branch(new BranchName(name), commit(ref.getObjectId())));
                }
            }
            branches.sort(Comparator.comparing(b -> b.name().value()));
            return branches;
        });
    }

    /// The commit that a branch points to; empty when there is no such branch.
    public Optional<CommitId> tip(BranchName branch) {
        return tipOf(branch.ref());
    }

    /// The branch that HEAD names; it may have no commit yet.
    public BranchName defaultBranch() {
        return reading(() -> {
            @Nullable Ref head = repository.exactRef(Constants.HEAD);
            if (head == null || !head.isSymbolic()) {
                throw new IOException("HEAD names no branch");
            }
            return new BranchName(head.getTarget().getName().substring(Constants.R_HEADS.length()));
        });
    }

    /// Has HEAD name another branch.
    /// @throws ProblemException `unknown-branch`
    public void setDefaultBranch(BranchName branch) {
        if (tip(branch).isEmpty()) {
            throw Problem.unknown(
                            "unknown-branch",
                            "There is no such branch",
                            id.value() + " has no branch \"" + branch.value() + "\".")
                    .toException();
        }
        RefUpdate.Result result =
                reading(() -> repository.updateRef(Constants.HEAD, false).link(branch.ref()));
        if (result != RefUpdate.Result.FORCED
                && result != RefUpdate.Result.NO_CHANGE
                && result != RefUpdate.Result.NEW) {
            throw new IllegalStateException("HEAD could not be pointed at " + branch.value() + ": " + result);
        }
    }

    public boolean contains(CommitId commit) {
        return reading(() -> {
            try (RevWalk walk = new RevWalk(repository)) {
                walk.parseCommit(object(commit));
                return true;
            } catch (MissingObjectException | IncorrectObjectTypeException e) {
                return false;
            }
        });
    }

    /// The newest commit that both have in their history; empty when their histories have nothing in common.
    public Optional<CommitId> mergeBase(CommitId one, CommitId other) {
        return reading(() -> {
            try (RevWalk walk = new RevWalk(repository)) {
                walk.setRevFilter(RevFilter.MERGE_BASE);
                walk.markStart(walk.parseCommit(object(one)));
                walk.markStart(walk.parseCommit(object(other)));
                @Nullable RevCommit base = walk.next();
                return Optional.ofNullable(base).map(Mirror::commit);
            }
        });
    }

    /// Whether the history of `descendant` holds `ancestor`; a commit holds itself.
    public boolean isAncestor(CommitId ancestor, CommitId descendant) {
        return reading(() -> {
            try (RevWalk walk = new RevWalk(repository)) {
                return walk.isMergedInto(walk.parseCommit(object(ancestor)), walk.parseCommit(object(descendant)));
            }
        });
    }

    /// How many commits `head` has that `base` has not.
    public int commitsAhead(CommitId base, CommitId head) {
        return reading(() -> {
            try (RevWalk walk = new RevWalk(repository)) {
                return RevWalkUtils.count(walk, walk.parseCommit(object(head)), walk.parseCommit(object(base)));
            }
        });
    }

    /// The first line of a commit's message.
    public String subject(CommitId commit) {
        return reading(() -> {
            try (RevWalk walk = new RevWalk(repository)) {
                return walk.parseCommit(object(commit)).getShortMessage();
            }
        });
    }

    /// Everyone whose work is in the commits that `head` has and `base` has not: authors, and those whom a
    /// `Co-authored-by` trailer names. Oldest first, one entry an address.
    public List<GitIdentity> people(CommitId base, CommitId head) {
        return reading(() -> new People(repository).between(base, head));
    }

    /// The commits that `head` has and none of `without` has, newest first.
    /// @param limit commits at most
    public List<CommitInfo> commits(CommitId head, Collection<CommitId> without, int limit) {
        return reading(() -> new CommitLog(repository).of(head, without, limit));
    }

    /// The change from one tree to another, as it stands: give a merge base for what a branch changed.
    /// @param base empty for the empty tree
    public Diff diff(Optional<CommitId> base, CommitId head, DiffLimits limits) {
        return reading(() -> new MirrorDiff(repository, limits).between(base, head));
    }

    /// A file's bytes at a commit.
    /// @param path  relative to the root, parts separated by `/`
    /// @param limit bytes at most; a longer file is cut
    /// @return empty when there is no such file, or it is no regular file
    public Optional<byte[]> read(CommitId commit, String path, int limit) {
        return reading(() -> {
            try (RevWalk walk = new RevWalk(repository);
                    ObjectReader reader = walk.getObjectReader()) {
                @Nullable TreeWalk file = path.isEmpty() || path.indexOf('\0') >= 0
                        ? null
                        : TreeWalk.forPath(
                                reader, path, walk.parseCommit(object(commit)).getTree());
                if (file == null || (file.getRawMode(0) & 0170000) != 0100000) {
                    return Optional.empty();
                }
                try (var in = reader.open(file.getObjectId(0)).openStream()) {
                    return Optional.of(in.readNBytes(limit));
                }
            }
        });
    }

    /// All files of a commit, ready to be found; links too, submodules not.
    public FileIndex files(CommitId commit) {
        return reading(() -> names.at(commit));
    }

    /// The paths of the files below a directory, in git's order.
    /// @param directory relative to the root, without a slash at its end
    /// @param most      paths at most
    public List<String> filesBelow(CommitId commit, String directory, int most) {
        return reading(() -> names.look(commit, directory, most));
    }

    /// What a person should know of the repository as it is now, a sentence each.
    public List<String> notices() {
        return reading(() -> {
            Optional<CommitId> head = tip(defaultBranch());
            return head.isEmpty() ? List.of() : notices.at(head.get());
        });
    }

    /// Brings in what is new at the origin. A branch here moves only forward; where both sides went on, ours stays.
    /// @return what a person should know, a sentence each
    public List<String> fetch(Origin origin, ImportProgress progress) {
        return reading(() -> new Refreshing(this, origin, progress).run());
    }

    /// Whether `head` would merge into `onto`; adds objects at most.
    public MergeAttempt attempt(CommitId onto, CommitId head) {
        return reading(() -> new Joining(repository).attempt(onto, head));
    }

    /// Makes the commits that hold `head` on top of `onto`; no branch is moved.
    /// @param words of the merge or squash commit; a rebased commit keeps its own author and message
    public MergeAttempt join(MergeMethod method, CommitId onto, CommitId head, CommitWords words) {
        return reading(() -> new Joining(repository).join(method, onto, head, words));
    }

    /// Moves, makes (`before` empty) or removes (`after` empty) a branch if it still is where `before` says. The new
    /// place is on disk on return.
    /// @param reason for the repository's log, such as "merge of #3"
    /// @return false when the branch is elsewhere by now; nothing happened then
    public boolean move(BranchName branch, Optional<CommitId> before, Optional<CommitId> after, String reason) {
        boolean moved = moveRef(branch.ref(), before, after, reason);
        if (moved && !before.equals(after)) {
            announce.accept(new BranchMoved(id, branch, before, after, Optional.empty()));
        }
        return moved;
    }

    /// Keeps a commit and shows it under a pull request's number, as `refs/pull/3/head`, whatever becomes of its
    /// branch.
    public void keepForPullRequest(int number, CommitId commit) {
        String ref = "refs/pull/" + number + "/head";
        moveRef(ref, tipOf(ref), Optional.of(commit), "pull request");
    }

    void announce(BranchMoved moved) {
        announce.accept(moved);
    }

    Optional<CommitId> tipOf(String ref) {
        return reading(() -> {
            @Nullable Ref found = repository.exactRef(ref);
            return found == null || found.getObjectId() == null
                    ? Optional.empty()
                    : Optional.of(commit(found.getObjectId()));
        });
    }

    boolean moveRef(String ref, Optional<CommitId> before, Optional<CommitId> after, String reason) {
        if (before.isEmpty() && after.isEmpty()) {
            return tipOf(ref).isEmpty();
        }
        return reading(() -> {
            if (before.isEmpty() && after.isPresent()) {
                refuseNameConflict(ref);
            }
            RefUpdate update = repository.updateRef(ref);
            update.setExpectedOldObjectId(before.map(Mirror::object).orElse(ObjectId.zeroId()));
            update.setForceUpdate(true);
            update.setRefLogMessage(reason, false);
            if (after.isPresent()) {
                update.setNewObjectId(object(after.get()));
            }
            RefUpdate.Result result = after.isPresent() ? update.update() : update.delete();
            return switch (result) {
                case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> true;
                case LOCK_FAILURE -> false;
                default -> throw new IOException("moving " + ref + " ended with " + result);
            };
        });
    }

    private void refuseNameConflict(String ref) throws IOException {
        var conflicting = repository.getRefDatabase().getConflictingNames(ref);
        if (!conflicting.isEmpty()) {
            String other = Repository.shortenRefName(conflicting.iterator().next());
            throw Problem.conflict(
                            "branch-name-taken",
                            "A branch of this name can't exist beside another",
                            "`" + Repository.shortenRefName(ref) + "` can't be made while there is a branch `" + other
                                    + "`: git keeps them as a file and a directory of one name.")
                    .withRemedy("Rename or remove `" + other + "`.")
                    .toException();
        }
    }

    /// To be called when a pack came in.
    void packCame() {
        tidying.consider();
    }

    void close() {
        tidying.stop();
        repository.close();
    }

    static ObjectId object(CommitId commit) {
        return ObjectId.fromString(commit.value());
    }

    static CommitId commit(org.eclipse.jgit.lib.AnyObjectId object) {
        return new CommitId(object.name());
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T reading(Work<T> work) {
        try {
            return work.run();
        } catch (MissingObjectException e) {
            throw unknownCommit(e);
        } catch (IOException e) {
            throw GitProblems.storage("The repository " + id.value(), e);
        }
    }

    private ProblemException unknownCommit(MissingObjectException e) {
        return Problem.unknown(
                        "unknown-commit",
                        "There is no such commit",
                        "The repository " + id.value() + " has no object "
                                + e.getObjectId().name() + ".")
                .toException(e);
    }
}
