package dev.slipway.model.wire;

import dev.slipway.model.tunnel.ListeningPort;
import java.time.Instant;
import java.util.List;

/// What listens in sandboxes. The tunnels themselves are a WebSocket at [#TUNNEL].
public final class TunnelCalls {
    /// Below the server's address; `%s` is the session's id.
    public static final String TUNNEL = "/api/v1/sessions/%s/tunnel";

    private TunnelCalls() {}

    /// @param ports   by number; none while the session has no sandbox
    /// @param holders who has something open there, which keeps the sandbox
    public record Ports(List<ListeningPort> ports, List<Holder> holders) {}

    /// @param what in words that go on from `who`
    public record Holder(String who, String what, Instant since) {}

    public static final Endpoint<Endpoint.Nothing, Ports> PORTS = Endpoint.get(
            "listPorts",
            "/sessions/{id}/ports",
            Ports.class,
            "Shows the ports on which programs in a session's sandbox listen, and who has something open there.");
}
