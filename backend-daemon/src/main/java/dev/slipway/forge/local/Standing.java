package dev.slipway.forge.local;

import dev.slipway.git.DiffLimits;
import dev.slipway.git.MergeAttempt;
import dev.slipway.git.Mirror;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.DiffStat;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.forge.Mergeability;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a branch stands to its base. It depends on two commits alone, so it is computed once for each pair.
final class Standing {
    private static final int KEPT = 1_000;
    private static final DiffLimits COUNTS = new DiffLimits(0, 0, 0);

    private final Map<Pair, Answer> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Answer> eldest) {
            return size() > KEPT;
        }
    };

    record Answer(Mergeability mergeability, DiffStat stat) {}

    private record Pair(RepositoryId repository, Optional<CommitId> base, CommitId head) {}

    /// @param base empty where the base branch has no commit yet
    Answer of(Mirror mirror, Optional<CommitId> base, CommitId head) {
        Pair pair = new Pair(mirror.id(), base, head);
        synchronized (known) {
            Answer answer = known.get(pair);
            if (answer != null) {
                return answer;
            }
        }
        Optional<CommitId> from = base.flatMap(b -> mirror.mergeBase(b, head));
        DiffStat stat = mirror.diff(from, head, COUNTS).stat();
        Answer answer = new Answer(mergeability(mirror, base, head), stat);
        synchronized (known) {
            known.put(pair, answer);
        }
        return answer;
    }

    private static Mergeability mergeability(Mirror mirror, Optional<CommitId> base, CommitId head) {
        if (base.isEmpty()) {
            return new Mergeability(Mergeability.Status.CLEAN, List.of());
        }
        return switch (mirror.attempt(base.get(), head)) {
            case MergeAttempt.Joined joined -> new Mergeability(Mergeability.Status.CLEAN, List.of());
            case MergeAttempt.Conflicting conflict ->
                new Mergeability(Mergeability.Status.CONFLICTING, conflict.paths());
            case MergeAttempt.Nothing nothing -> new Mergeability(Mergeability.Status.NOTHING_TO_MERGE, List.of());
        };
    }
}
