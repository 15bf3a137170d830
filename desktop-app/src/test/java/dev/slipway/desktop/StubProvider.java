package dev.slipway.desktop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// A model provider that knows one key and tells its models to whoever has it.
final class StubProvider implements AutoCloseable {
    static final String KEY = "sk-stub-0123456789abcdef";

    private final HttpServer server;

    StubProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", StubProvider::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        boolean known = KEY.equals(exchange.getRequestHeaders().getFirst("x-api-key"));
        String body = known
                ? "{\"data\":[{\"id\":\"claude-sonnet-5-5\"},{\"id\":\"claude-opus-5-5\"}]}"
                : "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key\"}}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(
                known ? 200 : 401, exchange.getRequestMethod().equals("HEAD") ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
