package dev.slipway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.api.ApiServer;
import dev.slipway.api.ApiServices;
import dev.slipway.api.ApiSettings;
import dev.slipway.api.FollowedSessions;
import dev.slipway.api.Metrics;
import dev.slipway.host.HostShell;
import dev.slipway.identity.Users;
import dev.slipway.journal.Journal;
import dev.slipway.journal.Journals;
import dev.slipway.model.Pin;
import dev.slipway.model.SessionId;
import dev.slipway.model.account.Author;
import dev.slipway.model.account.UserId;
import dev.slipway.model.fleet.HostId;
import dev.slipway.model.problem.Problem;
import dev.slipway.model.session.SessionSummary;
import dev.slipway.model.tunnel.Forward;
import dev.slipway.model.tunnel.Tunnel;
import dev.slipway.model.tunnel.TunnelTarget;
import dev.slipway.model.wire.ClientFrame;
import dev.slipway.model.wire.TunnelCalls;
import dev.slipway.pool.Holds;
import dev.slipway.sandbox.ExecSpec;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxId;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxSpec;
import dev.slipway.sandbox.Sandboxes;
import dev.slipway.sqlite.Database;
import dev.slipway.ssh.SshServer;
import dev.slipway.tunnel.Tunnels;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A port of a sandbox on a host behind SSH, brought to this computer through the daemon; and `ssh -L` beside
/// it, through
/// the same SSH server to the same program outside of the sandbox, in turns.
final class TunnelBench implements Bench {
    private static final int MEGABYTES = 256;
    private static final int RUNS = 9;
    private static final int WARM_UP = 3;
    private static final int ECHOES = 3_000;
    private static final int STREAMS = 200;
    private static final int PORT = 23_456;
    private static final Author ADA = new Author(new UserId("ada"), "Ada Lovelace", "ada@example.org");

    /// Sends so many bytes as the first line says, or, after a 0, what it gets.
    private static final String PROGRAM = """
            use strict; use warnings; use Socket;
            socket my $listener, AF_INET, SOCK_STREAM, 0 or die $!;
            setsockopt $listener, SOL_SOCKET, SO_REUSEADDR, 1;
            bind $listener, pack_sockaddr_in($ARGV[0], INADDR_LOOPBACK) or die "bind: $!";
            listen $listener, 1024 or die $!;
            $SIG{CHLD} = 'IGNORE'; $SIG{PIPE} = 'IGNORE';
            $| = 1;
            print "listens\\n";
            while (accept my $client, $listener) {
                next if fork;
                setsockopt $client, 6, 1, 1;
                my ($line, $zeros) = ('', "\\0" x 262144);
                while ($line !~ /\\n/) { sysread $client, $line, 1, length $line or exit }
                my $left = $line + 0;
                while ($left > 0) {
                    $left -= syswrite $client, $zeros, $left < length $zeros ? $left : length $zeros or exit
                }
                if ($line == 0) { while (sysread $client, my $bytes, 65536) { syswrite $client, $bytes } }
                exit;
            }
            """;

    private final Random random = new Random();

    @Override
    public String name() {
        return "tunnel";
    }

    @Override
    public String about() {
        return "a sandbox's port through the daemon and SSH: throughput and latency beside ssh -L, and 200 streams";
    }

    @Override
    public void run(BenchReport report) throws IOException, InterruptedException {
        Path root = Files.createTempDirectory("slipway-bench");
        try (Scratch scratch = new Scratch("tunnel");
                LoopbackSshd sshd = new LoopbackSshd(scratch.path());
                SshServer server = new SshServer(sshd.target(), sshd.pinned(), random)) {
            HostShell host = HostShell.ssh(new HostId("bench"), server, root.toString(), random);
            Sandboxes sandboxes = new Sandboxes(host, SandboxSettings.standard(), random);
            try {
                Sandbox sandbox = sandboxes.create(SandboxSpec.of(new SandboxId("tunnel")));
                var inside = sandbox.start(ExecSpec.of("perl", "-e", PROGRAM, Integer.toString(PORT)));
                awaitLine(inside.stdout());
                int outside = free();
                Process same = new ProcessBuilder("perl", "-e", PROGRAM, Integer.toString(outside))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                try (Serving daemon = new Serving(scratch.path(), sandbox);
                        Beside openssh = new Beside(sshd, outside)) {
                    awaitLine(same.getInputStream());
                    measure(report, daemon, openssh.port, outside);
                } finally {
                    same.destroyForcibly();
                }
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            } finally {
                SandboxBench.clean(sandboxes, root);
            }
        }
    }

