package dev.slipway.link;

import dev.slipway.model.SessionId;
import dev.slipway.model.tunnel.Tunnel;
import dev.slipway.model.wire.TunnelCalls;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tunnels of a link: one for each session into which an inlet is open.
final class Inlets {
    private final Server server;
    private final Map<SessionId, Shared> tunnels = new HashMap<>();

    private record Shared(Tunnel tunnel, int inlets) {}

    Inlets(Server server) {
        this.server = server;
    }

    synchronized Inlet open(SessionId session) {
        @Nullable Shared known = tunnels.get(session);
        // One that was refused is not tried again by itself.
        boolean usable = known != null && !(known.tunnel().state() instanceof Tunnel.State.Over);
        Shared shared = known != null && usable
                ? new Shared(known.tunnel(), known.inlets() + 1)
                : new Shared(
                        new Tunnel(
                                () -> new Tunnel.Server(server.address(), server.token()),
                                TunnelCalls.TUNNEL.formatted(session.value()),
                                Rest::problem),
                        1);
        tunnels.put(session, shared);
        return new Inlet(shared.tunnel(), () -> closed(session, shared.tunnel()));
    }

    synchronized void close() {
        tunnels.values().forEach(shared -> shared.tunnel().close());
        tunnels.clear();
    }

    private synchronized void closed(SessionId session, Tunnel tunnel) {
        @Nullable Shared known = tunnels.get(session);
        if (known == null || !known.tunnel().equals(tunnel)) {
            tunnel.close();
        } else if (known.inlets() > 1) {
            tunnels.put(session, new Shared(tunnel, known.inlets() - 1));
        } else {
            tunnels.remove(session);
            tunnel.close();
        }
    }
}
