package dev.slipway.pool;

import dev.slipway.forge.Repositories;
import dev.slipway.git.GitExec;
import dev.slipway.git.Mirror;
import dev.slipway.git.Workspaces;
import dev.slipway.image.BuiltImage;
import dev.slipway.image.Image;
import dev.slipway.image.Images;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.sandbox.ExecResult;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What sandboxes are made of: the image of a repository, and the settings that all sandboxes share.
public final class Stock {
    /// Reads what a first command reads: the index learns the files' numbers, and the page cache holds them.
    private static final String FIRST_LOOK = "git update-index -q --refresh; git status --porcelain | head -c 1";

    private static final String CLEAN =
            "[ -z \"$(git status --porcelain | head -c 1)\" ] && git symbolic-ref -q --short HEAD && git rev-parse HEAD";

    private final SandboxPool pool;
    private final SandboxSpec template;
    private final Workspaces workspaces;
    private final Repositories repositories;

    /// @param template what every session's sandbox is like; its id does not matter
    public Stock(SandboxPool pool, SandboxSpec template, Workspaces workspaces, Repositories repositories) {
        this.pool = pool;
        this.template = template;
        this.workspaces = workspaces;
        this.repositories = repositories;
    }

    SandboxPool pool() {
        return pool;
    }

    Mirror mirror(RepositoryId repository) {
        return repositories.mirror(repository);
    }

    boolean exists(RepositoryId repository) {
        try {
            return repositories.mirror(repository).id().equals(repository);
        } catch (ProblemException e) {
            return false;
        }
    }

    void onRemoved(Consumer<RepositoryId> listener) {
        var _ = repositories.onRemoved(listener);
    }

    /// Brings in what is new at the origin, if there is one, unless that was done a moment ago.
    void fetch(RepositoryId repository, Duration young, Duration patience) throws InterruptedException {
        repositories.refresh(repository, young, patience);
    }

    /// What a new sandbox is to be, but for its id.
    /// @param commit that its work tree holds
    /// @param image  that a build made, if it starts from one
    record Ground(SandboxSpec like, Optional<CommitId> commit, Optional<BuiltImage> image) {}

    /// What a new sandbox of the repository is to be: it starts from the newest image on that host, or,
    /// until there is one, from a bare checkout of the commit, which is made now unless it is there.
    Ground ground(Images images, Mirror mirror, BranchName branch, Optional<CommitId> commit)
            throws InterruptedException {
        Optional<BuiltImage> built = images.newest(mirror.id());
        if (built.isPresent()) {
            return new Ground(
                    built.get().start(template), Optional.of(built.get().commit()), built);
        }
        if (commit.isEmpty()) {
            return new Ground(template, commit, built);
        }
        Image bare = images.get(mirror.id(), commit.get(), sandbox -> bring(sandbox, mirror, branch, commit));
        return new Ground(template.withLayers(bare.snapshot().layers()), commit, built);
    }

    /// The layers from which a new sandbox would start on that host, if they are known without making any.
    static Optional<List<LayerId>> newest(Images images, RepositoryId repository, Optional<CommitId> commit) {
        return images.newest(repository)
                .map(BuiltImage::layers)
                .or(() -> commit.flatMap(at -> images.find(repository, at))
                        .map(image -> image.snapshot().layers()));
    }

    /// Whether a sandbox that an earlier daemon made has the limits of those that are made now.
    boolean fits(Sandbox sandbox) {
        SandboxSpec spec = sandbox.spec();
        return spec.limits().equals(template.limits()) && spec.network().equals(template.network());
    }

    /// Has the work tree hold the branch at that commit.
    void bring(Sandbox sandbox, Mirror mirror, BranchName branch, Optional<CommitId> commit) {
        var _ = workspaces.prepare(GitExec.in(sandbox), mirror, branch, commit, branch);
    }

    /// Has a first program run in it.
    static void warmUp(Sandbox sandbox) throws InterruptedException {
        ExecResult result = sandbox.run(ExecSpec.shell(FIRST_LOOK));
        if (!result.exit().ok()) {
            throw new IllegalStateException("the first look at a sandbox failed: " + result.error());
        }
    }

    /// What a work tree holds that is on this branch and without any change.
    /// @return empty if it is elsewhere, or changed
    static Optional<CommitId> untouched(Sandbox sandbox, BranchName branch) throws InterruptedException {
        try {
            ExecResult result = sandbox.run(ExecSpec.shell(CLEAN));
            List<String> lines = result.output().lines().toList();
            return result.ok() && lines.size() == 2 && lines.getFirst().equals(branch.value())
                    ? Optional.of(new CommitId(lines.get(1)))
                    : Optional.empty();
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }
}
