package dev.slipway.api;

import dev.slipway.api.ApiServices.Ground;
import dev.slipway.fleet.FleetNews;
import dev.slipway.forge.local.GitHttp;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.Json;
import dev.slipway.session.Sessions;
import dev.slipway.tunnel.Tunnels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The daemon's public face: everything a client may ask, over HTTP and one WebSocket, in plain blocking code on
/// virtual
/// threads.
public final class ApiServer implements AutoCloseable {
    private static final int HEADER_BYTES = 16 * 1024;
    private static final long STOP_MILLIS = 2_000;

    /// What a connection without a request gets at the end.
    private static final long SHUTDOWN_IDLE_MILLIS = 20;

    private final Server server;
    private final ServerConnector connector;
    private final Sockets sockets;
    private final Optional<TunnelSockets> tunnelSockets;

    /// @param services what the endpoints give access to
    public ApiServer(ApiSettings settings, ApiServices services) {
        this(
                settings,
                services.ground(),
                new Followed(
                        FollowedSessions.of(
                                services.sessions(), services.fleet().leases()),
                        services.fleet().news()),
                routes(settings, services),
                Optional.of(services.git()),
                Optional.of(services.fleet().tunnels()));
        new HostReport(services.fleet()).tellAll();
        new WarmReport(services.fleet().leases(), services.fleet().news()).tellAll();
        Ground ground = services.ground();
        ground.metrics()
                .gauge(
                        "slipway_tunnels",
                        "Open tunnels into sandboxes.",
                        services.fleet().tunnels()::count);
        ground.metrics()
                .gauge(
                        "slipway_tunnel_streams",
                        "Streams of all tunnels.",
                        services.fleet().tunnels()::streams);
        WorkMetrics.register(ground.metrics(), services.sessions(), services.statistics(), ground.clock());
    }

    /// A server of users and of sessions that can be followed, and of nothing else: for measuring just that.
    public ApiServer(ApiSettings settings, Ground ground, FollowedSessions sessions) {
        this(settings, ground, new Followed(sessions, new FleetNews()), List.of(), Optional.empty(), Optional.empty());
    }

    /// The same with tunnels.
    public ApiServer(ApiSettings settings, Ground ground, FollowedSessions sessions, Tunnels tunnels) {
        this(
                settings,
                ground,
                new Followed(sessions, new FleetNews()),
                List.of(),
                Optional.empty(),
                Optional.of(tunnels));
    }

    /// What can be followed over the socket.
    record Followed(FollowedSessions sessions, FleetNews fleet) {}

    /// @param resources routes beside those of users
    ApiServer(
            ApiSettings settings,
            Ground ground,
            Followed followed,
            List<Route<?, ?>> resources,
            Optional<GitHttp> git,
            Optional<Tunnels> tunnels) {
        Metrics metrics = ground.metrics();
        server = new Server(threads());
        connector = new ServerConnector(server, 1, 2, new HttpConnectionFactory(http()));
        connector.setIdleTimeout(settings.idle().toMillis());
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
        server.addConnector(connector);
        server.setErrorHandler(new ProtocolErrors());
        server.setStopTimeout(STOP_MILLIS);
        Access access = new Access(settings, ground.users(), ground.clock());
        sockets = new Sockets(settings, access, followed.sessions(), followed.fleet(), server);
        metrics.gauge("slipway_sockets", "Open WebSockets.", sockets::count);
        JvmMetrics.register(metrics);
        List<Route<?, ?>> routes = new ArrayList<>(new UserRoutes(ground.users()).routes());
        routes.addAll(resources);
        List<HttpHandler.Streamed> streamed = new ArrayList<>();
        streamed.add(sockets);
        streamed.add(new BlobPages(access, id -> followed.sessions().journal(id).blobs()));
        tunnelSockets = tunnels.map(open -> new TunnelSockets(
                settings, access, open, id -> followed.sessions().journal(id), server));
        streamed.addAll(tunnelSockets.stream().toList());
        git.ifPresent(pages -> streamed.add(new GitPages(access, pages)));
        server.setHandler(new HttpHandler(
                access,
                new RouteRunner(access, new IdempotencyKeys(ground.database(), ground.clock())),
                new Router(routes),
                fixed(metrics, routes),
                List.copyOf(streamed),
                new HttpMetrics(metrics)));
    }

    private static Map<List<String>, HttpHandler.Fixed> fixed(Metrics metrics, List<Route<?, ?>> routes) {
        HttpHandler.Fixed figures = new HttpHandler.Fixed(
                false, () -> Reply.text("text/plain; version=0.0.4; charset=utf-8", metrics.text()));
        HttpHandler.Fixed openApi =
                new HttpHandler.Fixed(true, () -> Reply.json(200, Json.write(OpenApi.document(routes))));
        return Map.of(
                List.of("metrics"), figures,
                List.of("api", "v1", "metrics"), figures,
                List.of("api", "v1", "openapi.json"), openApi);
    }

    /// All routes but those of users.
    static List<Route<?, ?>> routes(ApiSettings settings, ApiServices services) {
        Sessions sessions = services.sessions();
        List<Route<?, ?>> routes = new ArrayList<>();
        routes.addAll(new ServerRoutes(
                        settings,
                        services.server(),
                        services.statistics(),
                        services.ground().clock())
                .routes());
        routes.addAll(new HostRoutes(services.fleet()).routes());
        routes.addAll(new TunnelRoutes(services.fleet(), id -> sessions.journal(id)).routes());
        routes.addAll(new PoolRoutes(services.fleet(), services.repositories()).routes());
        routes.addAll(new ProviderRoutes(services.server().settings()).routes());
        routes.addAll(new SessionRoutes(sessions).routes());
        routes.addAll(new WritingRoutes(sessions, services.fleet()).routes());
        routes.addAll(new WarmRoutes(services.fleet(), services.repositories()).routes());
        routes.addAll(new RepositoryRoutes(
                        services.repositories(), repository -> ImageRoutes.whole(repository, services.fleet()))
                .routes());
        routes.addAll(new ImageRoutes(services.repositories(), services.fleet()).routes());
        routes.addAll(new PullRequestRoutes(
                        services.forge(), (repository, head, claimed) -> sessions.workOn(repository, head, claimed))
                .routes());
        return routes;
    }

    /// Listens.
    /// @param bind a host name or address of this computer
    /// @param port 0 for any free one
    /// @return where
    /// @throws dev.slipway.model.problem.ProblemException if the port is taken or the address is not ours
    public InetSocketAddress start(String bind, int port) {
        connector.setHost(bind);
        connector.setPort(port);
        try {
            connector.open();
        } catch (IOException e) {
            throw Problem.unavailable(
                            "cannot-listen", "Slipway can't listen there", bind + ":" + port + ": " + e.getMessage())
                    .withRemedy(
                            "Another program, perhaps another Slipway, listens there already, or the address is not one of this"
                                    + " computer's. Choose another with SLIPWAY_LISTEN=host:port or server.listen.")
                    .toException(e);
        }
        try {
            server.start();
            return new InetSocketAddress(bind, connector.getLocalPort());
        } catch (Exception e) {
            throw new IllegalStateException("The server did not start", e);
        }
    }

    /// Takes no more requests, lets those under way end for two seconds, and closes all sockets.
    @Override
    public void close() {
        sockets.close();
        tunnelSockets.ifPresent(TunnelSockets::close);
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("The server did not stop", e);
        }
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool pool = new QueuedThreadPool(16, 2);
        pool.setName("http");
        pool.setDaemon(true);
        pool.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        return pool;
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setResponseHeaderSize(HEADER_BYTES);
        return http;
    }
}
