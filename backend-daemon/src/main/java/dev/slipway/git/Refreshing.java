package dev.slipway.git;

import dev.slipway.model.code.BranchName;
import dev.slipway.model.code.CommitId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;

/// Brings a mirror up to its origin: what was fetched stands under `refs/remotes/origin/`, and each branch that has
/// nothing of its own follows it.
final class Refreshing {
    private static final List<RefSpec> TRACKED =
            List.of(new RefSpec("+refs/heads/*:refs/remotes/origin/*"), new RefSpec("refs/tags/*:refs/tags/*"));
    private static final String REMOTES = "refs/remotes/origin/";

    private final Mirror mirror;
    private final Origin origin;
    private final ImportProgress progress;

    Refreshing(Mirror mirror, Origin origin, ImportProgress progress) {
        this.mirror = mirror;
        this.origin = origin;
        this.progress = progress;
    }

    List<String> run() throws IOException {
        Repository repository = mirror.repository();
        new Fetching(repository, origin, progress).run(TRACKED);
        mirror.packCame();
        List<String> notices = new ArrayList<>();
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(REMOTES)) {
            String name = ref.getName().substring(REMOTES.length());
            if (name.length() <= 240 && ref.getObjectId() != null) {
                follow(new BranchName(name), Mirror.commit(ref.getObjectId()), notices);
            }
        }
        return notices;
    }

    private void follow(BranchName branch, CommitId there, List<String> notices) {
        Optional<CommitId> here = mirror.tip(branch);
        if (here.isPresent() && mirror.isAncestor(there, here.get())) {
            return;
        }
        if (here.isEmpty() || mirror.isAncestor(here.get(), there)) {
            if (!mirror.move(branch, here, Optional.of(there), "fetch: follow origin")) {
                notices.add("`" + branch.value() + "` moved while the origin was fetched; fetch again to follow it.");
            }
            return;
        }
        notices.add("`" + branch.value() + "` went on here and at the origin (" + mirror.commitsAhead(there, here.get())
                + " commits here, " + mirror.commitsAhead(here.get(), there)
                + " there); it stays as it is here until someone merges the two.");
    }
}
