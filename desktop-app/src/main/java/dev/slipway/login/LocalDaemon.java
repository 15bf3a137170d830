package dev.slipway.login;

import dev.slipway.link.Server;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.wire.Json;
import dev.slipway.words.Words;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The daemon on this computer: found by the files that it leaves in its folder, started by the launcher.
/// @param home     its folder, `SLIPWAY_HOME`
/// @param launcher the launcher script; empty where there is none
public record LocalDaemon(Path home, Optional<Path> launcher) {
    private static final int LONGEST = 1200;

    /// By the environment that the launcher gives.
    public static LocalDaemon fromEnvironment() {
        Optional<String> home = Optional.ofNullable(System.getenv("SLIPWAY_HOME"));
        Optional<String> launcher = Optional.ofNullable(System.getProperty("slipway.launcher"))
                .or(() -> Optional.ofNullable(System.getenv("SLIPWAY_LAUNCHER")));
        Path usual = Path.of(System.getProperty("user.home"), ".local", "share", "slipway");
        return new LocalDaemon(
                home.map(Path::of).orElse(usual), launcher.map(Path::of).filter(Files::isExecutable));
    }

    /// The daemon that runs now, if any.
    public Optional<Server> running() {
        try {
            Path url = home.resolve("daemon.url");
            if (!Files.exists(url)) {
                return Optional.empty();
            }
            URI address = URI.create(Files.readString(url).strip());
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(address.getHost(), address.getPort()), 500);
            }
            String token = Files.readString(home.resolve("token")).strip();
            return Optional.of(new Server(Words.text("login.thisComputer"), address, token));
        } catch (IOException | IllegalArgumentException e) {
            // Its files are those of one that is gone.
            return Optional.empty();
        }
    }

    /// Finds or starts it and waits until it listens; for the first time that may take a minute, as it is built then.
    Up start() throws InterruptedException {
        Optional<Server> already = running();
        if (already.isPresent()) {
            return new Up(already.get(), Optional.empty());
        }
        Path script = launcher.orElseThrow(() -> Problem.unavailable(
                        "no-launcher", "Slipway can't start a server here", "The launcher script was not found.")
                .withRemedy("Start it in a terminal with ./slipway up, then connect again.")
                .toException());
        Said said = run(script, "up", "--json");
        if (said.exitCode() != 0) {
            throw failed(said.words());
        }
        Server server = running().orElseThrow(() -> failed(said.words()));
        Started started = Json.read(said.out().strip(), Started.class);
        return new Up(server, started.state().equals("started") ? started.pid() : Optional.empty());
    }

    /// Ends it in good order, and waits for that.
    void stop() throws InterruptedException {
        Said said = run(launcher.orElseThrow(), "down", "--json");
        if (said.exitCode() != 0) {
            throw Problem.unavailable("daemon-not-stopped", "The server on this computer did not stop", said.words())
                    .withRemedy("Stop it in a terminal with ./slipway down.")
                    .toException();
        }
    }

    /// @param started the number of its process, if it runs only since just now and because of this call
    record Up(Server server, Optional<Long> started) {}

    /// What `up --json` prints.
    record Started(String url, Optional<Long> pid, String state) {}

    private record Said(int exitCode, String out, String words) {}

    private Said run(Path script, String... arguments) throws InterruptedException {
        try {
            List<String> command = new ArrayList<>(List.of(script.toString()));
            command.addAll(List.of(arguments));
            Path words = Files.createTempFile("slipway-launcher", ".txt");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).redirectError(words.toFile());
                builder.environment().put("SLIPWAY_HOME", home.toString());
                builder.environment().put("NO_COLOR", "1");
                Process process = builder.start();
                process.getOutputStream().close();
                String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return new Said(process.waitFor(), out, Files.readString(words).strip());
            } finally {
                Files.deleteIfExists(words);
            }
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    /// The launcher shows the daemon's last words indented: what happened, then, where the daemon knows it, what to do.
    static RuntimeException failed(String said) {
        List<String> own = said.lines()
                .filter(line -> line.startsWith("  "))
                .map(String::strip)
                .toList();
        Optional<String> log =
                said.lines().filter(line -> line.startsWith("All of it: ")).findFirst();
        boolean told = own.size() == 2 && said.contains("The end of its output:");
        String words = own.isEmpty() ? said : told ? own.getFirst() : String.join("\n", own);
        String last = words.length() > LONGEST ? "…" + words.substring(words.length() - LONGEST) : words;
        return Problem.unavailable(
                        "daemon-not-started",
                        "The server on this computer did not start",
                        last + log.map(line -> "\n" + line).orElse(""))
                .withRemedy(
                        told ? own.getLast() : "Run ./slipway doctor in a terminal: it says what this computer lacks.")
                .toException();
    }
}
