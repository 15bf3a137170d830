package dev.slipway.git;

import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.Diff;
import dev.slipway.model.code.DiffStat;
import dev.slipway.model.code.FileChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;

/// Compares two trees of a mirror, in bounds.
final class MirrorDiff {
    /// A larger file is treated as binary, as comparing its lines would take long. Bytes.
    static final int COMPARED_BYTES = 4 * 1024 * 1024;

    private final Repository repository;
    private final DiffLimits limits;

    MirrorDiff(Repository repository, DiffLimits limits) {
        this.repository = repository;
        this.limits = limits;
    }

    Diff between(Optional<CommitId> base, CommitId head) throws IOException {
        ByteArrayOutputStream patch = new ByteArrayOutputStream();
        try (DiffFormatter formatter = new DiffFormatter(patch)) {
            formatter.setRepository(repository);
            formatter.setDetectRenames(true);
            formatter.setBinaryFileThreshold(COMPARED_BYTES);
            List<DiffEntry> entries = formatter.scan(tree(base), tree(Optional.of(head)));
            List<FileChange> files = new ArrayList<>();
            int additions = 0;
            int deletions = 0;
            int told = 0;
            boolean truncated = entries.size() > limits.files();
            for (DiffEntry entry : entries) {
                FileHeader header = formatter.toFileHeader(entry);
                int added = 0;
                int deleted = 0;
                for (Edit edit : header.toEditList()) {
                    added += edit.getLengthB();
                    deleted += edit.getLengthA();
                }
                additions += added;
                deletions += deleted;
                if (files.size() >= limits.files()) {
                    continue;
                }
                Optional<String> text = Optional.empty();
                if (limits.patches() && told < limits.totalBytes()) {
                    patch.reset();
                    formatter.format(entry);
                    formatter.flush();
                    if (patch.size() <= limits.patchBytes() && told + patch.size() <= limits.totalBytes()) {
                        told += patch.size();
                        text = Optional.of(patch.toString(StandardCharsets.UTF_8));
                    }
                }
                truncated |= limits.patches() && text.isEmpty();
                files.add(change(entry, header, added, deleted, text));
            }
            return new Diff(
                    base, Optional.of(head), new DiffStat(entries.size(), additions, deletions), files, truncated);
        }
    }

    private static FileChange change(
            DiffEntry entry, FileHeader header, int added, int deleted, Optional<String> patch) {
        FileChange.Kind kind = switch (entry.getChangeType()) {
            case ADD -> FileChange.Kind.ADDED;
            case MODIFY -> FileChange.Kind.MODIFIED;
            case DELETE -> FileChange.Kind.DELETED;
            case RENAME -> FileChange.Kind.RENAMED;
            case COPY -> FileChange.Kind.COPIED;
        };
        boolean moved = kind == FileChange.Kind.RENAMED || kind == FileChange.Kind.COPIED;
        boolean binary = header.getPatchType() != FileHeader.PatchType.UNIFIED;
        return new FileChange(
                kind == FileChange.Kind.DELETED ? entry.getOldPath() : entry.getNewPath(),
                moved ? Optional.of(entry.getOldPath()) : Optional.empty(),
                kind,
                added,
                deleted,
                binary,
                patch);
    }

    private AbstractTreeIterator tree(Optional<CommitId> commit) throws IOException {
        if (commit.isEmpty()) {
            return new EmptyTreeIterator();
        }
        try (RevWalk walk = new RevWalk(repository)) {
            CanonicalTreeParser tree = new CanonicalTreeParser();
            tree.reset(
                    walk.getObjectReader(),
                    walk.parseCommit(ObjectId.fromString(commit.get().value())).getTree());
            return tree;
        }
    }
}
