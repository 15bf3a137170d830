package dev.slipway.sessions;

import java.util.Comparator;

/// Where a line stands in the list; computed once for each state of a session, so that a line finds its place by a
/// search rather than by sorting all again.
/// @param rank    of its group among the groups
/// @param name    of its group, by which those of one rank are ordered
/// @param group   the group's key; empty where there are no groups
/// @param heading whether it is the group's heading
/// @param number  the greatest comes first within a group
/// @param text    decides among those of one number
/// @param id      decides among the rest: the newest comes first
record Spot(int rank, String name, String group, boolean heading, long number, String text, String id)
        implements Comparable<Spot> {
    private static final Comparator<Spot> ORDER = Comparator.comparingInt(Spot::rank)
            .thenComparing(Spot::name, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Spot::group)
            .thenComparing(spot -> !spot.heading())
            .thenComparing(Comparator.comparingLong(Spot::number).reversed())
            .thenComparing(Spot::text, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Comparator.comparing(Spot::id).reversed());

    /// The spot of its group's heading.
    Spot head() {
        return new Spot(rank, name, group, true, 0, "", "");
    }

    @Override
    public int compareTo(Spot other) {
        return ORDER.compare(this, other);
    }
}
