package dev.slipway.api;

import dev.slipway.fleet.FleetNews;
import dev.slipway.forge.Repositories;
import dev.slipway.forge.local.ForgeRules;
import dev.slipway.forge.local.GitHttp;
import dev.slipway.forge.local.LocalForge;
import dev.slipway.git.Mirrors;
import dev.slipway.identity.Users;
import dev.slipway.journal.Journals;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.Role;
import dev.slipway.model.account.UserId;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.SessionCalls;
import dev.slipway.sqlite.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A server on a port of its own with real data in a directory of its own, and the means to speak to it.
final class RunningServer implements AfterEachCallback, AutoCloseable {
    static final Author ADA = new Author(new UserId("ada"), "Ada Lovelace", "ada@example.org");

    private final Path home;
    private final Database database;
    private final Users users;
    private final Journals journals;
    private final JournalsOnly sessions;
    private final Mirrors mirrors;
    private final Repositories repositories;
    private final LocalForge forge;
    private final FleetNews fleet = new FleetNews();
    private final ApiServer server;
    private final InetSocketAddress address;
    private final String token;
    private final HttpClient client = HttpClient.newHttpClient();

    RunningServer() {
        this(ApiSettings.usual("1.2.3"));
    }

    RunningServer(ApiSettings settings) {
        this(settings, InstantSource.system(), temporary());
    }

    RunningServer(ApiSettings settings, InstantSource clock, Path home) {
        this.home = home;
        try {
            database = Database.open(home.resolve("daemon.db"), "the daemon's database");
            users = Users.open(database, home.resolve("token"), () -> ADA, clock, new SecureRandom());
            journals = new Journals(home.resolve("sessions"), clock);
            mirrors = new Mirrors(home.resolve("repos"));
            repositories = new Repositories(mirrors, database, clock);
            forge = new LocalForge(repositories, database, users::list, ForgeRules.DEFAULT, clock);
            token = Files.readString(home.resolve("token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sessions = new JournalsOnly(journals);
        server = new ApiServer(
                settings,
                new ApiServices.Ground(database, users, new Metrics(), clock),
                new ApiServer.Followed(sessions, fleet),
                routes(settings, clock),
                Optional.of(new GitHttp(repositories, ForgeRules.DEFAULT)),
                Optional.empty());
        address = server.start("127.0.0.1", 0);
    }

    private List<Route<?, ?>> routes(ApiSettings settings, InstantSource clock) {
        List<Route<?, ?>> routes = new ArrayList<>();
        routes.add(Route.of(
                        ServerCalls.HEALTH,
                        call -> new ServerCalls.Health("ok", settings.version(), clock.instant(), List.of()))
                .is(Route.Trait.OPEN));
        routes.add(Route.of(SessionCalls.STOP, call -> slowly(settings.idle())));
        routes.addAll(new RepositoryRoutes(repositories, repository -> repository).routes());
        routes.addAll(new PullRequestRoutes(forge, (repository, head, claimed) -> Optional.empty()).routes());
        return routes;
    }

    /// Answers after five times as long as a connection may be idle.
    private static SessionCalls.Stopped slowly(Duration idle) throws InterruptedException {
        boolean _ = new CountDownLatch(1).await(idle.toMillis() * 5, TimeUnit.MILLISECONDS);
        return new SessionCalls.Stopped(true, List.of());
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("slipway-api");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Users users() {
        return users;
    }

    Journals journals() {
        return journals;
    }

    FleetNews fleet() {
        return fleet;
    }

    JournalsOnly sessions() {
        return sessions;
    }

    Path home() {
        return home;
    }

    String token() {
        return token;
    }

    int port() {
        return address.getPort();
    }

    /// A new user's token.
    String tokenOf(String id, Role role) {
        return users.add(new UserId(id), id, id + "@example.org", role).token();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String json, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /// Sends these bytes as they are, each character of the text one byte, and reads until the server closes.
    String raw(String bytes) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    static ProblemDetails problem(HttpResponse<String> response) {
        return Json.read(response.body(), ProblemDetails.class);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        close();
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// Ends the server alone; the data stays open.
    void stopServing() {
        server.close();
    }

    @Override
    public void close() {
        server.close();
        journals.close();
        mirrors.close();
        database.close();
        client.close();
    }
}
