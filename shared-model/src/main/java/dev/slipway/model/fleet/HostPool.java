package dev.slipway.model.fleet;

import dev.slipway.model.code.RepositoryId;
import java.util.List;
import java.util.SortedSet;

/// A named set of hosts: all that have its labels. A repository that asks for it gets its sandboxes there only.
/// @param labels       all of which a host must have to be in it
/// @param capacity     sandboxes at most on each host of it that has no limit of its own; 0 for none
/// @param reserved     whether its hosts take sandboxes of those repositories only that ask for it
/// @param hosts        that are in it now, by id
/// @param repositories that ask for it, by name
public record HostPool(
        PoolId id,
        SortedSet<String> labels,
        int capacity,
        boolean reserved,
        List<HostId> hosts,
        List<RepositoryId> repositories) {}
