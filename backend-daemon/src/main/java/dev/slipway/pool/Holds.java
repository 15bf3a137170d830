package dev.slipway.pool;

import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What holds the sandboxes of sessions beside their own turns: whoever opens a tunnel or a terminal holds the sandbox
/// from before until after, and nothing takes it away meanwhile.
public final class Holds {
    private final Map<SessionId, List<Hold>> holds = new ConcurrentHashMap<>();

    /// Holds a session's sandbox until the pin is closed; closing it twice is fine.
    public Pin hold(SessionId session, Hold hold) {
        holds.merge(session, List.of(hold), Holds::joined);
        return () -> holds.computeIfPresent(session, (_, all) -> without(all, hold));
    }

    /// All that hold it now.
    public List<Hold> of(SessionId session) {
        return holds.getOrDefault(session, List.of());
    }

    private static List<Hold> joined(List<Hold> some, List<Hold> more) {
        List<Hold> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    /// By identity: two terminals of one person may be equal.
    @SuppressWarnings("ReferenceEquality")
    private static @org.jspecify.annotations.Nullable List<Hold> without(List<Hold> all, Hold gone) {
        List<Hold> left = all.stream().filter(hold -> hold != gone).toList();
        return left.isEmpty() ? null : left;
    }
}
