package dev.slipway.api;

import dev.slipway.fleet.FleetNews;
import dev.slipway.identity.Users;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.User;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.ClientFrame;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
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

/// All WebSockets: lets clients in, pings them, and says goodbye at the end.
final class Sockets implements HttpHandler.Streamed, AutoCloseable {
    /// Bytes of one message of a client.
    static final int LONGEST_MESSAGE = 64 * 1024;

    /// Long enough for a client to come back after its link broke.
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final List<String> PATH = List.of("api", "v1", "socket");

    private final ApiSettings settings;
    private final Access access;
    private final FollowedSessions sessions;
    private final FleetNews fleet;
    private final TypingNews typing = new TypingNews();
    private final WebSocketMappings upgrades;
    private final Set<ClientSocket> open = ConcurrentHashMap.newKeySet();
    private final ThreadFactory threads = Thread.ofVirtual().name("socket").factory();
    private final Paces paces = new Paces();
    private final Attendance attendance = new Attendance(GRACE);
    private final Pin watching;
    private final Thread heart = Thread.ofVirtual().name("socket-pings").unstarted(this::beat);

    Sockets(ApiSettings settings, Access access, FollowedSessions sessions, FleetNews fleet, Server server) {
        this.settings = settings;
        this.access = access;
        this.sessions = sessions;
        this.fleet = fleet;
        this.upgrades = new WebSocketMappings(WebSocketServerComponents.ensureWebSocketComponents(server));
        this.watching = access.onChange(this::turnOut);
        heart.start();
    }

    /// Closes the sockets of those who may not be here any more, or not in the same role; who may comes back.
    private void turnOut() {
        open.stream().filter(socket -> !access.holds(socket.pass())).forEach(ClientSocket::turnOut);
    }

    ApiSettings settings() {
        return settings;
    }

    int count() {
        return open.size();
    }

    @Override
    public String name() {
        return "socket";
    }

    @Override
    public boolean takes(List<String> path) {
        return path.equals(PATH);
    }

    @Override
    public void handle(Request request, List<String> path, Response response, Callback callback) {
        Users.Pass pass = access.requireOfSocket(request, Role.VIEWER);
        if (!upgrades.upgrade(new Welcome(pass), request, response, callback, null)) {
            throw Refusal.of(
                            426,
                            "upgrade-required",
                            "This address takes WebSockets only",
                            "The request is not a WebSocket handshake.")
                    .header("Upgrade", "websocket");
        }
    }

    /// What follows a session's journal.
    ClientSocket.Follower follower(ClientFrame.Subscribe wanted, User user) {
        if (wanted.from() < 1) {
            throw Problem.invalid(
                            "malformed-sequence-number",
                            "There is no such sequence number",
                            "Sequence numbers count from 1.")
                    .toException();
        }
        return new Company(
                wanted.subscription(),
                wanted.session(),
                new JournalFollower(wanted.subscription(), sessions.journal(wanted.session()), wanted.from(), paces),
                user.author(),
                attendance,
                threads);
    }

    /// What follows the list of sessions.
    ClientSocket.Follower follower(ClientFrame.SubscribeSessions wanted, User user) {
        return new SessionListFollower(wanted.subscription(), sessions, attendance, user.id());
    }

    /// What follows the fleet.
    ClientSocket.Follower follower(ClientFrame.SubscribeFleet wanted) {
        return new FleetFollower(wanted.subscription(), fleet);
    }

    /// Lets the session make ready, and tells those who follow it, though not more often than they could notice.
    /// What a
    /// viewer types can't be sent, and makes nothing ready.
    void typing(SessionId session, ClientSocket typist) {
        if (typist.user().role().covers(Role.MEMBER)
                && typing.isNews(session, typist.user().id())) {
            sessions.typing(session);
            open.stream()
                    .filter(other -> other != typist)
                    .forEach(other -> other.tellTyping(session, typist.user().author()));
        }
    }

    /// Has something ready when the session begins. What a viewer types can't be sent.
    void drafting(ClientFrame.Drafting draft, User user) {
        if (user.role().covers(Role.MEMBER)) {
            sessions.drafting(draft, user.id());
        }
    }

    Thread thread(Runnable task) {
        return threads.newThread(task);
    }

    void opened(ClientSocket socket) {
        open.add(socket);
        if (!access.holds(socket.pass())) { // it ended between the handshake and now
            socket.turnOut();
        }
    }

    void closed(ClientSocket socket) {
        open.remove(socket);
    }

    @Override
    public void close() {
        watching.close();
        heart.interrupt();
        attendance.close();
        open.forEach(ClientSocket::goAway);
    }

    private void beat() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(settings.pingEvery().toNanos());
            long now = System.nanoTime();
            open.forEach(socket -> socket.ping(now));
            turnOut();
        }
    }

    /// Lets a user in whose token is known.
    private final class Welcome extends Configuration.ConfigurationCustomizer implements WebSocketNegotiator {
        private final Users.Pass pass;

        Welcome(Users.Pass pass) {
            this.pass = pass;
            setIdleTimeout(Duration.ZERO); // the pings tell who is there
            setMaxFrameSize(LONGEST_MESSAGE);
            setAutoFragment(false);
            setInputBufferSize(2 * 1024);
        }

        @Override
        public FrameHandler negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
            // Compression costs 100 kB a socket and doubles the work of a busy one.
            response.setExtensions(List.of());
            Access.subprotocol(request).ifPresent(response::setAcceptedSubProtocol);
            return new ClientSocket(Sockets.this, pass);
        }
    }
}
