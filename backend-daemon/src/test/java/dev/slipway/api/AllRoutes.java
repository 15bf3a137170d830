package dev.slipway.api;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Every route of the server, for looking at: nothing answers them.
final class AllRoutes {
    private AllRoutes() {}

    @SuppressWarnings("NullAway") // the actions, which would need what is null here, are never called
    static List<Route<?, ?>> routes() {
        ApiServices nothing = new ApiServices(
                new ApiServices.Ground(null, null, new Metrics(), Clock.systemUTC()),
                null,
                null,
                null,
                null,
                null,
                null,
                new ApiServices.Server(null, null, List::of));
        List<Route<?, ?>> routes = new ArrayList<>(ApiServer.routes(ApiSettings.usual("1.2.3"), nothing));
        routes.addAll(new UserRoutes(null).routes());
        return routes;
    }
}
