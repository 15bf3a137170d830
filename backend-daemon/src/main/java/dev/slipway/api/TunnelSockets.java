package dev.slipway.api;

import dev.slipway.identity.Users;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Role;
import dev.slipway.model.tunnel.Mux;
import dev.slipway.tunnel.Tunnels;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/// The WebSockets that carry tunnels, at `/sessions/{session}/tunnel`: lets members in, pings them, and closes
/// them at the
/// end.
final class TunnelSockets implements HttpHandler.Streamed, AutoCloseable {
    private final ApiSettings settings;
    private final Access access;
    private final Tunnels tunnels;
    private final Consumer<SessionId> known;
    private final WebSocketMappings upgrades;
    private final Set<TunnelSocket> open = ConcurrentHashMap.newKeySet();
    private final Pin watching;
    private final Thread heart = Thread.ofVirtual().name("tunnel-pings").unstarted(this::beat);

    /// @param known refuses a session that is not there
    TunnelSockets(ApiSettings settings, Access access, Tunnels tunnels, Consumer<SessionId> known, Server server) {
        this.settings = settings;
        this.access = access;
        this.tunnels = tunnels;
        this.known = known;
        this.upgrades = new WebSocketMappings(WebSocketServerComponents.ensureWebSocketComponents(server));
        this.watching = access.onChange(this::turnOut);
        heart.start();
    }

    @Override
    public String name() {
        return "tunnel";
    }

    @Override
    public boolean takes(List<String> path) {
        return path.size() == 5
                && path.subList(0, 3).equals(List.of("api", "v1", "sessions"))
                && path.get(4).equals("tunnel");
    }

    @Override
    public void handle(Request request, List<String> path, Response response, Callback callback) {
        Users.Pass pass = access.requireOfSocket(request, Role.MEMBER);
        SessionId session = new SessionId(path.get(3));
        known.accept(session);
        if (!upgrades.upgrade(new Welcome(session, pass), request, response, callback, null)) {
            throw Refusal.of(
                            426,
                            "upgrade-required",
                            "This address takes WebSockets only",
                            "The request is not a WebSocket handshake.")
                    .header("Upgrade", "websocket");
        }
    }

    void opened(TunnelSocket socket) {
        open.add(socket);
        if (!access.holds(socket.pass())) { // it ended between the handshake and now
            socket.turnOut();
        }
    }

    void closed(TunnelSocket socket) {
        open.remove(socket);
    }

    @Override
    public void close() {
        watching.close();
        heart.interrupt();
        open.forEach(TunnelSocket::goAway);
    }

    private void turnOut() {
        open.stream().filter(socket -> !access.holds(socket.pass())).forEach(TunnelSocket::turnOut);
    }

    private void beat() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(settings.pingEvery().toNanos());
            long now = System.nanoTime();
            open.forEach(socket -> socket.ping(now, settings.pingEvery()));
            turnOut();
        }
    }

    /// Lets a member in whose token is known.
    private final class Welcome extends Configuration.ConfigurationCustomizer implements WebSocketNegotiator {
        /// What is not read at once comes in pieces of so many bytes.
        private static final int BUFFER = 64 * 1024;

        private final SessionId session;
        private final Users.Pass pass;

        Welcome(SessionId session, Users.Pass pass) {
            this.session = session;
            this.pass = pass;
            setIdleTimeout(Duration.ZERO); // the pings tell who is there
            setMaxFrameSize(Mux.LONGEST_MESSAGE);
            setAutoFragment(false);
            setInputBufferSize(BUFFER);
        }

        @Override
        public FrameHandler negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
            response.setExtensions(List.of());
            Access.subprotocol(request).ifPresent(response::setAcceptedSubProtocol);
            return new TunnelSocket(
                    TunnelSockets.this,
                    pass,
                    settings.sendLimit(),
                    wire -> tunnels.open(session, pass.user().author(), wire));
        }
    }
}
