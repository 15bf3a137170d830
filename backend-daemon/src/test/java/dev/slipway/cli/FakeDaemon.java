package dev.slipway.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.model.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Answers what a test tells it to, and remembers what was asked.
final class FakeDaemon implements AutoCloseable {
    /// @param target method and path with its query, such as `GET /sessions?limit=20`
    record Request(String target, String authorization, String idempotencyKey, String body) {}

    private record Response(int status, String body) {}

    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Response> responses = new ConcurrentHashMap<>();
    private final HttpServer server;

    FakeDaemon() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1", this::answer);
        server.start();
    }

    /// @param target as in [Request]; without a query it answers every query
    FakeDaemon on(String target, int status, Object body) {
        responses.put(target, new Response(status, body instanceof String text ? text : Json.write(body)));
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    CommandLineRun run(Path directory, String... args) {
        return CommandLineRun.in(
                directory,
                Map.of("SLIPWAY_URL", url(), "SLIPWAY_TOKEN", "secret-of-ada"),
                "from standard input\n",
                args);
    }

    List<String> targets() {
        return requests.stream().map(Request::target).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString().substring("/api/v1".length());
        String target = exchange.getRequestMethod() + " " + path;
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(new Request(
                target,
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")),
                body));
        Response missing = new Response(404, "not told what to answer to " + target);
        Response response =
                responses.getOrDefault(target, responses.getOrDefault(target.replaceFirst("\\?.*", ""), missing));
        byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(response.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
