package dev.slipway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What programs reach whose sandbox is allowed a list of hosts.
@Timeout(120)
abstract class WayOutContract {
    private static final int SIZE = 2_000_000;

    Box box;
    private HttpServer server;
    String address;

    abstract Box open() throws IOException, InterruptedException;

    @BeforeEach
    void openBox() throws IOException, InterruptedException {
        box = open();
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestURI().getPath().equals("/big")
                    ? "x".repeat(SIZE).getBytes(UTF_8)
                    : ("received " + exchange.getRequestBody().readAllBytes().length + "\n").getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        address = "127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void closeBox() throws IOException {
        server.stop(0);
        box.close();
    }

    @Test
    void leadsToAListedHostByRequestAndByTunnel() throws Exception {
        Sandbox sandbox = allowed(address);

        assertThat(curl(sandbox, "http://" + address + "/").output()).isEqualTo("received 0\n");
        assertThat(curl(sandbox, "--proxytunnel http://" + address + "/big | wc -c")
                        .output()
                        .strip())
                .isEqualTo("" + SIZE);
        assertThat(sandbox.run(ExecSpec.shell("head -c 3000000 /dev/zero | curl -sS --noproxy '' --data-binary @- "
                                + "http://" + address + "/"))
                        .output())
                .isEqualTo("received 3000000\n");
    }

    @Test
    void leadsToManyAtOnce() throws Exception {
        Sandbox sandbox = allowed(address);

        ExecResult result = sandbox.run(ExecSpec.shell("for i in 1 2 3 4 5 6 7 8 9 10 11 12; do curl -sS --noproxy '' "
                + "http://" + address + "/big | wc -c & done; wait"));

        assertThat(result.output().lines())
                .hasSize(12)
                .allMatch(line -> line.strip().equals("" + SIZE));
    }

    @Test
    void letsConnectionsWaitWhileThereAreTooMany() throws Exception {
        Sandbox sandbox = allowed(address);

        ExecResult result = sandbox.run(ExecSpec.of("perl", "-e", """
                use IO::Socket::INET;
                my @all = map { IO::Socket::INET->new(PeerAddr => '127.0.0.1:3128') or die } 1 .. 300;
                print $_ "CONNECT $ARGV[0] HTTP/1.1\\r\\n\\r\\n" for @all;
                sub answers {
                    my $count = 0;
                    for (@_) {
                        my ($r, $line) = ('', '');
                        vec($r, fileno $_, 1) = 1;
                        select $r, undef, undef, 20;
                        sysread $_, $line, 12 if vec $r, fileno $_, 1;
                        $count += $line eq 'HTTP/1.1 200';
                    }
                    return $count;
                }
                print answers(@all[0 .. 255]), "\n";
                my $r = '';
                vec($r, fileno $_, 1) = 1 for @all[256 .. 299];
                print select($r, undef, undef, 0.2) ? "too many\n" : "the others wait\n";
                close $_ for @all[0 .. 99];
                print answers(@all[256 .. 299]), "\n";
                """, address));

        assertThat(result.output()).isEqualTo("256\nthe others wait\n44\n");
    }

    @Test
    void refusesAnotherHostInWordsThatHelp() throws Exception {
        Sandbox sandbox = allowed(address);

        assertThat(curl(sandbox, "http://unlisted.example/").output()).contains("sandbox.allow", "unlisted.example");
        assertThat(curl(sandbox, "https://unlisted.example/").error()).contains("403");
        assertThat(curl(sandbox, "http://169.254.169.254/").output()).contains("sandbox.allow");
    }

    @Test
    void isTheOnlyWay() throws Exception {
        Sandbox sandbox = allowed(address);

        ExecResult direct = sandbox.run(ExecSpec.shell(
                "curl -sS --noproxy '*' http://" + address + "/; curl -sS --noproxy '*' http://1.1.1.1/; ls -A /run"));

        assertThat(direct.output()).isEmpty();
        assertThat(direct.error().lines()).hasSize(2);
        assertThat(sandbox.run(ExecSpec.shell("ls /proc/[0-9]*/exe -l | grep -c perl"))
                        .output())
                .isEqualTo("0\n");
    }

