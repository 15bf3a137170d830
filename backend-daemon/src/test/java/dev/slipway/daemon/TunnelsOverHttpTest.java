package dev.slipway.daemon;

import static dev.slipway.daemon.WiredDaemon.code;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.tunnel.Forward;
import dev.slipway.model.tunnel.ListeningPort;
import dev.slipway.model.tunnel.Tunnel;
import dev.slipway.model.tunnel.TunnelStream;
import dev.slipway.model.tunnel.TunnelTarget;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ProblemDetails;
import dev.slipway.model.wire.TunnelCalls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tunnels as clients have them: over a WebSocket of the daemon into the sandbox of a session, where a program
/// echoes.
@ExtendWith(WiredDaemon.Provided.class)
@Timeout(120)
final class TunnelsOverHttpTest {
    private static final int ECHO = 23_117;
    private static final TunnelTarget TO_ECHO = new TunnelTarget.Port(ECHO);
    private static final String NOBODY = "01kpy3zq8w2rt";
    private static WiredDaemon daemon;
    private static String session;

    @BeforeAll
    static void start(WiredDaemon wired) throws Exception {
        daemon = wired;
        daemon.repository("tunnels");
        session = daemon.session(
                "tunnels",
                "RUN perl -MIO::Socket::INET -e '"
                        + "my $l = IO::Socket::INET->new(LocalAddr => \"127.0.0.1\", LocalPort => " + ECHO
                        + ", Listen => 1024, ReuseAddr => 1); $SIG{CHLD} = \"IGNORE\"; while (my $c = $l->accept) { next if fork; "
                        + "while (sysread $c, my $b, 65536) { syswrite $c, $b } exit }' & "
                        + "until grep -q 5A4D /proc/net/tcp; do sleep 0.05; done; echo up > is-up; wait");
        daemon.awaitFile(session, "is-up");
    }

    @Test
    void aPortOfThisComputerLeadsIntoTheSandbox() throws Exception {
        try (Tunnel tunnel = tunnel(session);
                Forward forward = Forward.open(tunnel, TO_ECHO, 0, TunnelsOverHttpTest::unexpected)) {
            for (String loopback : List.of("127.0.0.1", "::1")) {
                try (Socket socket = new Socket(InetAddress.ofLiteral(loopback), forward.port())) {
                    socket.getOutputStream().write("hello".getBytes(UTF_8));
                    socket.shutdownOutput();
                    assertThat(socket.getInputStream().readAllBytes())
                            .asString()
                            .isEqualTo("hello");
                }
            }
        }
    }

