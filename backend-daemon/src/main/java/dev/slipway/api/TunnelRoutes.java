package dev.slipway.api;

import dev.slipway.model.SessionId;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.TunnelCalls;
import java.util.List;
import java.util.function.Consumer;

/// What listens in the sandbox of a session, and who has something open there.
final class TunnelRoutes {
    private final ApiServices.Fleet fleet;
    private final Consumer<SessionId> known;

    /// @param known refuses a session that is not there
    TunnelRoutes(ApiServices.Fleet fleet, Consumer<SessionId> known) {
        this.fleet = fleet;
        this.known = known;
    }

    List<Route<?, ?>> routes() {
        return List.of(Route.of(TunnelCalls.PORTS, this::ports));
    }

    private TunnelCalls.Ports ports(Call<Endpoint.Nothing> call) throws InterruptedException {
        SessionId session = new SessionId(call.path("id"));
        known.accept(session);
        return new TunnelCalls.Ports(
                fleet.tunnels().ports(session),
                fleet.tunnels().holders(session).stream()
                        .map(hold -> new TunnelCalls.Holder(hold.who(), hold.what(), hold.since()))
                        .toList());
    }
}
