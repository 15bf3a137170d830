package dev.slipway.desktop;

import dev.slipway.link.Server;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.UserId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.session.ModelName;
import dev.slipway.model.wire.Endpoint;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.RepositoryCalls;
import dev.slipway.model.wire.ServerCalls;
import dev.slipway.model.wire.SessionCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A daemon as people run it: the launcher's own `./slipway daemon`, in a process and a home of its own. It is started
/// once for all tests of a test JVM, which take it as a parameter:
///
/// ```java
/// @ExtendWith(RealDaemon.Provided.class)
/// class SomeTest {
///     @BeforeEach
///     void open(RealDaemon daemon) { … daemon.owner() … }
/// ```
///
/// Tests share it, so each makes repositories and users of its own. The model is `rehearsal/window`: see
/// `rehearsal.yaml` beside this class.
final class RealDaemon implements AutoCloseable {
    /// Gives tests the daemon.
    static final class Provided implements ParameterResolver {
        private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(RealDaemon.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RealDaemon.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(OURS).getOrComputeIfAbsent(RealDaemon.class);
        }
    }

    static final ModelName MODEL = new ModelName("rehearsal/window");

    private static final int LOG_LINES = 40;

    private final Path place;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;
    private String listen = "127.0.0.1:0";

    RealDaemon() throws IOException, InterruptedException {
        place = Files.createTempDirectory("slipway-window-");
        Path rehearsals = Files.createDirectories(home().resolve("rehearsals"));
        try (InputStream script = RealDaemon.class.getResourceAsStream("rehearsal.yaml")) {
            Files.copy(Objects.requireNonNull(script), rehearsals.resolve("window.yaml"));
        }
        process = start();
    }

    /// The project's root, where the launcher is.
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(folder.resolve("slipway"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no ./slipway above the tests");
        }
        return folder;
    }

    Path home() {
        return place.resolve("home");
    }

    /// As its first user, an admin.
    Server owner() {
        return new Server("Office", address(), read(home().resolve("token")));
    }

    /// As a new user, a member.
    Server join(String id, String name) {
        String token = call(
                        owner(),
                        ServerCalls.ADD_USER,
                        Map.of(),
                        new ServerCalls.NewUser(new UserId(id), name, id + "@example.org", Optional.empty()))
                .token();
        return new Server("Office", address(), token);
    }

    /// Makes a small repository with git, and imports it.
    RepositoryId repository(String name) throws IOException, InterruptedException {
        Path work = Files.createDirectories(place.resolve("repositories").resolve(name));
        Files.writeString(work.resolve("greet.sh"), "echo \"Hello, world\"\n");
        Files.writeString(work.resolve("test.sh"), """
                [ "$(sh greet.sh Ada)" = "Hello, Ada" ] || { echo "Ada is not greeted"; exit 1; }
                echo all tests passed
                """);
        git(work, "init", "--quiet", "--initial-branch=main");
        git(work, "add", ".");
        git(work, "commit", "--quiet", "--no-gpg-sign", "--message", "Greet the world");
        return imported(name, work);
    }

    /// Imports a repository that the test made in a folder.
    RepositoryId imported(String name, Path work) {
        return call(
                        owner(),
                        RepositoryCalls.ADD,
                        Map.of(),
                        new RepositoryCalls.NewRepository(
                                Optional.of(new RepositoryId(name)), Optional.of(work.toString()), Optional.empty()))
                .id();
    }

    /// A new session of a user, with its first prompt.
    SessionId session(Server user, RepositoryId repository, String prompt) {
        SessionCalls.NewSession wish = new SessionCalls.NewSession(
                repository, Optional.empty(), Optional.of(MODEL), Optional.of(prompt), List.of(), Optional.empty());
        return call(user, SessionCalls.CREATE, Map.of(), wish).id();
    }

    /// Calls the daemon without the window's own code.
    /// @param parameters of the path only
    <Q, R> R call(Server user, Endpoint<Q, R> endpoint, Map<String, String> parameters, Q body) {
        String path = endpoint.path();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            path = path.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        HttpRequest.BodyPublisher sent = endpoint.request() == Endpoint.Nothing.class
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(Json.write(body));
        HttpRequest request = HttpRequest.newBuilder(URI.create(user.address() + "/api/v1" + path))
                .header("Authorization", "Bearer " + user.token())
                .header("Content-Type", "application/json")
                .method(endpoint.method(), sent)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new AssertionError(endpoint.name() + ": " + response.statusCode() + " " + response.body());
            }
            return endpoint.response() == Endpoint.Nothing.class
                    ? endpoint.response().cast(new Endpoint.Nothing())
                    : Json.read(response.body(), endpoint.response());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Runs git, without the settings of this computer.
    /// @return what it printed
    String git(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "user.name=Tess", "-c", "user.email=t@example.org"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        Process git = builder.start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new AssertionError(command + " failed:\n" + output);
        }
        return output;
    }

    /// As a power cut would, for this process.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// At the same address as before.
    void startAgain() throws IOException, InterruptedException {
        process = start();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
        boolean ended = !process.isAlive();
        process.destroyForcibly().onExit().join();
        removed();
        if (!ended) {
            throw new IllegalStateException("The daemon did not end within 20 s of SIGTERM");
        }
    }

    /// What a daemon throws away in the background may still be going while this looks.
    private void removed() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try (Stream<Path> all = Files.walk(place)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
                return;
            } catch (DirectoryNotEmptyException | UncheckedIOException | NoSuchFileException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    private URI address() {
        return URI.create(read(home().resolve("daemon.url")));
    }

    private Process start() throws IOException, InterruptedException {
        Files.deleteIfExists(home().resolve("daemon.url"));
        Path log = place.resolve("daemon.out");
        ProcessBuilder builder = new ProcessBuilder(root().resolve("slipway").toString(), "daemon")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Map<String, String> environment = builder.environment();
        String build = environment.get("SLIPWAY_BUILD_DIR");
        environment.keySet().removeIf(name -> name.startsWith("SLIPWAY_"));
        if (build != null) {
            environment.put("SLIPWAY_BUILD_DIR", build);
        }
        environment.put("SLIPWAY_JAVA_HOME", System.getProperty("java.home"));
        environment.put("SLIPWAY_HOME", home().toString());
        environment.put("SLIPWAY_LISTEN", listen);
        environment.put("SLIPWAY_KEEP_SANDBOXES", "0");
        environment.put("TMPDIR", place.toString());
        Process started = builder.start();
        // The first start after a change of the daemon builds it.
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!Files.exists(home().resolve("daemon.url"))) {
            if (started.waitFor(10, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                started.destroyForcibly();
                throw new IllegalStateException("The daemon did not start. The end of its output:\n" + endOf(log));
            }
        }
        listen = address().getAuthority();
        return started;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String endOf(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }
}
