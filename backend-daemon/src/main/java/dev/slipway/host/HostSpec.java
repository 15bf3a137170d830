package dev.slipway.host;

import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostId;
import dev.slipway.ssh.HostKey;
import dev.slipway.ssh.SshAddress;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A host as an admin described it.
/// @param address  empty for the daemon's own machine
/// @param key      its host key as it was accepted
/// @param way      a server on the way to it
/// @param keyFile  a private key to log in with, absolute; else the daemon's own
/// @param root     absolute, a directory that belongs to Slipway
/// @param capacity sandboxes at most; 0 for no limit but the machine's own
public record HostSpec(
        HostId id,
        Optional<SshAddress> address,
        Optional<HostKey> key,
        Optional<Way> way,
        Optional<String> keyFile,
        String root,
        SortedSet<String> labels,
        int capacity,
        Admission admission) {
    /// A server on the way to a host, with its accepted key.
    public record Way(SshAddress address, HostKey key) {}

    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9._=-]{0,61}[a-z0-9])?");

    public HostSpec {
        labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
        if (!root.startsWith("/") || root.endsWith("/") || root.indexOf('\n') >= 0) {
            throw HostProblems.badRoot(root);
        }
        check(labels, capacity);
    }

    /// One that is logged in to with the daemon's own keys.
    public HostSpec(
            HostId id,
            Optional<SshAddress> address,
            Optional<HostKey> key,
            Optional<Way> way,
            String root,
            SortedSet<String> labels,
            int capacity,
            Admission admission) {
        this(id, address, key, way, Optional.empty(), root, labels, capacity, admission);
    }

    static void check(SortedSet<String> labels, int capacity) {
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                throw HostProblems.badLabel(label);
            }
        }
        if (capacity < 0 || capacity > 10_000) {
            throw HostProblems.badCapacity(capacity);
        }
    }

    /// Whether it is the daemon's own machine.
    public boolean local() {
        return address.isEmpty();
    }

    HostSpec with(SortedSet<String> labels, int capacity, Admission admission) {
        return new HostSpec(id, address, key, way, keyFile, root, labels, capacity, admission);
    }
}
