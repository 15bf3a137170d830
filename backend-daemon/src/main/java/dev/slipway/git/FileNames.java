package dev.slipway.git;

import dev.slipway.model.code.CommitId;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/// The names of all files of a commit. Those of the commits asked for last are remembered, as who looks for a file
/// asks once a key.
final class FileNames {
    /// A repository with more files is found in only so far.
    private static final int MOST = 500_000;
    /// The base branch, and some sessions' branches. Some 200 bytes a file each, which go when memory is short.
    private static final int REMEMBERED = 16;

    private final Repository repository;
    private final Map<CommitId, SoftReference<FileIndex>> known = new LinkedHashMap<>(8, 0.75f, true);

    FileNames(Repository repository) {
        this.repository = repository;
    }

    synchronized FileIndex at(CommitId commit) throws IOException {
        @Nullable SoftReference<FileIndex> kept = known.get(commit);
        @Nullable FileIndex found = kept == null ? null : kept.get();
        if (found == null) {
            found = FileIndex.of(look(commit, "", MOST));
            known.put(commit, new SoftReference<>(found));
            if (known.size() > REMEMBERED) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return found;
    }

    /// @param directory without a slash at its end; empty for the root
    List<String> look(CommitId commit, String directory, int most) throws IOException {
        List<String> paths = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository);
                TreeWalk files = new TreeWalk(walk.getObjectReader())) {
            ObjectId tree =
                    walk.parseCommit(ObjectId.fromString(commit.value())).getTree();
            String prefix = directory.isEmpty() ? "" : directory + "/";
            if (!directory.isEmpty()) {
                @Nullable TreeWalk at = TreeWalk.forPath(walk.getObjectReader(), directory, tree);
                if (at == null || !FileMode.TREE.equals(at.getRawMode(0))) {
                    return paths;
                }
                tree = at.getObjectId(0);
            }
            files.addTree(tree);
            files.setRecursive(true);
            while (paths.size() < most && files.next()) {
                String path = prefix + files.getPathString();
                if (!FileMode.GITLINK.equals(files.getRawMode(0)) && FileIndex.speakable(path)) {
                    paths.add(path);
                }
            }
        }
        return paths;
    }
}
