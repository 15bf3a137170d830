package dev.slipway.session;

import dev.slipway.forge.Repositories;
import dev.slipway.git.GitExec;
import dev.slipway.git.Mirror;
import dev.slipway.git.SyncResult;
import dev.slipway.git.Workspaces;
import dev.slipway.image.Image;
import dev.slipway.image.Images;
import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.event.SessionEvent;
import dev.slipway.model.event.SessionEvent.SessionCreated;
import dev.slipway.model.problem.Problem;
import dev.slipway.sandbox.LayerId;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.SandboxState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Makes the sandbox of a session with its work tree: takes over the one that an earlier daemon left, starts again one
/// that lost its keeper, or makes a new one from the repository's mirror.
final class SandboxFurnishing {
    private final Housing housing;
    private final SandboxSpec template;
    private final Workspaces workspaces;
    private final Repositories repositories;

    /// @param template what every session's sandbox is like
    SandboxFurnishing(Housing housing, SandboxSpec template, Workspaces workspaces, Repositories repositories) {
        this.housing = housing;
        this.template = template;
        this.workspaces = workspaces;
        this.repositories = repositories;
    }

    Workroom.Place furnish(SessionActor session) throws InterruptedException {
        long start = System.nanoTime();
        try {
            Workroom.Place place = make(session, housing.await());
            session.record(new SessionEvent.SandboxReady(
                    place.sandbox().id().value(),
                    place.sandbox().isolation().says(),
                    Duration.ofNanos(System.nanoTime() - start)));
            place.base().ifPresent(base -> session.record(new SessionEvent.WorkspaceSynced(base)));
            return place;
        } catch (RuntimeException e) {
            session.record(new SessionEvent.SandboxFailed(Problems.of(e)));
            throw e;
        }
    }

    private Workroom.Place make(SessionActor session, Housing.Rooms rooms) throws InterruptedException {
        SessionCreated about = session.read(SessionProjection::created);
        Mirror mirror = repositories.mirror(about.repository());
        SandboxId id = new SandboxId(about.session().value());
        Optional<Sandbox> kept = rooms.sandboxes().find(id);
        if (kept.isPresent()) {
            Sandbox sandbox = kept.get();
            if (sandbox.state() == SandboxState.LOST) {
                sandbox.restart();
            }
            GitExec git = GitExec.in(sandbox);
            SyncResult sync = workspaces.sync(git, mirror, about.base(), about.branch());
            return new Workroom.Place(sandbox, git, sync.base());
        }
        Optional<CommitId> base = mirror.tip(about.base());
        Sandbox sandbox = rooms.sandboxes()
                .create(template.withId(id).withLayers(layers(rooms.images(), mirror, about.base(), base)));
        try {
            GitExec git = GitExec.in(sandbox);
            // What the session brought out before is where it goes on.
            workspaces.prepare(git, mirror, about.base(), base, about.branch());
            sayWhatIsLost(session, mirror.tip(about.branch()).isPresent());
            return new Workroom.Place(sandbox, git, base);
        } catch (RuntimeException e) {
            sandbox.destroy();
            throw e;
        }
    }

    /// The repository's files at the commit, made once and shared by all sessions that start from it.
    private List<LayerId> layers(Images images, Mirror mirror, BranchName branch, Optional<CommitId> base)
            throws InterruptedException {
        if (base.isEmpty()) {
            return List.of();
        }
        Image image = images.get(
                mirror.id(),
                base.get(),
                sandbox -> workspaces.prepare(GitExec.in(sandbox), mirror, branch, base, branch));
        return image.snapshot().layers();
    }

    private static void sayWhatIsLost(SessionActor session, boolean broughtOut) {
        if (session.read(SessionProjection::hadSandbox)) {
            String kept = broughtOut ? "What was committed and brought out is there." : "The branch starts anew.";
            session.record(new SessionEvent.NoticeGiven(Problem.unavailable(
                    "sandbox-lost",
                    "The session's earlier sandbox is gone",
                    "Its uncommitted changes, installed packages and running programs are lost. " + kept)));
        }
    }
}
