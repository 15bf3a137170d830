package dev.slipway.model.wire;

import dev.slipway.model.account.Role;
import dev.slipway.model.code.Branch;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.Repository;
import dev.slipway.model.code.RepositoryId;
import java.util.List;
import java.util.Optional;

/// Repositories of the local forge.
public final class RepositoryCalls {
    private RepositoryCalls() {}

    /// @param id            made from the last part of `origin` unless given; one of the two is needed
    /// @param origin        a path on the daemon's computer or a URL to import from; empty to create an empty one
    /// @param defaultBranch what the origin says, else `main`, unless given
    public record NewRepository(
            Optional<RepositoryId> id, Optional<String> origin, Optional<BranchName> defaultBranch) {}

    public record RepositoryList(List<Repository> repositories) {}

    /// @param defaultBranch one that it has
    public record RepositoryChange(Optional<BranchName> defaultBranch) {}

    /// @param origin a path on the daemon's computer or a URL
    public record OriginQuestion(String origin) {}

    /// What an import from there would find.
    /// @param id            the name it would get; empty where none can be made of the origin
    /// @param taken         whether a repository has that name already
    /// @param defaultBranch empty while the origin has no commits
    /// @param problem       why it could not be imported
    public record OriginAnswer(
            Optional<RepositoryId> id,
            boolean taken,
            Optional<BranchName> defaultBranch,
            int branches,
            Optional<ProblemDetails> problem) {}

    /// An import that runs.
    /// @param origin without any credentials
    /// @param step   in words
    /// @param total  0 while unknown
    public record RunningImport(RepositoryId id, String origin, String step, long done, long total) {}

    public record ImportList(List<RunningImport> imports) {}

    public record BranchList(List<Branch> branches) {}

    public static final Endpoint<NewRepository, Repository> ADD = Endpoint.create(
                    "addRepository",
                    "/repositories",
                    NewRepository.class,
                    Repository.class,
                    "Imports a repository, or creates an empty one.")
            .by(Role.MEMBER);
    public static final Endpoint<Endpoint.Nothing, RepositoryList> LIST =
            Endpoint.get("listRepositories", "/repositories", RepositoryList.class, "Lists repositories by name.");
    public static final Endpoint<Endpoint.Nothing, Repository> GET =
            Endpoint.get("getRepository", "/repositories/{repository}", Repository.class, "Shows a repository.");
    public static final Endpoint<Endpoint.Nothing, BranchList> BRANCHES = Endpoint.get(
            "listBranches", "/repositories/{repository}/branches", BranchList.class, "Lists branches by name.");
    public static final Endpoint<Endpoint.Nothing, Repository> FETCH = Endpoint.post(
            "fetchRepository",
            "/repositories/{repository}/fetch",
            Endpoint.Nothing.class,
            Repository.class,
            "Brings in what is new at the origin.");
    public static final Endpoint<RepositoryChange, Repository> CHANGE = Endpoint.patch(
                    "changeRepository",
                    "/repositories/{repository}",
                    RepositoryChange.class,
                    Repository.class,
                    "Changes the branch that sessions start from.")
            .by(Role.ADMIN);
    public static final Endpoint<OriginQuestion, OriginAnswer> LOOK = Endpoint.post(
            "lookAtOrigin",
            "/origins/look",
            OriginQuestion.class,
            OriginAnswer.class,
            "Looks at an origin without importing it: whether it can be read, and what it has.");
    public static final Endpoint<Endpoint.Nothing, ImportList> IMPORTS =
            Endpoint.get("listImports", "/imports", ImportList.class, "Lists imports that run, and how they get on.");
    public static final Endpoint<Endpoint.Nothing, Endpoint.Nothing> CANCEL_IMPORT =
            Endpoint.delete("cancelImport", "/imports/{repository}", "Cancels an import; nothing of it is kept.");
    public static final Endpoint<Endpoint.Nothing, Endpoint.Nothing> REMOVE = Endpoint.delete(
                    "removeRepository", "/repositories/{repository}", "Removes a repository that no session uses.")
            .by(Role.ADMIN);
}
