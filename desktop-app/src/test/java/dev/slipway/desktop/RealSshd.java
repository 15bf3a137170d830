package dev.slipway.desktop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An OpenSSH server on a loopback port, with a host key of its own. It runs as whoever runs the tests, and lets only
/// that user in, by the keys that were authorized.
final class RealSshd implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final Process process;

    RealSshd(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.port = freePort();
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", hostKey().toString());
        authorize("");
        if (user().equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        Path config = folder.resolve("sshd_config");
        Files.writeString(config, """
                ListenAddress 127.0.0.1:%d
                HostKey %s
                AuthorizedKeysFile %s
                AllowUsers %s
                PermitRootLogin prohibit-password
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                UsePAM no
                StrictModes no
                PidFile none
                PrintMotd no
                SetEnv SHLVL=2
                LogLevel ERROR
                """.formatted(port, hostKey(), keys(), user()));
        Path log = folder.resolve("sshd.log");
        process = new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!listens()) {
            if (process.waitFor(10, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException("sshd did not start: " + Files.readString(log));
            }
        }
    }

    String address() {
        return user() + "@127.0.0.1:" + port;
    }

    /// Lets in who has the private half of this key, and nobody else.
    void authorize(String publicKey) throws IOException {
        Files.writeString(keys(), publicKey + "\n");
    }

    /// As `ssh-keygen -l` on the host itself shows it.
    String fingerprint() throws IOException, InterruptedException {
        return run("ssh-keygen", "-lf", hostKey() + ".pub").split(" ", -1)[1];
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private Path hostKey() {
        return folder.resolve("host");
    }

    private Path keys() {
        return folder.resolve("authorized_keys");
    }

    private static String user() {
        return System.getProperty("user.name");
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(List.of(command) + ": " + said);
        }
        return said;
    }
}
