package dev.slipway.host;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a host can do, found by trying rather than by reading settings: see `probe.sh`.
/// @param values what the probe printed, value by name
public record HostFacts(Map<String, String> values) {
    public HostFacts {
        values = Map.copyOf(values);
    }

    static HostFacts parse(String output) {
        Map<String, String> values = new HashMap<>();
        output.lines().forEach(line -> {
            int space = line.indexOf(' ');
            values.put(
                    space < 0 ? line : line.substring(0, space),
                    space < 0 ? "" : line.substring(space + 1).strip());
        });
        return new HostFacts(values);
    }

    /// Whether scripts run as root there.
    public boolean root() {
        return uid() == 0;
    }

    public int uid() {
        return Integer.parseInt(values.getOrDefault("uid", "-1"));
    }

    public String kernel() {
        return values.getOrDefault("kernel", "unknown");
    }

    /// Whether processes can be marked and so be found again: see [Mark].
    public boolean marks() {
        return yes("mark");
    }

    /// Whether an ordinary process may create a user namespace.
    public boolean userNamespaces() {
        return yes("userns");
    }

    /// Whether this user can mount an overlay: as root plainly, else in a user namespace (Linux 5.11 or newer).
    public boolean overlay() {
        return yes(root() ? "overlay.root" : "overlay.user");
    }

    /// Whether files there can share their blocks until one is changed (btrfs, XFS).
    public boolean reflinks() {
        return yes("reflink");
    }

    /// Version of bubblewrap, such as `0.8.0`.
    public Optional<String> bubblewrap() {
        return Optional.ofNullable(values.get("bwrap"));
    }

    /// Where a program is, by name: bwrap, setpriv, nsenter, unshare, setsid, git, rg, java, podman,
    /// perl.
    public Optional<String> tool(String name) {
        return Optional.ofNullable(values.get("tool." + name));
    }

    /// The directory of a writable version 1 control group hierarchy with that controller.
    public Optional<String> controlGroupV1(String controller) {
        return Optional.ofNullable(values.get("cgroup.v1." + controller));
    }

    /// The writable version 2 hierarchy, when it hands that controller down to groups made in it.
    public Optional<String> controlGroupV2(String controller) {
        return Optional.ofNullable(values.get("cgroup.v2." + controller));
    }

    private boolean yes(String name) {
        return "yes".equals(values.get(name));
    }
}
