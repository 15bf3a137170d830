package dev.slipway.host;

import dev.slipway.model.fleet.PoolId;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// A pool as an admin described it.
/// @param labels   at least one, all of which its hosts have
/// @param capacity of each host that has no limit of its own; 0 for none
/// @param reserved whether its hosts are for those only who ask for it
public record PoolSpec(PoolId id, SortedSet<String> labels, int capacity, boolean reserved) {
    public PoolSpec {
        labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
        if (labels.isEmpty()) {
            throw HostProblems.poolWithoutLabels(id);
        }
        HostSpec.check(labels, capacity);
    }

    /// Whether a host with these labels is in it.
    public boolean has(SortedSet<String> host) {
        return host.containsAll(labels);
    }
}
