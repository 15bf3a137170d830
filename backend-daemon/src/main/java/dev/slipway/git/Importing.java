package dev.slipway.git;

import dev.slipway.model.code.BranchName;
import dev.slipway.model.problem.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.IndexDiff;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.submodule.SubmoduleWalk.IgnoreSubmoduleMode;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/// Fills a new mirror from an origin, and gathers what a person should know about it.
final class Importing {
    static final List<RefSpec> ALL = List.of(
            new RefSpec("+refs/heads/*:refs/heads/*"),
            new RefSpec("+refs/heads/*:refs/remotes/origin/*"),
            new RefSpec("+refs/tags/*:refs/tags/*"));
    private static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Repository repository;
    private final Origin origin;
    private final ImportProgress progress;
    private final List<String> notices = new ArrayList<>();

    Importing(Repository repository, Origin origin, ImportProgress progress) {
        this.repository = repository;
        this.origin = origin;
        this.progress = progress;
    }

    List<String> run(Optional<BranchName> wanted) throws IOException {
        if (origin.local().isPresent()) {
            lookAt(origin.local().get());
        }
        FetchResult fetched = new Fetching(repository, origin, progress).run(ALL);
        BranchName branch = wanted.isPresent() ? existing(wanted.get()) : defaultBranch(fetched);
        repository.updateRef(Constants.HEAD, false).link(branch.ref());
        if (origin.hasCredentials()) {
            notices.add("The password or token in the origin's URL was used for this import and is not kept; to fetch"
                    + " again, the origin must be readable without it.");
        }
        return notices;
    }

    /// What the origin has, without bringing it in.
    Mirrors.Looked look() throws IOException {
        if (origin.local().isPresent()) {
            refuseWhatIsNoRepository(origin.local().get());
        }
        List<Ref> refs = new Fetching(repository, origin, progress).list();
        List<String> branches = refs.stream()
                .map(Ref::getName)
                .filter(name -> name.startsWith(Constants.R_HEADS))
                .map(Repository::shortenRefName)
                .toList();
        Optional<String> head = refs.stream()
                .filter(ref -> ref.getName().equals(Constants.HEAD) && ref.isSymbolic())
                .map(ref -> Repository.shortenRefName(ref.getTarget().getName()))
                .findFirst();
        Optional<BranchName> usual = head.filter(branches::contains)
                .or(() -> branches.isEmpty()
                        ? Optional.empty()
                        : Optional.of(best(refs.stream()
                                        .filter(ref -> ref.getName().startsWith(Constants.R_HEADS))
                                        .toList())
                                .value()))
                .map(BranchName::new);
        return new Mirrors.Looked(usual, branches.size());
    }

    private BranchName existing(BranchName wanted) throws IOException {
        if (repository.exactRef(wanted.ref()) == null && !branches().isEmpty()) {
            throw Problem.invalid(
                            "unknown-branch",
                            "There is no such branch",
                            "The origin has no branch \"" + wanted.value() + "\".")
                    .toException();
        }
        return wanted;
    }

    private BranchName defaultBranch(FetchResult fetched) throws IOException {
        @Nullable Ref head = fetched.getAdvertisedRef(Constants.HEAD);
        if (head != null && head.isSymbolic() && head.getTarget().getName().startsWith(Constants.R_HEADS)) {
            return new BranchName(Repository.shortenRefName(head.getTarget().getName()));
        }
        List<Ref> branches = branches();
        if (branches.isEmpty()) {
            notices.add("The origin has no commits yet; the first session begins its history.");
            return new BranchName("main");
        }
        if (head != null && head.getObjectId() != null) {
            List<Ref> same = branches.stream()
                    .filter(b -> head.getObjectId().equals(b.getObjectId()))
                    .toList();
            if (!same.isEmpty()) {
                return best(same);
            }
        }
        BranchName chosen = best(branches);
        notices.add("The origin does not say which branch is its default (its HEAD is on no branch); `" + chosen.value()
                + "` is taken.");
        return chosen;
    }

    private List<Ref> branches() throws IOException {
        return repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS);
    }

    private static BranchName best(List<Ref> branches) {
        List<String> names = branches.stream()
                .map(b -> Repository.shortenRefName(b.getName()))
                .toList();
        return new BranchName(List.of("main", "master", "trunk", "develop").stream()
                .filter(names::contains)
                .findFirst()
                .orElse(names.getFirst()));
    }

    /// Looks at a directory on this computer before it is read, as only here its work tree can be seen.
    private void lookAt(Path path) {
        File gitDir = refuseWhatIsNoRepository(path);
        try (Repository local =
                new FileRepositoryBuilder().setGitDir(gitDir).setMustExist(true).build()) {
            if ("sha256".equalsIgnoreCase(local.getConfig().getString("extensions", null, "objectFormat"))) {
                throw Fetching.sha256(origin, null);
            }
            if (!local.isBare()) {
                countUncommitted(local);
            }
        } catch (IOException e) {
            if (String.valueOf(e.getMessage())
                    .toLowerCase(java.util.Locale.ROOT)
                    .contains("objectformat")) {
                throw Fetching.sha256(origin, e);
            }
            throw GitProblems.storage(path.toString(), e);
        }
    }

    private static File refuseWhatIsNoRepository(Path path) {
        @Nullable File gitDir = FileKey.resolve(path.toFile(), FS.DETECTED);
        if (gitDir == null) {
            throw Problem.invalid("no-repository", "This is not a git repository", path + " holds no git repository.")
                    .withRemedy("Run `git init` and commit there first, or give the path of a repository.")
                    .toException();
        }
        return gitDir;
    }

    /// Filters that the repository configures are programs; they are taken out, so that looking runs none.
    private void countUncommitted(Repository local) throws IOException {
        for (String filter : local.getConfig().getSubsections("filter")) {
            local.getConfig().unsetSection("filter", filter);
        }
        IndexDiff status = new IndexDiff(local, Constants.HEAD, new FileTreeIterator(local));
        status.setIgnoreSubmoduleMode(IgnoreSubmoduleMode.ALL);
        long until = System.nanoTime() + STATUS_NANOS;
        boolean[] cut = new boolean[1];
        status.diff(
                new EmptyProgressMonitor() {
                    @Override
                    public boolean isCancelled() {
                        cut[0] = cut[0] || System.nanoTime() > until;
                        return cut[0];
                    }
                },
                0,
                0,
                "Looking for uncommitted changes");
        java.util.Set<String> changed = new java.util.TreeSet<>(status.getUntracked());
        changed.addAll(status.getAdded());
        changed.addAll(status.getChanged());
        changed.addAll(status.getRemoved());
        changed.addAll(status.getMissing());
        changed.addAll(status.getModified());
        changed.addAll(status.getConflicting());
        if (!changed.isEmpty()) {
            String count = (cut[0] ? "At least " : "") + changed.size();
            notices.add(count + (changed.size() == 1 ? " file at the origin is" : " files at the origin are")
                    + " changed and not committed, and not imported ("
                    + changed.iterator().next()
                    + (changed.size() > 1 ? ", …" : "") + ").");
        }
    }
}
