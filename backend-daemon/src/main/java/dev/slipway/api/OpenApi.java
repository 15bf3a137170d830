package dev.slipway.api;

import static dev.slipway.api.Schemas.map;

import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.CommitId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.fleet.ImageId;
import dev.slipway.model.fleet.PoolId;
import dev.slipway.model.session.PromptId;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.Endpoint.Parameter;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The OpenAPI 3.1 document: what the routes are, said in the way that tools read. Made from the same [Endpoint]s by
/// which the server routes.
final class OpenApi {
    /// Of the interface, not of Slipway: it changes when a client must.
    private static final String VERSION = "1";

    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)}");
    private static final Map<String, Class<?>> PATH_TYPES = Map.ofEntries(
            Map.entry("id", SessionId.class),
            Map.entry("prompt", PromptId.class),
            Map.entry("repository", RepositoryId.class),
            Map.entry("number", int.class),
            Map.entry("commit", CommitId.class),
            Map.entry("user", UserId.class),
            Map.entry("token", String.class),
            Map.entry("provider", String.class),
            Map.entry("host", HostId.class),
            Map.entry("image", ImageId.class),
            Map.entry("name", String.class),
            Map.entry("pool", PoolId.class));

    private final Schemas asked = Schemas.ofRequests();
    private final Schemas answered = Schemas.ofAnswers();

    private OpenApi() {}

    static Map<String, Object> document(List<Route<?, ?>> routes) {
        OpenApi made = new OpenApi();
        Map<String, Object> paths = made.paths(routes);
        return map(
                "openapi",
                "3.1.0",
                "info",
                map(
                        "title",
                        "Slipway",
                        "version",
                        VERSION,
                        "summary",
                        "Background coding agents: sessions, prompts, repositories, pull requests."),
                "servers",
                List.of(map("url", RouteRunner.BASE)),
                "security",
                List.of(map("token", List.of())),
                "paths",
                paths,
                "components",
                made.components());
    }

    private Map<String, Object> paths(List<Route<?, ?>> routes) {
        Map<String, Object> paths = new TreeMap<>();
        Map<String, SortedMap<String, Object>> operations = new TreeMap<>();
        for (Route<?, ?> route : routes) {
            Endpoint<?, ?> endpoint = route.endpoint();
            operations
                    .computeIfAbsent(endpoint.path(), path -> new TreeMap<>())
                    .put(endpoint.method().toLowerCase(Locale.ROOT), operation(route));
        }
        paths.putAll(operations);
        paths.put("/socket", map("get", socket()));
        paths.put("/metrics", map("get", metrics()));
        return paths;
    }

    private Map<String, Object> operation(Route<?, ?> route) {
        Endpoint<?, ?> endpoint = route.endpoint();
        Map<String, Object> operation = map(
                "operationId",
                endpoint.name(),
                "summary",
                endpoint.summary(),
                "tags",
                List.of(endpoint.path().substring(1).replaceFirst("/.*", "")),
                "x-role",
                endpoint.role().name());
        if (route.has(Route.Trait.OPEN)) {
            operation.put("security", List.of());
        }
        List<Object> parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (endpoint.request() != Endpoint.Nothing.class) {
            operation.put(
                    "requestBody",
                    map("required", true, "content", map(Reply.JSON, map("schema", asked.of(endpoint.request())))));
        }
        Map<String, Object> success = map("description", "Done.");
        if (endpoint.response() != Endpoint.Nothing.class) {
            success.put("content", map(Reply.JSON, map("schema", answered.of(endpoint.response()))));
        }
        headers(route).ifPresent(headers -> success.put("headers", headers));
        operation.put(
                "responses",
                map(
                        Integer.toString(endpoint.status()),
                        success,
                        "default",
                        map("$ref", "#/components/responses/Problem")));
        return operation;
    }

    private static Optional<Map<String, Object>> headers(Route<?, ?> route) {
        Map<String, Object> text = map("schema", map("type", "string"));
        if (route.endpoint().method().equals("GET")) {
            return Optional.of(map("ETag", text));
        }
        return route.location().map(path -> map("Location", text));
    }

    private List<Object> parameters(Route<?, ?> route) {
        Endpoint<?, ?> endpoint = route.endpoint();
        List<Object> parameters = new ArrayList<>();
        Matcher inPath = PARAMETER.matcher(endpoint.path());
        while (inPath.find()) {
            String name = inPath.group(1);
            Class<?> type = Optional.<Class<?>>ofNullable(PATH_TYPES.get(name))
                    .orElseThrow(() -> new IllegalStateException("{" + name + "} has no type in OpenApi"));
            parameters.add(map("name", name, "in", "path", "required", true, "schema", asked.of(type)));
        }
        for (Parameter parameter : endpoint.query()) {
            String type = switch (parameter.type()) {
                case TEXT -> "string";
                case NUMBER -> "integer";
                case FLAG -> "boolean";
            };
            parameters.add(map(
                    "name",
                    parameter.name(),
                    "in",
                    "query",
                    "description",
                    parameter.meaning(),
                    "schema",
                    map("type", type)));
        }
        switch (endpoint.method()) {
            case "GET" ->
                parameters.add(header("If-None-Match", "An `ETag` already known: 304 if nothing has changed."));
            case "PATCH" ->
                parameters.add(
                        header("If-Match", "The `ETag` of what the change is meant for: 412 if it has changed."));
            case "POST" -> {
                if (!route.has(Route.Trait.SECRET)) {
                    parameters.add(header(
                            "Idempotency-Key",
                            "Chosen by the client: the same request with the same key acts once in 24 hours."));
                }
            }
            default -> {
                // Repeating it changes nothing more.
            }
        }
        return parameters;
    }

    private static Map<String, Object> header(String name, String meaning) {
        return map("name", name, "in", "header", "description", meaning, "schema", map("type", "string"));
    }

    private Map<String, Object> socket() {
        Map<String, Object> client = asked.of(ClientFrame.class);
        Map<String, Object> server = answered.of(ServerFrame.class);
        return map(
                "operationId",
                "openSocket",
                "summary",
                "Opens the WebSocket on which sessions are followed; the token may come as the subprotocol `bearer.TOKEN`.",
                "tags",
                List.of("socket"),
                "x-role",
                "VIEWER",
                "x-frames",
                map("client", client, "server", server),
                "responses",
                map(
                        "101",
                        map("description", "The socket is open; each text message is one frame."),
                        "default",
                        map("$ref", "#/components/responses/Problem")));
    }

    private static Map<String, Object> metrics() {
        return map(
                "operationId",
                "getMetrics",
                "summary",
                "Shows figures for a monitoring system; also at `/metrics`.",
                "tags",
                List.of("metrics"),
                "x-role",
                "VIEWER",
                "responses",
                map(
                        "200",
                        map(
                                "description",
                                "Prometheus text format.",
                                "content",
                                map("text/plain", map("schema", map("type", "string")))),
                        "default",
                        map("$ref", "#/components/responses/Problem")));
    }

    private Map<String, Object> components() {
        Map<String, Object> problem = answered.of(ProblemDetails.class);
        SortedMap<String, Object> schemas = new TreeMap<>(answered.components());
        asked.components().forEach((name, schema) -> {
            Object other = schemas.putIfAbsent(name, schema);
            if (other != null && !other.equals(schema)) {
                throw new IllegalStateException(name + " is both asked and answered, and not the same");
            }
        });
        return map(
                "schemas",
                schemas,
                "responses",
                map(
                        "Problem",
                        map(
                                "description",
                                "What went wrong, for a person and for a program (RFC 9457).",
                                "content",
                                map("application/problem+json", map("schema", problem)))),
                "securitySchemes",
                map(
                        "token",
                        map(
                                "type",
                                "http",
                                "scheme",
                                "bearer",
                                "description",
                                "The owner's token is in `$SLIPWAY_HOME/token`.")));
    }
}
