package dev.slipway.model.wire;

import dev.slipway.model.account.Role;
import dev.slipway.model.fleet.HostPool;
import dev.slipway.model.fleet.PoolId;
import java.util.List;
import java.util.Optional;

/// Pools of hosts, and which repositories ask for one.
public final class PoolCalls {
    private PoolCalls() {}

    /// @param pools by name
    public record PoolList(List<HostPool> pools) {}

    /// @param labels   at least one
    /// @param capacity 0 unless given
    /// @param reserved `false` unless given
    public record PoolSettings(List<String> labels, Optional<Integer> capacity, Optional<Boolean> reserved) {}

    /// @param pool where the repository's next sandboxes are to be; not given for any host
    public record PoolWish(Optional<PoolId> pool) {}

    /// @param pool where the repository's sandboxes are to be; empty for any host
    public record PoolChoice(Optional<PoolId> pool) {}

    public static final Endpoint<Endpoint.Nothing, PoolList> LIST =
            Endpoint.get("listPools", "/pools", PoolList.class, "Lists pools of hosts.");
    public static final Endpoint<Endpoint.Nothing, HostPool> GET =
            Endpoint.get("getPool", "/pools/{pool}", HostPool.class, "Shows a pool.");
    public static final Endpoint<PoolSettings, HostPool> SET = Endpoint.put(
                    "setPool", "/pools/{pool}", PoolSettings.class, HostPool.class, "Makes a pool, or changes it.")
            .by(Role.ADMIN);
    public static final Endpoint<Endpoint.Nothing, Endpoint.Nothing> REMOVE = Endpoint.delete(
                    "removePool", "/pools/{pool}", "Removes a pool that no repository asks for; its hosts stay.")
            .by(Role.ADMIN);
    public static final Endpoint<Endpoint.Nothing, PoolChoice> CHOICE = Endpoint.get(
            "getRepositoryPool",
            "/repositories/{repository}/pool",
            PoolChoice.class,
            "Shows where a repository's sandboxes are to be.");
    public static final Endpoint<PoolWish, PoolChoice> CHOOSE = Endpoint.put(
                    "setRepositoryPool",
                    "/repositories/{repository}/pool",
                    PoolWish.class,
                    PoolChoice.class,
                    "Says in which pool a repository's next sandboxes are to be.")
            .by(Role.ADMIN);
}
