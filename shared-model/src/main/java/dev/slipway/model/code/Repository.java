package dev.slipway.model.code;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A repository that sessions can work on.
/// @param origin        where it was imported from, without any credentials; empty when it was created here
/// @param defaultBranch the branch that sessions start from unless told otherwise
/// @param head          the tip of the default branch; empty while the repository has no commit
/// @param cloneUrl      path under the daemon's address that `git clone` takes
/// @param notices       what a person should know, such as "submodules are not fetched", a sentence each
/// @param image         what its sessions start from; empty where that is not said
public record Repository(
        RepositoryId id,
        Optional<String> origin,
        BranchName defaultBranch,
        Optional<CommitId> head,
        String cloneUrl,
        List<String> notices,
        Instant createdAt,
        Optional<ImageSummary> image) {
    public Repository {
        notices = List.copyOf(notices);
    }

    /// One of whose image nothing is said.
    public Repository(
            RepositoryId id,
            Optional<String> origin,
            BranchName defaultBranch,
            Optional<CommitId> head,
            String cloneUrl,
            List<String> notices,
            Instant createdAt) {
        this(id, origin, defaultBranch, head, cloneUrl, notices, createdAt, Optional.empty());
    }

    /// The same, with how its image is.
    public Repository with(ImageSummary summary) {
        return new Repository(id, origin, defaultBranch, head, cloneUrl, notices, createdAt, Optional.of(summary));
    }
}