    @Test
    void twoHundredStreamsAtOnce() throws Exception {
        try (Tunnel tunnel = tunnel(session);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<TunnelStream> streams = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                streams.add(tunnel.open(TO_ECHO));
            }
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                TunnelStream stream = streams.get(i);
                byte[] word = ("stream " + i + " ").repeat(1_000).getBytes(UTF_8);
                answers.add(threads.submit((Callable<String>) () -> {
                    Thread writer = Thread.ofVirtual().start(() -> {
                        try (OutputStream out = stream.out()) {
                            out.write(word);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    });
                    String said = new String(stream.in().readAllBytes(), UTF_8);
                    writer.join();
                    return said;
                }));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(answers.get(i).get()).isEqualTo(("stream " + i + " ").repeat(1_000));
            }
        }
    }

    @Test
    void saysThatNothingListens() throws Exception {
        BlockingQueue<Problem> told = new LinkedBlockingQueue<>();
        TunnelTarget nowhere = new TunnelTarget.Port(9);
        try (Tunnel tunnel = tunnel(session);
                Forward forward = Forward.open(tunnel, nowhere, 0, told::add);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), forward.port())) {
            assertThatThrownBy(() -> tunnel.open(nowhere))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("nothing-listens"));
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(IOException.class);
            assertThat(told.poll(20, TimeUnit.SECONDS))
                    .extracting(Problem::code)
                    .isEqualTo("nothing-listens");
        }
    }

    @Test
    void letsMembersInAndNobodyElse() throws Exception {
        WiredDaemon.Person viewer = daemon.join("vera");
        assertThat(daemon.patch("/users/vera", "{\"role\":\"VIEWER\"}").statusCode())
                .isEqualTo(200);

        assertThat(refusal(session, viewer.token())).isEqualTo("role-too-low");
        assertThat(refusal(session, "no-token")).isEqualTo("unknown-token");
        assertThat(refusal(NOBODY, daemon.owner().token())).isEqualTo("unknown-session");
        assertThat(code(daemon.get("/sessions/" + session + "/tunnel"))).isEqualTo("upgrade-required");
        assertThat(code(daemon.get("/sessions/" + NOBODY + "/ports"))).isEqualTo("unknown-session");
    }

    @Test
    void whoIsTurnedOutLosesTheTunnel() throws Exception {
        WiredDaemon.Person mel = daemon.join("mel");
        try (Tunnel tunnel = tunnel(session, mel.token())) {
            TunnelStream stream = tunnel.open(TO_ECHO);
            assertThat(daemon.patch("/users/mel", "{\"role\":\"VIEWER\"}").statusCode())
                    .isEqualTo(200);

            assertThatThrownBy(() -> stream.in().read()).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> tunnel.open(TO_ECHO)).isInstanceOf(ProblemException.class);
        }
    }

    /// A connection that nobody reads holds up neither others nor the daemon.
    @Test
    void oneThatIsNotReadHindersNoOther() throws Exception {
        try (Tunnel tunnel = tunnel(session)) {
            TunnelStream stalled = tunnel.open(TO_ECHO);
            Thread flood = Thread.ofVirtual().start(() -> {
                try {
                    stalled.out().write(new byte[64 << 20]);
                } catch (IOException e) {
                    // Closed at the end.
                }
            });
            byte[] much = new byte[5_000_000];
            TunnelStream quick = tunnel.open(TO_ECHO);
            Thread writer = Thread.ofVirtual().start(() -> {
                try (OutputStream out = quick.out()) {
                    out.write(much);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });

            assertThat(quick.in().readAllBytes()).isEqualTo(much);

            writer.join();
            assertThat(flood.isAlive()).isTrue();
            stalled.close();
            flood.join();
        }
    }

    @Test
    void comesBackByItselfWhenTheLinkIsCut() throws Exception {
        try (Gate gate = new Gate(daemon.address().getPort());
                Tunnel tunnel = tunnel(gate.address(), session, daemon.owner().token());
                Forward forward = Forward.open(tunnel, TO_ECHO, 0, _ -> {})) {
            BlockingQueue<Tunnel.State> states = new LinkedBlockingQueue<>();
            var _ = tunnel.onState(states::add);
            assertThat(echoed(forward.port())).isEqualTo("hello");
            try (Socket open = new Socket(InetAddress.getLoopbackAddress(), forward.port())) {
                open.getOutputStream().write('x');
                assertThat(open.getInputStream().read()).isEqualTo('x');

                gate.cut();

                assertThatThrownBy(() -> open.getInputStream().read()).isInstanceOf(IOException.class);
            }
            assertThat(echoed(forward.port())).isEqualTo("hello");
            states.removeIf(state -> state instanceof Tunnel.State.Open);
            assertThat(states).hasSize(1).first().isInstanceOf(Tunnel.State.Lost.class);
        }
    }

    @Test
    void showsWhatListensAndWhoHoldsTheSandbox() throws Exception {
        try (Tunnel tunnel = tunnel(session)) {
            assertThat(tunnel.open(TO_ECHO)).isNotNull();

            TunnelCalls.Ports ports =
                    Json.read(daemon.get("/sessions/" + session + "/ports").body(), TunnelCalls.Ports.class);

            assertThat(ports.ports()).contains(new ListeningPort(ECHO, Optional.of("perl")));
            assertThat(ports.holders()).extracting(TunnelCalls.Holder::what).contains("has a tunnel open");
        }
    }

    private static Tunnel tunnel(String id) {
        return tunnel(id, daemon.owner().token());
    }

    private static Tunnel tunnel(String id, String token) {
        return tunnel(daemon.address(), id, token);
    }

    private static Tunnel tunnel(URI address, String id, String token) {
        return new Tunnel(() -> new Tunnel.Server(address, token), TunnelCalls.TUNNEL.formatted(id), (status, body) -> {
            ProblemDetails details = Json.read(body, ProblemDetails.class);
            return Problem.invalid(details.code(), details.title(), details.detail());
        });
    }

    private static String echoed(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("hello".getBytes(UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /// A way to the daemon that can be cut.
    private static final class Gate implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        private final List<Socket> open = new CopyOnWriteArrayList<>();
        private final int target;

        Gate(int target) throws IOException {
            this.target = target;
            Thread.ofVirtual().start(this::accept);
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + listener.getLocalPort());
        }

        void cut() throws IOException {
            for (Socket each : open) {
                each.close();
            }
            open.clear();
        }

        private void accept() {
            while (!listener.isClosed()) {
                try {
                    Socket in = listener.accept();
                    Socket out = new Socket(InetAddress.getLoopbackAddress(), target);
                    open.addAll(List.of(in, out));
                    Thread.ofVirtual().start(() -> carry(in, out));
                    Thread.ofVirtual().start(() -> carry(out, in));
                } catch (IOException e) {
                    // Closed.
                }
            }
        }

        private static void carry(Socket from, Socket to) {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // Cut.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            cut();
        }
    }

    private static String refusal(String id, String token) throws InterruptedException {
        try (Tunnel tunnel = tunnel(id, token)) {
            tunnel.open(TO_ECHO).close();
            return "none";
        } catch (ProblemException e) {
            return e.problem().code();
        }
    }

    private static void unexpected(Problem problem) {
        throw new AssertionError(problem.toString());
    }
}
