package dev.slipway.rfb;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.slipway.link.Eventually;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/// A real X server with a real RFB server in it, and real programs on its desktop. Where a program is not
/// installed, the test that wants it is skipped, and says so.
public final class LiveServer implements AutoCloseable {
    private final List<Process> processes = new ArrayList<>();
    private final Path folder;
    private final Path socket;
    private final String display;

    public LiveServer(Path folder, int width, int height) throws IOException {
        need("Xtigervnc");
        this.folder = folder;
        this.socket = folder.resolve("rfb.sock");
        Process server = new ProcessBuilder(
                        "Xtigervnc",
                        "-displayfd",
                        "1",
                        "-rfbunixpath",
                        socket.toString(),
                        "-rfbport",
                        "-1",
                        "-SecurityTypes",
                        "None",
                        "-geometry",
                        width + "x" + height,
                        "-depth",
                        "24",
                        "-ac")
                .redirectError(folder.resolve("server.log").toFile())
                .start();
        processes.add(server);
        BufferedReader out = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String number = out.readLine();
        if (number == null) {
            throw new IOException(Files.readString(folder.resolve("server.log")));
        }
        this.display = ":" + number.strip();
        Eventually.that("the server listens", () -> Files.exists(socket));
    }

    /// Skips the test unless the program is there.
    public static void need(String program) {
        boolean there = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
        if (!there) {
            System.out.println("Skipped: " + program + " is not installed");
            abort(program + " is not installed");
        }
    }

    public SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    /// Starts a program on the desktop; it ends with this server.
    public Process start(String... command) throws IOException {
        need(command[0]);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("programs.log").toFile());
        builder.environment().put("DISPLAY", display);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /// What a program on the desktop prints until it ends.
    public String run(String... command) throws IOException, InterruptedException {
        need(command[0]);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DISPLAY", display);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("Still at it: " + String.join(" ", command));
        }
        return printed;
    }

    /// A terminal that writes what is typed into a file, and covers the desktop.
    public Path typewriter() throws IOException {
        Path typed = folder.resolve("typed");
        start("xterm", "-u8", "-geometry", "200x80+0+0", "-e", "sh", "-c", "stty -echo; exec cat > " + typed);
        Eventually.that("the terminal is there", () -> Files.exists(typed));
        return typed;
    }

    /// What the desktop looks like to a program on it.
    public int[] screenshot() throws IOException, InterruptedException {
        Path file = folder.resolve(String.format(Locale.ROOT, "shot-%d.png", System.nanoTime()));
        run("import", "-silent", "-window", "root", "png24:" + file);
        BufferedImage image = ImageIO.read(file.toFile());
        Files.delete(file);
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Override
    public void close() {
        for (Process process : processes.reversed()) {
            process.destroy();
        }
        for (Process process : processes) {
            process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }
}
