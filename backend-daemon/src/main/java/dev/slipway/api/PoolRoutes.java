package dev.slipway.api;

import dev.slipway.forge.Repositories;
import dev.slipway.host.Host;
import dev.slipway.host.PoolSpec;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostPool;
import dev.slipway.model.fleet.PoolId;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.PoolCalls;
import java.util.List;
import java.util.TreeSet;

/// Pools of hosts, and which repositories ask for one.
final class PoolRoutes {
    private final ApiServices.Fleet fleet;
    private final Repositories repositories;

    PoolRoutes(ApiServices.Fleet fleet, Repositories repositories) {
        this.fleet = fleet;
        this.repositories = repositories;
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.of(
                        PoolCalls.LIST,
                        call -> new PoolCalls.PoolList(fleet.hosts().pools().all().stream()
                                .map(this::status)
                                .toList())),
                Route.of(PoolCalls.GET, call -> status(fleet.hosts().pools().get(pool(call)))),
                Route.of(PoolCalls.SET, this::set),
                Route.of(PoolCalls.REMOVE, this::remove),
                Route.of(PoolCalls.CHOICE, call -> choice(repository(call))),
                Route.of(PoolCalls.CHOOSE, this::choose));
    }

    private HostPool set(Call<PoolCalls.PoolSettings> call) {
        PoolCalls.PoolSettings wish = call.body();
        PoolSpec pool = new PoolSpec(
                pool(call),
                new TreeSet<>(wish.labels()),
                wish.capacity().orElse(0),
                wish.reserved().orElse(false));
        fleet.hosts().pools().set(pool);
        return status(pool);
    }

    private Endpoint.Nothing remove(Call<Endpoint.Nothing> call) {
        fleet.hosts().pools().remove(pool(call));
        return new Endpoint.Nothing();
    }

    private PoolCalls.PoolChoice choose(Call<PoolCalls.PoolWish> call) {
        fleet.hosts().pools().choose(repository(call), call.body().pool());
        return choice(repository(call));
    }

    private PoolCalls.PoolChoice choice(RepositoryId repository) {
        return new PoolCalls.PoolChoice(fleet.hosts().pools().of(repository).map(PoolSpec::id));
    }

    private HostPool status(PoolSpec pool) {
        return new HostPool(
                pool.id(),
                pool.labels(),
                pool.capacity(),
                pool.reserved(),
                fleet.hosts().all().stream()
                        .filter(host -> pool.has(host.spec().labels()))
                        .map(Host::id)
                        .toList(),
                fleet.hosts().pools().repositories(pool.id()));
    }

    private RepositoryId repository(Call<?> call) {
        return repositories.get(new RepositoryId(call.path("repository"))).id();
    }

    private static PoolId pool(Call<?> call) {
        return new PoolId(call.path("pool"));
    }
}
