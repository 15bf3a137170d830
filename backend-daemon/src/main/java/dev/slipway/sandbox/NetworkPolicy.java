package dev.slipway.sandbox;

import dev.slipway.egress.AllowedHosts;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a sandbox may reach.
public sealed interface NetworkPolicy {
    /// Loopback inside, and nothing else. The default.
    record None() implements NetworkPolicy {}

    /// The named hosts only, such as a package registry, through a proxy.
    /// @param hosts as [AllowedHosts] reads them
    record AllowList(SortedSet<String> hosts) implements NetworkPolicy {
        public AllowList {
            hosts = new TreeSet<>(hosts);
            AllowedHosts.of(hosts);
        }
    }

    /// All that the host reaches, its own loopback included: no isolation.
    record Host() implements NetworkPolicy {}

    NetworkPolicy NONE = new None();
    NetworkPolicy HOST = new Host();
}
