package dev.slipway.cli;

import dev.slipway.model.problem.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// OpenSSH's server on a loopback port of this computer, as a host for the demo: it stands for another machine.
final class LoopbackHost implements AutoCloseable {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    private final String name;
    private final Path folder;
    private final int port;
    private @Nullable Process process;

    /// @param key the line that lets the daemon in
    LoopbackHost(String name, Path folder, String key) throws InterruptedException {
        this.name = name;
        this.folder = folder;
        if (!Files.isExecutable(SSHD)) {
            throw Problem.unavailable("no-sshd", "There is no SSH server to play a host", SSHD + " is missing.")
                    .withRemedy("Install openssh-server; it need not run. Or see the demo without --hosts.")
                    .toException();
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            Files.createDirectories(folder);
            run(
                    "ssh-keygen",
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-f",
                    folder.resolve("host_key").toString());
            Files.writeString(folder.resolve("authorized_keys"), key + "\n");
            // SetEnv: Debian's bash reads .bashrc for each command of a shell that looks like the first one of a login.
            Files.writeString(folder.resolve("sshd_config"), """
                    Port %d
                    ListenAddress 127.0.0.1
                    HostKey %s
                    AuthorizedKeysFile %s
                    PermitRootLogin prohibit-password
                    PasswordAuthentication no
                    KbdInteractiveAuthentication no
                    UsePAM no
                    StrictModes no
                    PidFile none
                    SetEnv SHLVL=2
                    LogLevel FATAL
                    """.formatted(
                            port, folder.resolve("host_key"), folder.resolve("authorized_keys")));
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
        start();
    }

    String name() {
        return name;
    }

    String address() {
        return System.getProperty("user.name") + "@127.0.0.1:" + port;
    }

    /// Where Slipway lives on it.
    Path root() {
        return folder.resolve("slipway");
    }

    /// As somebody sees it who sits before that machine.
    String fingerprint() throws InterruptedException {
        return run("ssh-keygen", "-lf", folder.resolve("host_key.pub").toString())
                .split(" ", -1)[1];
    }

    void start() throws InterruptedException {
        try {
            if ("root".equals(System.getProperty("user.name"))) {
                Files.createDirectories(Path.of("/run/sshd"));
            }
            Process started = new ProcessBuilder(
                            SSHD.toString(),
                            "-D",
                            "-e",
                            "-f",
                            folder.resolve("sshd_config").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("sshd.log").toFile())
                    .start();
            process = started;
            while (!listens()) {
                if (started.waitFor(10, TimeUnit.MILLISECONDS)) {
                    throw failed(Files.readString(folder.resolve("sshd.log")));
                }
            }
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    /// As if the machine had lost its power, as far as anyone can tell from outside.
    void kill() {
        Process running = process;
        if (running != null) {
            List<ProcessHandle> children = running.descendants().toList();
            running.destroyForcibly().onExit().join();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private String run(String... command) throws InterruptedException {
        try {
            Process started =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (started.waitFor() != 0) {
                throw failed(said);
            }
            return said;
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private RuntimeException failed(String why) {
        return Problem.unavailable("no-demo-host", "The demo's host " + name + " could not be started", why.strip())
                .withRemedy("Install openssh-server and openssh-client, or see the demo without --hosts.")
                .toException();
    }
}
