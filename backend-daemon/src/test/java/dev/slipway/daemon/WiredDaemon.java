package dev.slipway.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.host.HostShell;
import dev.slipway.llm.stub.ProviderStub;
import dev.slipway.llm.stub.StubReply;
import dev.slipway.llm.stub.StubRequest;
import dev.slipway.llm.stub.Wire;
import dev.slipway.model.session.SessionState;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.SessionCalls.SessionDetail;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.Sandboxes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// All parts of the daemon, wired as in the product, in this process, with a home and a port of their own and a
/// provider that plays by script; made once for all tests that take it as a parameter. Its sandboxes end with it.
///
/// What the model does is in the prompt: `RUN command` runs a shell command, `WAIT` streams a word and then
/// nothing
/// until it is stopped, `BREAK` gets an error, anything else is answered at once.
final class WiredDaemon implements AutoCloseable {
    static final class Provided implements ParameterResolver {
        private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(WiredDaemon.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == WiredDaemon.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(OURS).getOrComputeIfAbsent(WiredDaemon.class);
        }
    }

    /// A user with a token.
    record Person(String id, String token) {}

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path place = Files.createTempDirectory("slipway-wired-");
    private final Path home = Files.createDirectory(place.resolve("home"));
    private final ProviderStub models = ProviderStub.start(WiredDaemon::script);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Config config;
    private final Wiring wiring;
    private final InetSocketAddress address;
    private final Person owner;

    WiredDaemon() throws IOException {
        Files.writeString(home.resolve(Config.FILE), """
                warm: {per_repository: 0}
                models:
                  providers:
                    - {name: stub, kind: anthropic, base_url: "%s", key: k, models: [one, two]}
                images: {automatic: false}
                """.formatted(models.baseUrl()));
        config = Config.load(home);
        wiring = new Wiring(home, config, environment());
        address = wiring.api().start("127.0.0.1", 0);
        owner = new Person("", Files.readString(home.resolve("token")).strip());
    }

    private static Map<String, String> environment() {
        String unisolated = System.getenv("SLIPWAY_UNISOLATED");
        return unisolated == null ? Map.of() : Map.of("SLIPWAY_UNISOLATED", unisolated);
    }

    private static StubReply script(StubRequest request) {
        try {
            JsonNode messages = Json.lenient().readTree(request.body()).path("messages");
            String last = messages.path(messages.size() - 1).toString();
            List<String> texts = messages.path(messages.size() - 1).findValuesAsText("text");
            String prompt = texts.isEmpty() ? "" : texts.getLast();
            Wire wire = Wire.anthropic();
            if (last.contains("\"tool_result\"")) {
                return wire.text("Done.").end();
            }
            if (prompt.startsWith("RUN ")) {
                String arguments = Json.write(Map.of("command", prompt.substring("RUN ".length())));
                return wire.call("call_1", "shell", arguments).end();
            }
            if (prompt.startsWith("BREAK")) {
                return StubReply.error(
                        400, "{\"type\":\"error\",\"error\":{\"type\":\"x\",\"message\":\"no\"}}", Map.of());
            }
            return prompt.startsWith("WAIT")
                    ? wire.text("Waiting").end().after(4, StubReply.Ending.SILENT)
                    : wire.text("Certainly.").end();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    Path home() {
        return home;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    /// Where its own provider answers.
    String models() {
        return models.baseUrl();
    }

    Person owner() {
        return owner;
    }

    /// Makes a new user.
    Person join(String id) throws IOException, InterruptedException {
        HttpResponse<String> made = post("/users", """
                {"id":"%1$s","name":"%1$s","email":"%1$s@example.org"}""".formatted(id));
        return new Person(
                id, Json.read(made.body(), ServerCalls.UserWithToken.class).token());
    }

    /// Makes a small repository with git, and imports it.
    void repository(String name) throws IOException, InterruptedException {
        repository(name, Map.of());
    }

    /// Makes one with more files, and imports it.
    void repository(String name, Map<String, String> files) throws IOException, InterruptedException {
        Path work = Files.createDirectories(place.resolve("repositories").resolve(name));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = work.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Files.writeString(work.resolve("readme"), "Hello\n");
        git(work, "init", "--quiet", "--initial-branch=main");
        git(work, "add", ".");
        git(work, "commit", "--quiet", "--no-gpg-sign", "--message", "Begin");
        HttpResponse<String> added = post("/repositories", Json.write(Map.of("id", name, "origin", work.toString())));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    }

    private static void git(Path directory, String... words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "user.name=Tess", "-c", "user.email=t@example.org"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /// A new session of this repository.
    String session(String repository, String prompt) throws IOException, InterruptedException {
        HttpResponse<String> made = post("/sessions", Json.write(Map.of("repository", repository, "prompt", prompt)));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return Json.read(made.body(), SessionSummary.class).id().value();
    }

    SessionDetail detail(String session) throws IOException, InterruptedException {
        return Json.read(get("/sessions/" + session).body(), SessionDetail.class);
    }

    /// Waits until a file is in the work tree of a session's sandbox.
    void awaitFile(String session, String path) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!get("/sessions/" + session + "/diff?patches=false").body().contains(path)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(path + " is not there");
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    SessionDetail awaitState(String session, SessionState state) throws IOException, InterruptedException {
        return await(session, detail -> detail.summary().state() == state);
    }

    SessionDetail await(String session, Predicate<SessionDetail> wanted) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        SessionDetail now = detail(session);
        while (!wanted.test(now)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Still " + now);
            }
            LockSupport.parkNanos(10_000_000);
            now = detail(session);
        }
        return now;
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", owner, headers);
    }

    /// A figure of `/metrics`, with its labels as they are shown.
    double metric(String name) throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + name));
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send("POST", path, json, owner);
    }

    HttpResponse<String> patch(String path, String json, String... headers) throws IOException, InterruptedException {
        return send("PATCH", path, json, owner, headers);
    }

    /// @param path below `/api/v1`, as it is to be sent
    /// @param json empty for none
    HttpResponse<String> send(String method, String path, String json, Person by, String... headers)
            throws IOException, InterruptedException {
        return http.send(request(method, path, json, by, headers), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(String path) throws IOException, InterruptedException {
        return http.send(request("GET", path, "", owner), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest request(String method, String path, String json, Person by, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + address.getPort() + "/api/v1" + path))
                .header("Authorization", "Bearer " + by.token())
                .method(method, HttpRequest.BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    /// Opens the socket as the owner.
    WebSocket socket(WebSocket.Listener listener) {
        return http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + owner.token())
                .buildAsync(URI.create("ws://127.0.0.1:" + address.getPort() + "/api/v1/socket"), listener)
                .join();
    }

    static String code(HttpResponse<String> response) {
        return response.statusCode() / 100 == 2
                ? "none, but " + response.statusCode()
                : Json.read(response.body(), ProblemDetails.class).code();
    }

    /// What is destroyed is deleted in the background.
    private static void awaitEmpty(Path directory) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Files.isDirectory(directory) && holdsSomething(directory)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(directory + " is not emptied");
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static boolean holdsSomething(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isPresent();
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
        wiring.close();
        models.close();
        Sandboxes left = new Sandboxes(
                HostShell.local(home.resolve("sandboxes"), new SecureRandom()),
                SandboxConfig.settings(config.sandbox(), environment()),
                new SecureRandom());
        left.adopt().forEach(Sandbox::destroy);
        awaitEmpty(home.resolve("sandboxes/trash"));
        try (Stream<Path> all = Files.walk(place)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
