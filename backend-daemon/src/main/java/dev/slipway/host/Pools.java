package dev.slipway.host;

import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.PoolId;
import dev.slipway.sqlite.Database;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Named sets of hosts, by what labels these have, and which repositories ask for one.
public final class Pools {
    private final Database database;
    private final Map<String, PoolSpec> pools = new TreeMap<>();
    private final Map<String, PoolId> chosen = new TreeMap<>();

    /// Expects the tables of [HostRows].
    Pools(Database database) {
        this.database = database;
        PoolRows.all(database).forEach(pool -> pools.put(pool.id().value(), pool));
        chosen.putAll(PoolRows.choices(database));
    }

    /// By name.
    public synchronized List<PoolSpec> all() {
        return List.copyOf(pools.values());
    }

    /// @throws dev.slipway.model.problem.ProblemException `unknown-pool`
    public synchronized PoolSpec get(PoolId id) {
        return Optional.ofNullable(pools.get(id.value())).orElseThrow(() -> HostProblems.unknownPool(id));
    }

    /// Makes a pool, or changes it.
    public synchronized void set(PoolSpec pool) {
        PoolRows.put(database, pool);
        pools.put(pool.id().value(), pool);
    }

    /// @throws dev.slipway.model.problem.ProblemException `unknown-pool`; `pool-in-use` while repositories ask for it
    public synchronized void remove(PoolId id) {
        get(id);
        List<RepositoryId> asking = repositories(id);
        if (!asking.isEmpty()) {
            throw HostProblems.poolInUse(
                    id, asking.stream().map(RepositoryId::value).collect(Collectors.joining(", ")));
        }
        PoolRows.remove(database, id);
        pools.remove(id.value());
    }

    /// The pool that a repository asks for.
    public synchronized Optional<PoolSpec> of(RepositoryId repository) {
        return Optional.ofNullable(chosen.get(repository.value())).map(this::get);
    }

    /// Those that ask for a pool, by name.
    public synchronized List<RepositoryId> repositories(PoolId id) {
        return chosen.entrySet().stream()
                .filter(choice -> choice.getValue().equals(id))
                .map(choice -> new RepositoryId(choice.getKey()))
                .toList();
    }

    /// Says where a repository's next sandboxes are to be.
    /// @param pool empty for anywhere
    /// @throws dev.slipway.model.problem.ProblemException `unknown-pool`
    public synchronized void choose(RepositoryId repository, Optional<PoolId> pool) {
        pool.ifPresent(this::get);
        PoolRows.choose(database, repository, pool);
        pool.ifPresentOrElse(id -> chosen.put(repository.value(), id), () -> chosen.remove(repository.value()));
    }

    /// How many sandboxes a host may have: as it was told itself, else the least that a pool says of it; 0 for no
    /// limit.
    public synchronized int capacity(HostSpec host) {
        return host.capacity() > 0
                ? host.capacity()
                : with(host).stream()
                        .map(PoolSpec::capacity)
                        .filter(limit -> limit > 0)
                        .min(Comparator.naturalOrder())
                        .orElse(0);
    }

    /// The pools that a host is in, by name.
    public synchronized List<PoolSpec> with(HostSpec host) {
        return pools.values().stream().filter(pool -> pool.has(host.labels())).toList();
    }
}
