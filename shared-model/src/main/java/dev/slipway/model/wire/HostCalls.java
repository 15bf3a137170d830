package dev.slipway.model.wire;

import dev.slipway.model.account.Role;
import dev.slipway.model.fleet.Admission;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.HostStatus;
import dev.slipway.model.fleet.ShownKey;
import java.util.List;
import java.util.Optional;

/// The machines on which sandboxes run.
public final class HostCalls {
    private HostCalls() {}

    /// What every sandbox gets.
    /// @param network `none`, `host` or `allow`
    /// @param allowed hosts, when `network` is `allow`
    public record SandboxRules(String network, List<String> allowed, int memoryMb, int processes, int cpus) {}

    /// @param hosts     by id; the daemon's own machine is `local`
    /// @param publicKey the line by which hosts let the daemon in, for their `authorized_keys`
    /// @param rules     the same on every host
    public record HostList(List<HostStatus> hosts, String publicKey, SandboxRules rules) {}

    /// A server as people write it.
    /// @param address `user@host` or `user@host:port`
    /// @param via     a server on the way to it, which must be a host, too
    public record ServerAddress(String address, Optional<String> via) {}

    /// @param fingerprint of its key, which a person has compared and accepts
    /// @param keyFile  a private key on the daemon's computer, absolute, to log in with; else its own is used
    /// @param root     a directory for Slipway there, absolute; else `.slipway` in the user's home
    /// @param capacity sandboxes at most; 0, or not given, for no limit but the machine's own
    public record NewHost(
            HostId id,
            String address,
            Optional<String> via,
            String fingerprint,
            Optional<String> keyFile,
            Optional<String> root,
            List<String> labels,
            Optional<Integer> capacity) {}

    /// What is not given stays.
    public record HostChange(
            Optional<List<String>> labels, Optional<Integer> capacity, Optional<Admission> admission) {}

    /// @param install whether to install what is missing; else it is only said
    public record Preparation(boolean install) {}

    /// @param missing   programs that it lacks and sandboxes use
    /// @param command   what gets them there; empty if nothing is missing, or it is not known for this system
    /// @param installed whether that was done now
    public record Prepared(List<String> missing, Optional<String> command, boolean installed) {}

    public static final Endpoint<Endpoint.Nothing, HostList> LIST =
            Endpoint.get("listHosts", "/hosts", HostList.class, "Lists the machines on which sandboxes run.");
    public static final Endpoint<Endpoint.Nothing, HostStatus> GET =
            Endpoint.get("getHost", "/hosts/{host}", HostStatus.class, "Shows a host.");
    public static final Endpoint<ServerAddress, ShownKey> SHOW_KEY = Endpoint.post(
                    "showHostKey",
                    "/hosts/key",
                    ServerAddress.class,
                    ShownKey.class,
                    "Shows the key of an SSH server, to compare it before it is accepted.")
            .by(Role.ADMIN);
    public static final Endpoint<NewHost, HostStatus> ADD = Endpoint.create(
                    "addHost",
                    "/hosts",
                    NewHost.class,
                    HostStatus.class,
                    "Adds a host, if it shows the accepted key and lets the daemon in.")
            .by(Role.ADMIN);
    public static final Endpoint<HostChange, HostStatus> CHANGE = Endpoint.patch(
                    "changeHost",
                    "/hosts/{host}",
                    HostChange.class,
                    HostStatus.class,
                    "Changes labels and capacity, cordons, drains or opens a host.")
            .by(Role.ADMIN);
    public static final Endpoint<Endpoint.Nothing, HostStatus> LOOK = Endpoint.post(
                    "lookAtHost",
                    "/hosts/{host}/look",
                    Endpoint.Nothing.class,
                    HostStatus.class,
                    "Looks at a host now, rather than within seconds.")
            .by(Role.ADMIN);
    public static final Endpoint<Preparation, Prepared> PREPARE = Endpoint.post(
                    "prepareHost",
                    "/hosts/{host}/prepare",
                    Preparation.class,
                    Prepared.class,
                    "Installs what a host lacks, or says by which command.")
            .by(Role.ADMIN);
    public static final Endpoint<Endpoint.Nothing, Endpoint.Nothing> REMOVE = Endpoint.delete(
                    "removeHost", "/hosts/{host}", "Forgets a host; what is on it stays there.")
            .with("force", Endpoint.Parameter.Type.FLAG, "Even if sandboxes are there; `false` unless given.")
            .by(Role.ADMIN);
}
