package dev.slipway.api;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final long IDLE_MILLIS = 60_000;
    private static final long STOP_MILLIS = 2_000;

    /// What a connection without a request gets at the end.
    private static final long SHUTDOWN_IDLE_MILLIS = 20;

    private final Server server;
    private final ServerConnector connector;
    private final Sockets sockets;
    private final Metrics metrics;

    /// @param services what the endpoints give access to
    public ApiServer(ApiSettings settings, ApiServices services) {
        metrics = services.metrics();
        server = new Server(threads());
        connector = new ServerConnector(server, 1, 2, new HttpConnectionFactory(http()));
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
        server.addConnector(connector);
        server.setErrorHandler(new ProtocolErrors());
        server.setStopTimeout(STOP_MILLIS);
        Access access = new Access(settings, services.users(), services.clock());
        sockets = new Sockets(settings, access, services.journals()::open, server);
        metrics.gauge("slipway_sockets", "Open WebSockets.", sockets::count);
        JvmMetrics.register(metrics);
        List<Route<?, ?>> routes = new ArrayList<>(new ServerRoutes(settings, services).routes());
        Map<List<String>, HttpHandler.Fixed> fixed = new HashMap<>();
        HttpHandler.Fixed figures = new HttpHandler.Fixed(
                false, () -> Reply.text("text/plain; version=0.0.4; charset=utf-8", metrics.text()));
        fixed.put(List.of("metrics"), figures);
        fixed.put(List.of("api", "v1", "metrics"), figures);
        fixed.put(
                List.of("api", "v1", "openapi.json"),
                new HttpHandler.Fixed(true, () -> Reply.json(200, Json.write(OpenApi.document(routes)))));
        server.setHandler(new HttpHandler(
                access,
                new RouteRunner(access, new IdempotencyKeys(services.database(), services.clock())),
                new Router(routes),
                fixed,
                List.of(sockets),
                new HttpMetrics(metrics)));
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
                            "Another program, perhaps another Slipway, listens there; end it or choose another port.")
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
