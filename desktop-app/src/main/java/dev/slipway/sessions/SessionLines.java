package dev.slipway.sessions;

import dev.slipway.model.SessionId;
import dev.slipway.words.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The lines of the list in their order. What changes about one session costs a binary search and at most three changed
/// lines, however many there are. Used on the window's thread only.
final class SessionLines {
    private final ObservableList<SessionLine> lines = FXCollections.observableArrayList();
    private final Map<SessionId, SessionLine.Entry> entries = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private Set<String> collapsed = Set.of();

    ObservableList<SessionLine> all() {
        return lines;
    }

    /// How many sessions are listed, shown or hidden in a group.
    int size() {
        return entries.size();
    }

    /// Begins anew.
    /// @param sorted in the order of their spots
    void reset(List<SessionLine.Entry> sorted, Set<String> hidden) {
        collapsed = hidden;
        entries.clear();
        counts.clear();
        for (SessionLine.Entry entry : sorted) {
            entries.put(entry.session().id(), entry);
            counts.merge(entry.spot().group(), 1, Integer::sum);
        }
        List<SessionLine> next = new ArrayList<>(sorted.size() + counts.size());
        String group = "";
        for (SessionLine.Entry entry : sorted) {
            if (!entry.spot().group().equals(group)) {
                group = entry.spot().group();
                next.add(heading(entry));
            }
            if (!hidden.contains(group)) {
                next.add(entry);
            }
        }
        if (!next.equals(lines)) {
            lines.setAll(next);
        }
    }

    /// Shows a session as it is now.
    /// @param now empty when it is not to be shown
    void put(SessionId id, Optional<SessionLine.Entry> now) {
        SessionLine.@Nullable Entry before = entries.get(id);
        if (before == null) {
            now.ifPresent(this::insert);
        } else if (now.isEmpty()) {
            remove(before);
        } else if (before.spot().equals(now.get().spot())) {
            replace(before, now.get());
        } else if (before.spot().group().equals(now.get().spot().group())) {
            move(before, now.get());
        } else {
            remove(before);
            insert(now.get());
        }
    }

    /// Hides or shows the sessions of a group.
    void fold(String group, boolean hidden, Set<String> allHidden) {
        collapsed = allHidden;
        List<SessionLine.Entry> members = entries.values().stream()
                .filter(entry -> entry.spot().group().equals(group))
                .sorted((a, b) -> a.spot().compareTo(b.spot()))
                .toList();
        if (members.isEmpty()) {
            return;
        }
        int head = find(members.getFirst().spot().head());
        if (head < 0) {
            return;
        }
        boolean shown = head + 1 < lines.size()
                && lines.get(head + 1) instanceof SessionLine.Entry entry
                && entry.spot().group().equals(group);
        if (hidden && shown) {
            lines.remove(head + 1, head + 1 + members.size());
        } else if (!hidden && !shown) {
            lines.addAll(head + 1, members);
        }
        lines.set(head, heading(members.getFirst()));
    }

    /// Where a session stands; -1 when it does not show.
    int indexOf(SessionId id) {
        SessionLine.@Nullable Entry entry = entries.get(id);
        return entry == null ? -1 : Math.max(-1, find(entry.spot()));
    }

    private void insert(SessionLine.Entry entry) {
        entries.put(entry.session().id(), entry);
        int count = counts.merge(entry.spot().group(), 1, Integer::sum);
        showHeading(entry, count);
        if (!hides(entry)) {
            lines.add(-1 - find(entry.spot()), entry);
        }
    }

    private void remove(SessionLine.Entry entry) {
        entries.remove(entry.session().id());
        if (!hides(entry)) {
            lines.remove(find(entry.spot()));
        }
        int count = counts.merge(entry.spot().group(), -1, Integer::sum);
        if (count == 0) {
            counts.remove(entry.spot().group());
        }
        showHeading(entry, count);
    }

    private void replace(SessionLine.Entry before, SessionLine.Entry now) {
        if (!before.equals(now)) {
            entries.put(now.session().id(), now);
            if (!hides(now)) {
                lines.set(find(now.spot()), now);
            }
        }
    }

    private void move(SessionLine.Entry before, SessionLine.Entry now) {
        entries.put(now.session().id(), now);
        if (hides(now)) {
            return;
        }
        int from = find(before.spot());
        int to = -1 - find(now.spot());
        if (to == from || to == from + 1) {
            lines.set(from, now);
        } else {
            lines.remove(from);
            lines.add(to > from ? to - 1 : to, now);
        }
    }

    private boolean hides(SessionLine.Entry entry) {
        return collapsed.contains(entry.spot().group());
    }

    private void showHeading(SessionLine.Entry member, int count) {
        if (member.spot().group().isEmpty()) {
            return;
        }
        int at = find(member.spot().head());
        if (at >= 0 && count == 0) {
            lines.remove(at);
        } else if (at >= 0) {
            lines.set(at, heading(member));
        } else if (count > 0) {
            lines.add(-1 - at, heading(member));
        }
    }

    private SessionLine.Group heading(SessionLine.Entry member) {
        String group = member.spot().group();
        String title = member.spot().name().isEmpty()
                ? Words.text("sessions.group." + group)
                : member.spot().name();
        return new SessionLine.Group(
                member.spot().head(), title, counts.getOrDefault(group, 0), collapsed.contains(group));
    }

    /// The index of a spot, or, as in [java.util.Arrays#binarySearch], -1 minus the index where it would be.
    private int find(Spot spot) {
        int low = 0;
        int high = lines.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = lines.get(middle).spot().compareTo(spot);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }
}