    private static void measure(BenchReport report, Serving daemon, int openssh, int direct)
            throws IOException, InterruptedException, ExecutionException {
        SessionId session = SessionId.of(1_000_000, 1);
        try (Tunnel tunnel = new Tunnel(
                        () -> new Tunnel.Server(daemon.address, daemon.token),
                        TunnelCalls.TUNNEL.formatted(session.value()),
                        (status, body) -> Problem.unavailable("refused", "Refused", status + ": " + body));
                Forward forward = Forward.open(tunnel, new TunnelTarget.Port(PORT), 0, _ -> {})) {
            throughput(report, forward.port(), openssh);
            latency(report, forward.port(), openssh, direct);
            streams(report, forward.port());
        }
    }

    private static void throughput(BenchReport report, int ours, int theirs) throws IOException {
        List<Double> ratios = new ArrayList<>();
        List<Double> own = new ArrayList<>();
        List<Double> other = new ArrayList<>();
        for (int i = 0; i < RUNS + WARM_UP; i++) {
            double mine = megabytesPerSecond(ours);
            double ssh = megabytesPerSecond(theirs);
            if (i >= WARM_UP) {
                ratios.add(mine / ssh);
                own.add(mine);
                other.add(ssh);
            }
        }
        ratios.sort(null);
        report.report(
                "tunnel",
                "throughput_ratio",
                median(ratios),
                "",
                Map.of(
                        "runs",
                        RUNS,
                        "lowest",
                        Math.round(ratios.getFirst() * 100) / 100.0,
                        "highest",
                        Math.round(ratios.getLast() * 100) / 100.0,
                        "mb_per_s",
                        Math.round(median(own)),
                        "openssh_mb_per_s",
                        Math.round(median(other))));
    }

    private static double megabytesPerSecond(int port) throws IOException {
        long bytes = MEGABYTES * 1_000_000L;
        byte[] buffer = new byte[256 * 1024];
        try (Socket socket = connect(port)) {
            long began = System.nanoTime();
            socket.getOutputStream().write((bytes + "\n").getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            long all = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                all += read;
            }
            if (all != bytes) {
                throw new IOException(all + " bytes came of " + bytes);
            }
            return bytes / 1e6 / ((System.nanoTime() - began) / 1e9);
        }
    }

    private static void latency(BenchReport report, int ours, int theirs, int direct) throws IOException {
        List<Figures> all = List.of(new Figures(), new Figures(), new Figures());
        try (Socket own = connect(ours);
                Socket other = connect(theirs);
                Socket straight = connect(direct)) {
            List<Socket> sockets = List.of(own, other, straight);
            for (Socket socket : sockets) {
                socket.getOutputStream().write("0\n".getBytes(UTF_8));
            }
            for (int i = 0; i < ECHOES; i++) {
                for (int way = 0; way < 3; way++) {
                    Socket socket = sockets.get(way);
                    long began = System.nanoTime();
                    socket.getOutputStream().write('x');
                    if (socket.getInputStream().read() != 'x') {
                        throw new IOException("the echo ended");
                    }
                    if (i >= ECHOES / 10) {
                        all.get(way).add(System.nanoTime() - began);
                    }
                }
            }
        }
        double straight = all.get(2).percentile(50);
        report.report(
                "tunnel",
                "added_latency_p50",
                all.getFirst().percentile(50) - straight,
                "ms",
                Map.of(
                        "p90",
                        rounded(all.getFirst().percentile(90) - straight),
                        "openssh_p50",
                        rounded(all.get(1).percentile(50) - straight),
                        "direct_p50",
                        rounded(straight),
                        "runs",
                        ECHOES * 9 / 10));
    }

