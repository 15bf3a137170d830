package dev.slipway.cli;

import dev.slipway.model.SessionId;
import dev.slipway.model.wire.Json;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The desktop's window beside the demo's story: it shows the session that the terminal tells of. It is given the
/// server
/// by a file that only its user can read, keeps nothing for another day, and stands apart from any other window.
final class DemoWindow {
    private static final int END_SECONDS = 10;

    private final Surroundings surroundings;
    private final Optional<String> launcher;
    private final Path place;
    private final Console console;
    private Optional<Process> process = Optional.empty();

    /// @param launcher opens the desktop; empty for a demo without a window
    /// @param place    the demo's folder, which is its own user's only
    DemoWindow(Surroundings surroundings, Optional<String> launcher, Path place, Console console) {
        this.surroundings = surroundings;
        this.launcher = launcher;
        this.place = place;
        this.console = console;
    }

    /// Opens it. A demo goes on without: what goes wrong is only told.
    void open(ServerAddress server, SessionId session) {
        if (launcher.isEmpty()) {
            return;
        }
        try {
            Path file = place.resolve("server.json");
            write(file, new Server("Demo", server.url().toString(), server.token()));
            List<String> command = new ArrayList<>();
            // Ctrl-C in this terminal is for the demo, which then ends the window.
            if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
                command.add("/usr/bin/setsid");
            }
            command.addAll(List.of(
                    launcher.get(),
                    "desktop",
                    "slipway://" + server.url().getAuthority() + "/sessions/" + session.value()));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(log().toFile())
                    .redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(surroundings.environment());
            builder.environment().put("SLIPWAY_DESKTOP_SERVER", file.toString());
            process = Optional.of(builder.start());
        } catch (IOException e) {
            console.aside(console.yellow("The window can't be opened: " + e.getMessage()));
        }
    }

    /// Whether it is open still; says why, if it never was.
    boolean isOpen() {
        if (process.isPresent() && !process.get().isAlive() && process.get().exitValue() != 0) {
            console.aside(console.yellow("The window did not open; its output: " + log()));
            Home.firstLine(log()).ifPresent(line -> console.aside("  " + SafeText.line(line, 300)));
        }
        return process.isPresent() && process.get().isAlive();
    }

    /// Returns once the window is closed or, in a terminal, Enter is pressed.
    void awaitEnd() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        var _ = process.orElseThrow().onExit().thenRun(ended::countDown);
        if (surroundings.terminal()) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    int read = surroundings.in().read();
                    if (read >= 0) {
                        ended.countDown();
                    }
                } catch (IOException e) {
                    console.aside("Nothing can be read here (" + e.getMessage() + "): close the window.");
                }
            });
        }
        ended.await();
    }

    /// Closes it, if it is open.
    void close() throws InterruptedException {
        if (process.isPresent()) {
            process.get().destroy();
            if (!process.get().waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.get().destroyForcibly();
            }
        }
    }

    private Path log() {
        return place.resolve("window.out");
    }

    /// As the desktop reads it.
    private record Server(String name, String address, String token) {}

    private static void write(Path file, Server server) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(StandardCharsets.UTF_8.encode(Json.write(server)));
        }
    }
}
