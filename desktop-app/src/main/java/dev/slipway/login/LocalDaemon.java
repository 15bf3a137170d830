package dev.slipway.login;

import dev.slipway.link.Server;
import dev.slipway.model.problem.Problem;
import dev.slipway.words.Words;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The daemon on this computer: found by the files that it leaves in its folder, started by the launcher.
/// @param home     its folder, `SLIPWAY_HOME`
/// @param launcher the launcher script; empty where there is none
public record LocalDaemon(Path home, Optional<Path> launcher) {

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

    /// Starts it and waits until it listens; for the first time that may take a minute, as it is built then.
    public Server start() throws InterruptedException {
        Optional<Server> already = running();
        if (already.isPresent()) {
            return already.get();
        }
        String said = run(launcher.orElseThrow(() -> Problem.unavailable(
                        "no-launcher", "Slipway can't start a server here", "The launcher script was not found.")
                .withRemedy("Start it in a terminal with ./slipway up, then connect again.")
                .toException()));
        return running().orElseThrow(() -> failed(said));
    }

    private String run(Path script) throws InterruptedException {
        try {
            ProcessBuilder builder = new ProcessBuilder(script.toString(), "up", "--json").redirectErrorStream(true);
            builder.environment().put("SLIPWAY_HOME", home.toString());
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw failed(said);
            }
            return said;
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private static RuntimeException failed(String said) {
        String last = said.length() > 600 ? "…" + said.substring(said.length() - 600) : said;
        return Problem.unavailable("daemon-not-started", "The server on this computer did not start", last.strip())
                .withRemedy("Run ./slipway doctor in a terminal: it says what this computer lacks.")
                .toException();
    }
}