    @Test
    void isNotThereForASandboxWithoutNetwork() throws Exception {
        allowed(address).run(ExecSpec.of("true"));
        Sandbox none = box.sandbox();

        ExecResult result = none.run(ExecSpec.shell(
                "env | grep -i proxy; curl -sS -x http://127.0.0.1:" + WayOut.PORT + " http://" + address + "/"));

        assertThat(result.output()).isEmpty();
        assertThat(result.exit().code()).as("curl could not connect").isEqualTo(7);
    }

    @Test
    void isEachSandboxesOwn() throws Exception {
        Sandbox other = allowed(address);
        other.run(ExecSpec.of("true"));
        Sandbox sandbox = allowed("repo.example");

        assertThat(curl(sandbox, "http://" + address + "/").output()).contains("sandbox.allow");
    }

    @Test
    void isThereAgainAfterASealAndAfterAllExecutionsEnded() throws Exception {
        Sandbox sandbox = allowed(address);
        curl(sandbox, "http://" + address + "/");
        ProcessHandle first = ProcessHandle.of(relay(sandbox)).orElseThrow();

        sandbox.seal(box.layer());

        // Nobody ends it: as when a daemon dies, only its input is closed.
        assertThat(first.onExit().orTimeout(10, TimeUnit.SECONDS).join().isAlive())
                .isFalse();
        assertThat(curl(sandbox, "http://" + address + "/").output()).isEqualTo("received 0\n");

        sandbox.endExecutions();

        assertThat(curl(sandbox, "http://" + address + "/").output()).isEqualTo("received 0\n");
    }

    @Test
    void isThereForTheDaemonThatAdoptsTheSandbox() throws Exception {
        Sandbox before = allowed(address);
        curl(before, "http://" + address + "/");

        box.restartDaemon();
        Sandbox adopted = box.sandboxes.adopt().getFirst();

        assertThat(adopted.spec().network()).isEqualTo(before.spec().network());
        assertThat(curl(adopted, "http://" + address + "/").output()).isEqualTo("received 0\n");
    }

    @Test
    void leavesNothingOfADaemonThatWasKilled() throws Exception {
        Sandbox before = allowed(address);
        before.run(ExecSpec.of("true"));
        long relay = relay(before);

        box.restartDaemon();
        box.sandboxes.adopt().getFirst().destroy();

        assertThat(Files.exists(box.root.resolve("egress/" + before.group()))).isFalse();
        assertThat(ProcessHandle.of(relay).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void isGoneWithTheSandbox() throws Exception {
        Sandbox sandbox = allowed(address);
        curl(sandbox, "http://" + address + "/");
        Path socket = box.root.resolve("egress/" + sandbox.group());
        long relay = relay(sandbox);
        assertThat(Files.exists(socket)).isTrue();

        sandbox.destroy();

        assertThat(Files.exists(socket)).isFalse();
        assertThat(ProcessHandle.of(relay).filter(ProcessHandle::isAlive)).isEmpty();
    }

    Sandbox allowed(String... hosts) {
        NetworkPolicy policy = new NetworkPolicy.AllowList(new TreeSet<>(List.of(hosts)));
        return box.sandboxes.create(box.spec().withNetwork(policy));
    }

    /// Not by `no_proxy`, which names the loopback that the server of the test is on.
    static ExecResult curl(Sandbox sandbox, String arguments) throws InterruptedException {
        ExecSpec curl = ExecSpec.shell("curl -sS --noproxy '' " + arguments);
        return sandbox.run(
                new ExecSpec(curl.command(), curl.directory(), Map.of(), Optional.of(Duration.ofSeconds(30))));
    }

    private static long relay(Sandbox sandbox) throws IOException {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                Path limits = process.resolve("limits");
                String mark = "Max file locks            " + sandbox.group() + "000000 ";
                if (Files.isReadable(limits) && Files.readString(limits).contains(mark)) {
                    return Long.parseLong(process.getFileName().toString());
                }
            }
        }
        throw new AssertionError("there is no relay");
    }
}