    private static void streams(BenchReport report, int port)
            throws IOException, InterruptedException, ExecutionException {
        List<Socket> open = new ArrayList<>();
        long began = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                Socket socket = connect(port);
                open.add(socket);
                answers.add(threads.submit((Callable<Boolean>) () -> {
                    byte[] sent = new byte[10_000];
                    socket.getOutputStream().write("0\n".getBytes(UTF_8));
                    socket.getOutputStream().write(sent);
                    new DataInputStream(socket.getInputStream()).readFully(sent);
                    return true;
                }));
            }
            for (Future<Boolean> answer : answers) {
                var _ = answer.get();
            }
            report.report(
                    "tunnel", "streams_200", (System.nanoTime() - began) / 1e9, "s", Map.of("streams", open.size()));
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitLine(InputStream in) throws IOException {
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("a program ended before it listened");
            }
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    /// The daemon's part of it.
    private static final class Serving implements FollowedSessions, AutoCloseable {
        private final Database database;
        private final Journals journals;
        private final Journal journal;
        private final ApiServer server;
        private final URI address;
        private final String token;

        Serving(Path home, Sandbox sandbox) throws IOException {
            InstantSource clock = InstantSource.system();
            database = Database.open(home.resolve("daemon.db"), "the daemon's database");
            journals = new Journals(home.resolve("sessions"), clock);
            journal = journals.create(SessionId.of(1_000_000, 1));
            Users users = Users.open(database, home.resolve("token"), () -> ADA, clock, new SecureRandom());
            token = Files.readString(home.resolve("token")).strip();
            Tunnels.Rooms rooms = new Tunnels.Rooms() {
                @Override
                public Sandbox sandbox(SessionId session) {
                    return sandbox;
                }

                @Override
                public Optional<Sandbox> ready(SessionId session) {
                    return Optional.of(sandbox);
                }
            };
            server = new ApiServer(
                    ApiSettings.usual("bench"),
                    new ApiServices.Ground(database, users, new Metrics(), clock),
                    this,
                    new Tunnels(rooms, new Holds(), clock));
            address = URI.create(
                    "http://127.0.0.1:" + server.start("127.0.0.1", 0).getPort());
        }

        @Override
        public Journal journal(SessionId session) {
            return journal;
        }

        @Override
        public List<SessionSummary> newest(int limit) {
            return List.of();
        }

        @Override
        public SessionSummary summary(SessionId session) {
            throw new IllegalStateException("nobody asks");
        }

        @Override
        public Pin onChange(Consumer<SessionId> watcher) {
            return () -> {};
        }

        @Override
        public void typing(SessionId session) {
            throw new IllegalStateException("nobody types");
        }

        @Override
        public void drafting(ClientFrame.Drafting draft, UserId person) {
            throw new IllegalStateException("nobody writes");
        }

        @Override
        public void close() {
            server.close();
            journals.close();
            database.close();
        }
    }

    /// OpenSSH's client with a forwarded port.
    private static final class Beside implements AutoCloseable {
        private final Process process;
        private final int port;

        Beside(LoopbackSshd sshd, int target) throws IOException, InterruptedException {
            port = free();
            List<String> command = new ArrayList<>(List.of("ssh", "-o", "ControlMaster=no", "-o", "ControlPath=none"));
            command.addAll(List.of("-N", "-L", port + ":127.0.0.1:" + target));
            command.addAll(sshd.client().subList(1, sshd.client().size()));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            while (!listens()) {
                if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new IOException("ssh ended with " + process.exitValue());
                }
            }
        }

        private boolean listens() {
            try (Socket socket = connect(port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
