package dev.slipway.endtoend;

import dev.slipway.model.account.UserId;
import dev.slipway.model.code.RepositoryId;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.RepositoryCalls;
import dev.slipway.model.wire.ServerCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One daemon with its home and the models' double, started once for all end-to-end tests of a test JVM, which pass it
/// to their tests as a parameter.
final class Installation implements AutoCloseable {
    /// Gives tests the installation.
    static final class Provided implements ParameterResolver {
        private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(Installation.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Installation.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(OURS).getOrComputeIfAbsent(Installation.class);
        }
    }

    private static final String MAIN = "dev.slipway.daemon.Main";
    private static final int LOG_LINES = 40;

    private final Path place;
    private final ModelDouble models;
    private Process daemon;

    Installation() throws IOException, InterruptedException {
        models = new ModelDouble();
        place = Files.createTempDirectory("slipway-e2e-");
        Files.createDirectories(home());
        Files.writeString(home().resolve("config.yml"), """
                models:
                  standard: anthropic/claude-e2e
                  providers:
                    - {name: anthropic, kind: anthropic, base_url: "%1$s", key: key-of-anthropic, models: [claude-e2e]}
                    - {name: openai, kind: openai-responses, base_url: "%1$s/v1", key: key-of-openai, models: [gpt-e2e]}
                    - {name: local, kind: openai-chat, base_url: "%1$s/v1", key: key-of-local, models: [qwen-e2e]}
                """.formatted(models.url()));
        daemon = start();
    }

    ModelDouble models() {
        return models;
    }

    Path home() {
        return place.resolve("home");
    }

    Path place() {
        return place;
    }

    String url() {
        try {
            return Files.readString(home().resolve("daemon.url")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Client owner() throws IOException {
        return new Client(url(), Files.readString(home().resolve("token")).strip());
    }

    /// A new user.
    Client join(String id, String name) throws IOException, InterruptedException {
        String token = owner().call(
                        ServerCalls.ADD_USER,
                        new ServerCalls.NewUser(new UserId(id), name, id + "@example.org", Optional.empty()))
                .token();
        return new Client(url(), token);
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
        return owner().call(
                        RepositoryCalls.ADD,
                        new RepositoryCalls.NewRepository(
                                Optional.of(new RepositoryId(name)), Optional.of(work.toString()), Optional.empty()))
                .id();
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
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(command + " failed:\n" + output);
        }
        return output;
    }

    /// As a power cut would, for this process.
    void kill() throws InterruptedException {
        daemon.destroyForcibly().waitFor();
    }

    void startAgain() throws IOException, InterruptedException {
        daemon = start();
    }

    /// Runs the command line in a process of its own.
    CommandLineProcess commandLine(String... arguments) throws IOException {
        return commandLine(Map.of(), arguments);
    }

    CommandLineProcess commandLine(Map<String, String> more, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath(), "dev.slipway.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(place.toFile());
        environment(builder);
        builder.environment().putAll(more);
        return new CommandLineProcess(builder.start());
    }

    @Override
    public void close() throws IOException {
        models.close();
        daemon.destroy();
        boolean ended = endsInTime();
        daemon.destroyForcibly();
        // A sandbox's directory goes only once its processes have gone.
        String[] sandboxes = home().resolve("sandboxes/sandboxes").toFile().list();
        try (Stream<Path> all = Files.walk(place)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
        if (!ended) {
            throw new IllegalStateException("The daemon did not end within 20 s of SIGTERM");
        }
        if (sandboxes != null && sandboxes.length > 0) {
            throw new IllegalStateException("Sandboxes outlived their daemon: " + String.join(", ", sandboxes));
        }
    }

    private boolean endsInTime() {
        try {
            return daemon.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Process start() throws IOException, InterruptedException {
        Files.deleteIfExists(home().resolve("daemon.url"));
        Path log = place.resolve("daemon.out");
        ProcessBuilder builder = new ProcessBuilder(
                        java(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath(),
                        MAIN)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        environment(builder);
        Process process = builder.start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.exists(home().resolve("daemon.url"))) {
            if (process.waitFor(10, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException("The daemon did not start. The end of its output:\n" + endOf(log));
            }
        }
        return process;
    }

    private void environment(ProcessBuilder builder) {
        builder.environment()
                .keySet()
                .removeIf(name ->
                        name.startsWith("SLIPWAY_") || name.startsWith("ANTHROPIC_") || name.startsWith("OPENAI_"));
        builder.environment().put("SLIPWAY_HOME", home().toString());
        builder.environment().put("SLIPWAY_LISTEN", "127.0.0.1:0");
        builder.environment().put("SLIPWAY_KEEP_SANDBOXES", "0");
        builder.environment().put("TMPDIR", place.toString());
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private static String endOf(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    /// For messages of failed tests.
    @Override
    public String toString() {
        return "Slipway at " + url() + " with " + Json.write(home().toString());
    }
}
