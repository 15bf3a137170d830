package dev.slipway.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real OpenSSH server on a loopback port, with a host key and an authorized key of its own. It runs as whoever runs
/// the tests and lets only that user in; or only an ordinary one, of whom nobody but this server knows.
public final class TestSshd implements AutoCloseable {
    private final Path folder;
    private final String options;
    private final Optional<Guest> guest;
    private final int port;
    private Process process;

    /// @param hidden programs that are not to be found there
    private record Guest(int uid, List<Path> hidden) {}

    public TestSshd(Path folder) throws IOException, InterruptedException {
        this(folder, "");
    }

    /// @param options more lines of `sshd_config`
    public TestSshd(Path folder, String options) throws IOException, InterruptedException {
        this(folder, options, Optional.empty());
    }

    /// A server that lets in an ordinary user, whose home is `home` in the folder. Needs root, and a folder that others
    /// may walk through. What makes it so is in a mount namespace of its own: the machine stays as it is.
    /// @param hidden programs that are not to be found there
    public static TestSshd ofOrdinaryUser(Path folder, int uid, Path... hidden)
            throws IOException, InterruptedException {
        return new TestSshd(folder, "", Optional.of(new Guest(uid, List.of(hidden))));
    }

    private TestSshd(Path folder, String options, Optional<Guest> guest) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.options = options;
        this.guest = guest;
        this.port = freePort();
        newHostKey();
        key("client");
        authorize("client");
        process = launch();
    }

    public SshTarget target() {
        return new SshTarget(address(), List.of(login()), Optional.empty());
    }

    public SshAddress address() {
        return new SshAddress(user(), "127.0.0.1", port);
    }

    private String user() {
        return guest.isPresent() ? "ordinary" : System.getProperty("user.name");
    }

    public SshLogin login() {
        return new SshLogin.KeyFile(folder.resolve("client"), Optional.empty());
    }

    public int port() {
        return port;
    }

    /// The key that it shows.
    public HostKey hostKey() throws IOException {
        String[] parts = Files.readString(folder.resolve("host.pub")).split(" ", -1);
        return new HostKey(parts[0], parts[1]);
    }

    public PinnedKeys pinned() throws IOException {
        HostKey key = hostKey();
        return _ -> List.of(key);
    }

    /// One of its files, such as a key.
    public Path file(String name) {
        return folder.resolve(name);
    }

    /// Makes a key pair; the file has that name, its public half `.pub` behind it.
    public Path key(String name, String... options) throws IOException, InterruptedException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-t", "ed25519", "-f", file.toString()));
        command.addAll(options.length == 0 ? List.of("-N", "") : List.of(options));
        run(command);
        return file;
    }

    /// Lets a key in, and no other.
    public void authorize(String name) throws IOException {
        Files.copy(
                folder.resolve(name + ".pub"),
                folder.resolve("authorized_keys"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /// As if the machine had been installed anew: takes effect at the next start.
    public void newHostKey() throws IOException, InterruptedException {
        key("host");
    }

    /// As if the machine had lost its power: the server and whatever came of it.
    public void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /// Cuts the connections that there are and goes on listening.
    public void cut() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    public void startAgain() throws IOException, InterruptedException {
        process = launch();
    }

    /// Closes it and removes its folder.
    public void remove() {
        try {
            kill();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private Process launch() throws IOException, InterruptedException {
        Path privilegeSeparation = Path.of("/run/sshd");
        if (System.getProperty("user.name").equals("root") && !Files.exists(privilegeSeparation)) {
            Files.createDirectories(
                    privilegeSeparation,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        Path config = folder.resolve("sshd_config");
        // SetEnv: Debian's bash reads .bashrc for each command of a shell that looks like the first one of a login.
        Files.writeString(config, """
                %s
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
                AllowStreamLocalForwarding yes
                SetEnv SHLVL=2
                LogLevel ERROR
                """.formatted(
                        options, port, folder.resolve("host"), folder.resolve("authorized_keys"), user()));
        List<String> command = new ArrayList<>();
        if (guest.isPresent()) {
            command.addAll(asGuest(guest.get()));
        }
        command.addAll(List.of("/usr/sbin/sshd", "-D", "-e", "-f", config.toString()));
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("sshd.log").toFile()))
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!listens()) {
            if (started.waitFor(5, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new IllegalStateException("sshd did not start: " + Files.readString(folder.resolve("sshd.log")));
            }
        }
        return started;
    }

    private List<String> asGuest(Guest guest) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.setAttribute(home, "unix:uid", guest.uid());
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path users = Files.writeString(
                folder.resolve("passwd"),
                Files.readString(Path.of("/etc/passwd"))
                        + "ordinary:*:%d:%d::%s:/bin/sh\n".formatted(guest.uid(), guest.uid(), home));
        Path nothing = Files.writeString(folder.resolve("nothing"), "");
        StringBuilder mounts = new StringBuilder("mount --bind " + users + " /etc/passwd && ");
        guest.hidden().forEach(program -> mounts.append("mount --bind " + nothing + " " + program + " && "));
        return List.of("unshare", "-m", "/bin/sh", "-c", mounts + "exec \"$@\"", "sh");
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

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + ": " + said);
        }
    }
}
