package dev.slipway.bench;

import dev.slipway.ssh.HostKey;
import dev.slipway.ssh.PinnedKeys;
import dev.slipway.ssh.SshAddress;
import dev.slipway.ssh.SshLogin;
import dev.slipway.ssh.SshTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// OpenSSH's server on a loopback port, for the time of a bench.
final class LoopbackSshd implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final Process process;

    LoopbackSshd(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        for (String key : List.of("host", "client")) {
            new ProcessBuilder(
                            "ssh-keygen",
                            "-q",
                            "-t",
                            "ed25519",
                            "-N",
                            "",
                            "-f",
                            folder.resolve(key).toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        }
        if (user().equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        // SetEnv: Debian's bash reads .bashrc for each command of a shell that looks like the first one of a login.
        Path config = Files.writeString(folder.resolve("sshd_config"), """
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
                        port, folder.resolve("host"), folder.resolve("client.pub")));
        process = new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", config.toString())
                .inheritIO()
                .start();
        while (!listens()) {
            if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                throw new IOException("sshd ended with " + process.exitValue());
            }
        }
    }

    SshTarget target() {
        SshLogin login = new SshLogin.KeyFile(folder.resolve("client"), Optional.empty());
        return new SshTarget(new SshAddress(user(), "127.0.0.1", port), List.of(login), Optional.empty());
    }

    PinnedKeys pinned() throws IOException {
        String[] parts = Files.readString(folder.resolve("host.pub")).split(" ", -1);
        List<HostKey> keys = List.of(new HostKey(parts[0], parts[1]));
        return _ -> keys;
    }

    /// OpenSSH's client with the same key and one connection for all calls.
    List<String> client() {
        return List.of(
                "ssh",
                "-F",
                "none",
                "-p",
                Integer.toString(port),
                "-i",
                folder.resolve("client").toString(),
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "LogLevel=ERROR",
                "-o",
                "ControlMaster=auto",
                "-o",
                "ControlPath=" + folder.resolve("control"),
                "-o",
                "ControlPersist=60",
                user() + "@127.0.0.1");
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String user() {
        return System.getProperty("user.name");
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
