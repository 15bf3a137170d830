package dev.slipway.api;

import dev.slipway.forge.Repositories;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.WarmCalls;
import dev.slipway.pool.Leases;
import java.util.List;
import java.util.Optional;

/// Sandboxes that are ready before anyone asks: how many, by which rule, and what that won and wasted.
final class WarmRoutes {
    private static final int USUAL_DAYS = 7;
    private static final int MOST_DAYS = 366;

    private final ApiServices.Fleet fleet;
    private final Repositories repositories;

    WarmRoutes(ApiServices.Fleet fleet, Repositories repositories) {
        this.fleet = fleet;
        this.repositories = repositories;
    }

    List<Route<?, ?>> routes() {
        return List.of(
                Route.of(
                        WarmCalls.LIST,
                        call -> new WarmCalls.WarmPools(
                                leases().isOn(), leases().pools(), leases().days(Optional.empty(), days(call)))),
                Route.of(WarmCalls.GET, call -> detail(repository(call), days(call))),
                Route.of(WarmCalls.CHANGE, this::change));
    }

    private WarmCalls.WarmPoolDetail change(Call<WarmCalls.RuleChange> call) {
        RepositoryId repository = repository(call);
        var _ = leases().change(repository, call.body());
        return detail(repository, USUAL_DAYS);
    }

    private WarmCalls.WarmPoolDetail detail(RepositoryId repository, int days) {
        return new WarmCalls.WarmPoolDetail(leases().pool(repository), leases().days(Optional.of(repository), days));
    }

    private Leases leases() {
        return fleet.leases();
    }

    private static int days(Call<Endpoint.Nothing> call) {
        return (int) call.number("days", 1, MOST_DAYS, USUAL_DAYS);
    }

    private RepositoryId repository(Call<?> call) {
        return repositories.get(new RepositoryId(call.path("repository"))).id();
    }
}
