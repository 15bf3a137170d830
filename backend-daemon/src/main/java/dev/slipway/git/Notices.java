package dev.slipway.git;

import dev.slipway.model.code.CommitId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/// Finds what of a repository does not come along: submodules and files kept by Git LFS. Looks at the root's
/// `.gitmodules` and at every `.gitattributes`, once a commit.
final class Notices {
    private static final int MAX_ATTRIBUTES = 64 * 1024;
    private static final int MAX_ENTRIES = 200_000;

    private final Repository repository;
    private @Nullable Known known;

    Notices(Repository repository) {
        this.repository = repository;
    }

    synchronized List<String> at(CommitId commit) throws IOException {
        if (known == null || !known.commit().equals(commit)) {
            known = new Known(commit, look(commit));
        }
        return known.notices();
    }

    private List<String> look(CommitId commit) throws IOException {
        boolean lfs = false;
        int submodules = 0;
        try (RevWalk walk = new RevWalk(repository);
                TreeWalk files = new TreeWalk(walk.getObjectReader())) {
            files.addTree(walk.parseCommit(ObjectId.fromString(commit.value())).getTree());
            files.setRecursive(true);
            for (int seen = 0; seen < MAX_ENTRIES && files.next(); seen++) {
                if (FileMode.GITLINK.equals(files.getRawMode(0))) {
                    submodules++;
                } else if (!lfs && isAttributes(files)) {
                    try (var in =
                            walk.getObjectReader().open(files.getObjectId(0)).openStream()) {
                        lfs = new String(in.readNBytes(MAX_ATTRIBUTES), StandardCharsets.ISO_8859_1)
                                .contains("filter=lfs");
                    }
                }
            }
        }
        List<String> notices = new ArrayList<>();
        if (submodules > 0) {
            notices.add(
                    submodules == 1
                            ? "It has a submodule, which is not fetched: its directory is empty in a session."
                            : "It has " + submodules
                                    + " submodules, which are not fetched: their directories are empty in a"
                                    + " session.");
        }
        if (lfs) {
            notices.add(
                    "It keeps files with Git LFS, which are not fetched: a session sees pointer files of a few lines"
                            + " in their place and must not change them.");
        }
        return notices;
    }

    private static boolean isAttributes(TreeWalk files) {
        return files.getNameString().equals(".gitattributes") && FileMode.REGULAR_FILE.equals(files.getRawMode(0));
    }

    private record Known(CommitId commit, List<String> notices) {}
}
