package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.host.HostStream;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.tunnel.TunnelTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What it is to connect into a sandbox.
@Timeout(30)
abstract class WayInContract {
    /// Sends back what it gets, and ends when it has got all.
    private static final String ECHO = """
            use strict; use warnings; use Socket qw(:DEFAULT inet_aton inet_pton pack_sockaddr_in6 AF_INET6);
            my ($family, $where) = @ARGV;
            my $address = $family eq 'unix' ? pack_sockaddr_un($where)
                : $family eq 'tcp6' ? pack_sockaddr_in6($where, inet_pton(AF_INET6, '::1'))
                : pack_sockaddr_in($where, inet_aton('127.0.0.1'));
            my $domain = $family eq 'unix' ? AF_UNIX : $family eq 'tcp6' ? AF_INET6 : AF_INET;
            socket my $listener, $domain, SOCK_STREAM, 0 or die $!;
            setsockopt $listener, SOL_SOCKET, SO_REUSEADDR, 1;
            bind $listener, $address or die "bind: $!";
            listen $listener, 1024 or die $!;
            $SIG{CHLD} = 'IGNORE';
            $| = 1;
            print "listens\\n";
            while (accept my $client, $listener) {
                next if fork;
                while (sysread $client, my $bytes, 65536) { syswrite $client, $bytes }
                exit;
            }
            """;

    Box box;
    private Sandbox sandbox;

    abstract Box open() throws IOException, InterruptedException;

    @BeforeEach
    void openBox() throws IOException, InterruptedException {
        box = open();
        sandbox = box.sandbox();
    }

    @AfterEach
    void closeBox() throws IOException {
        box.close();
    }

    @Test
    void carriesBytesBothWaysAndTheEndOfEachSide() throws Exception {
        int port = port();
        echo("tcp", "" + port);
        byte[] sent = new byte[3_000_000];
        new Random(1).nextBytes(sent);

        try (HostStream stream = sandbox.connect(new TunnelTarget.Port(port))) {
            Thread writer = Thread.ofVirtual().start(() -> {
                try (var out = stream.out()) {
                    out.write(sent);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(stream.in().readAllBytes()).isEqualTo(sent);
            writer.join();
        }
    }

    @Test
    void reachesWhatListensOnTheNewerLoopbackOnly() throws Exception {
        int port = port();
        echo("tcp6", "" + port);

        assertThat(asked(new TunnelTarget.Port(port), "six")).isEqualTo("six");
    }

    @Test
    void reachesAUnixSocketInside() throws Exception {
        String path = inside("/tmp/echo.sock");
        echo("unix", path);

        assertThat(asked(new TunnelTarget.UnixSocket(path), "hello")).isEqualTo("hello");
    }

    @Test
    void saysThatNothingListens() {
        assertThatThrownBy(() -> sandbox.connect(new TunnelTarget.Port(port())))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("nothing-listens"));
        assertThatThrownBy(() -> sandbox.connect(new TunnelTarget.UnixSocket(inside("/tmp/none.sock"))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("nothing-listens"));
    }

    @Test
    void carriesTwoHundredAtOnce() throws Exception {
        int port = port();
        echo("tcp", "" + port);
        List<HostStream> open = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            open.add(sandbox.connect(new TunnelTarget.Port(port)));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < open.size(); i++) {
                HostStream stream = open.get(i);
                String word = "stream " + i;
                answers.add(threads.submit((Callable<String>) () -> answer(stream, word)));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo("stream " + i);
            }
        }
        for (HostStream stream : open) {
            stream.close();
        }
    }

    @Test
    void endsOpenConnectionsAsNoProgramWouldWhenTheSandboxIsDestroyed() throws Exception {
        int port = port();
        echo("tcp", "" + port);
        HostStream stream = sandbox.connect(new TunnelTarget.Port(port));

        sandbox.destroy();

        assertThatThrownBy(() -> stream.in().read())
                .rootCause()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("sandbox-gone"));
        assertThatThrownBy(() -> sandbox.connect(new TunnelTarget.Port(port)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("sandbox-not-running"));
    }

    @Test
    void outlivesTheEndOfAllPrograms() throws Exception {
        int port = port();
        echo("tcp", "" + port);
        assertThat(asked(new TunnelTarget.Port(port), "before")).isEqualTo("before");

        sandbox.endExecutions();
        echo("tcp", "" + port);

        assertThat(asked(new TunnelTarget.Port(port), "after")).isEqualTo("after");
    }

    @Test
    void leadsInAgainAfterASeal() throws Exception {
        int port = port();
        echo("tcp", "" + port);
        assertThat(asked(new TunnelTarget.Port(port), "before")).isEqualTo("before");

        sandbox.seal(box.layer());
        echo("tcp", "" + port);

        assertThat(asked(new TunnelTarget.Port(port), "after")).isEqualTo("after");
    }

    /// The relay of the daemon before it may be there still.
    @Test
    void leadsInForADaemonThatStartsLater() throws Exception {
        int port = port();
        echo("tcp", "" + port);
        assertThat(asked(new TunnelTarget.Port(port), "before")).isEqualTo("before");

        box.restartDaemon();
        sandbox = box.sandboxes.adopt().getFirst();
        echo("tcp", "" + port);

        assertThat(asked(new TunnelTarget.Port(port), "after")).isEqualTo("after");
    }

    /// A path as programs inside name it.
    String inside(String path) {
        return sandbox.workspace().replace("/workspace", "") + path;
    }

    int port() {
        return 20_000 + new Random().nextInt(10_000);
    }

    Sandbox sandbox() {
        return sandbox;
    }

    String asked(TunnelTarget target, String word) throws IOException {
        try (HostStream stream = sandbox.connect(target)) {
            return answer(stream, word);
        }
    }

    void echo(String family, String where) throws IOException {
        Execution server = sandbox.start(ExecSpec.of("perl", "-e", ECHO, family, where));
        String said = new BufferedReader(new InputStreamReader(server.stdout(), UTF_8)).readLine();
        if (!"listens".equals(said)) {
            throw new AssertionError(new String(server.stderr().readAllBytes(), UTF_8));
        }
    }

    private static String answer(HostStream stream, String word) throws IOException {
        try (var out = stream.out()) {
            out.write(word.getBytes(UTF_8));
        }
        return new String(stream.in().readAllBytes(), UTF_8);
    }
}
