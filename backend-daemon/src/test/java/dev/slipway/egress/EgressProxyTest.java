package dev.slipway.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class EgressProxyTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> lookedUp = new ArrayList<>();
    private List<InetAddress> found = List.of(HERE);
    private HttpServer server;
    private int port;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
        server.createContext("/", exchange -> {
            String said = exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n"
                    + exchange.getRequestHeaders().entrySet() + "\n"
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                body.write(said.getBytes(UTF_8));
            }
        });
        server.start();
        port = server.getAddress().getPort();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        server.stop(0);
    }

    @Test
    void passesARequestOnForTheHostThatItIsFor() throws Exception {
        proxy("127.0.0.1:" + port);

        String answer = ask("POST http://127.0.0.1:" + port + "/path?q=1#part HTTP/1.1\r\nHost: other.example\r\n"
                + "Proxy-Authorization: Basic eDp5\r\nConnection: x-mine\r\nX-Mine: 1\r\nX-Kept: 2\r\n"
                + "Content-Length: 4\r\n\r\nbody");

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("POST /path?q=1\n", "Host=[127.0.0.1:" + port + "]", "X-kept=[2]", "body")
                .doesNotContain("other.example", "eDp5", "X-mine");
    }

    @Test
    void dropsARequestThatFollowsAnother() throws Exception {
        proxy("127.0.0.1:" + port);

        String answer = ask("GET http://127.0.0.1:" + port + "/first HTTP/1.1\r\n\r\n" + "GET http://127.0.0.1:" + port
                + "/second HTTP/1.1\r\n\r\n");

        assertThat(answer).contains("GET /first").doesNotContain("second");
    }

    @Test
    void tunnelsBothWaysUntilEachSideHasEnded() throws Exception {
        byte[] question = new byte[3_000_000];
        new Random(1).nextBytes(question);
        try (ServerSocket echo = new ServerSocket(0, 1, HERE)) {
            Thread.ofVirtual().start(() -> echoAfterTheEnd(echo));
            proxy("127.0.0.1:" + echo.getLocalPort());

            try (SocketChannel client = connect()) {
                send(client, "CONNECT 127.0.0.1:" + echo.getLocalPort() + " HTTP/1.1\r\n\r\n");
                ByteBuffer established = ByteBuffer.allocate(39);
                while (established.hasRemaining() && client.read(established) >= 0) {}
                Channels.newOutputStream(client).write(question);
                client.shutdownOutput();

                assertThat(new String(established.array(), ISO_8859_1))
                        .isEqualTo("HTTP/1.1 200 Connection established\r\n\r\n");
                assertThat(Channels.newInputStream(client).readAllBytes()).isEqualTo(question);
            }
        }
    }

    @Test
    void saysWhichSettingWouldAllowAHost() throws Exception {
        proxy("repo.example");

        String answer = ask("CONNECT Unlisted.Example:443 HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 403 Host not in sandbox.allow\r\n")
                .contains("does not list unlisted.example");
        assertThat(lookedUp).isEmpty();
    }

    @Test
    void saysThatTheHostIsAllowedButThePortIsNot() throws Exception {
        proxy("repo.example");

        assertThat(ask("CONNECT repo.example:22 HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .contains("add repo.example:22 to sandbox.allow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "169.254.169.254", "10.0.0.7", "::1", "fd00::7"})
    void refusesANameThatLeadsToAClosedAddress(String address) throws Exception {
        found = List.of(InetAddress.ofLiteral(address));
        proxy("*.example");

        assertThat(ask("GET http://trap.example/ HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 403 Address not in sandbox.allow")
                .contains(found.getFirst().getHostAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "169.254.169.254", "[::ffff:127.0.0.1]"})
    void refusesAnAddressThatIsNotListed(String address) throws Exception {
        proxy("repo.example", "*.example", "10.0.0.1");

        assertThat(ask("CONNECT " + address + ":443 HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void connectsToTheVeryAddressThatItChecked() throws Exception {
        proxy("repo.example:" + port, "127.0.0.1:" + port);

        String answer = ask("GET http://repo.example:" + port + " HTTP/1.1\r\n\r\n");

        assertThat(answer).contains("GET /\n", "Host=[repo.example:" + port + "]");
        assertThat(lookedUp).containsExactly("repo.example");
    }

    @Test
    void leavesOutTheClosedAddressesOfAName() throws Exception {
        found = List.of(InetAddress.ofLiteral("10.255.255.1"), HERE);
        proxy("repo.example:" + port, "127.0.0.1:" + port);

        assertThat(ask("GET http://repo.example:" + port + "/ HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void saysThatANameIsUnknownOrAServerDoesNotAnswer() throws Exception {
        found = List.of();
        proxy("repo.example", "127.0.0.1:1");

        assertThat(ask("CONNECT repo.example:443 HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 502 Host not found");
        assertThat(ask("CONNECT 127.0.0.1:1 HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 502 Host not reachable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "GET https://repo.example/ HTTP/1.1",
                "GET ftp://repo.example/ HTTP/1.1",
                "GET http://user:word@repo.example/ HTTP/1.1",
                "CONNECT repo.example HTTP/1.1",
                "CONNECT repo.example:443",
                "CONNECT repo.example:99999 HTTP/1.1",
                "CONNECT 127.1:443 HTTP/1.1",
                "GET http://repo.example/ HTTP/1.1\r\nno field",
                "GET http://repo.example/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2",
                "GET http://repo.example/ HTTP/1.1\r\nContent-Length: -1",
                "\u0016\u0003\u0001"
            })
    void answersWhatIsNoRequestForAProxy(String head) throws Exception {
        proxy("repo.example");

        assertThat(ask(head + "\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(lookedUp).isEmpty();
    }

    @Test
    void boundsTheHeadOfARequest() throws Exception {
        proxy("repo.example");

        assertThat(ask("GET http://repo.example/ HTTP/1.1\r\nX: " + "x".repeat(70_000)))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void givesUpOnARequestThatDoesNotCome() throws Exception {
        Patience patience = new Patience(Duration.ofMillis(50), Duration.ofSeconds(5), Duration.ofMinutes(1));
        proxy(patience, "repo.example");

        try (SocketChannel client = connect()) {
            send(client, "GET http://repo");
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void cutsATunnelThatIsIdleTooLong() throws Exception {
        Patience patience = new Patience(Duration.ofSeconds(20), Duration.ofSeconds(5), Duration.ofMillis(50));
        try (ServerSocket silent = new ServerSocket(0, 1, HERE)) {
            proxy(patience, "127.0.0.1:" + silent.getLocalPort());
            try (SocketChannel client = connect()) {
                send(client, "CONNECT 127.0.0.1:" + silent.getLocalPort() + " HTTP/1.1\r\n\r\n");
                assertThat(new String(Channels.newInputStream(client).readAllBytes(), UTF_8))
                        .startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void letsGoOfManyTunnelsWhoseProgramsAreGone() throws Exception {
        proxy("127.0.0.1:" + port);
        List<SocketChannel> clients = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            SocketChannel client = connect();
            open.add(client);
            clients.add(client);
            send(client, "CONNECT 127.0.0.1:" + port + " HTTP/1.1\r\n\r\n");
        }

        for (SocketChannel client : clients) {
            client.shutdownOutput();
            assertThat(new String(Channels.newInputStream(client).readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void cutsAllAndLeavesNoSocketWhenItCloses() throws Exception {
        EgressProxy proxy;
        try (ServerSocket silent = new ServerSocket(0, 1, HERE)) {
            proxy = proxy("127.0.0.1:" + silent.getLocalPort());
            try (SocketChannel client = connect()) {
                send(client, "CONNECT 127.0.0.1:" + silent.getLocalPort() + " HTTP/1.1\r\n\r\n");
                int first = client.read(ByteBuffer.allocate(100));
                proxy.close();

                assertThat(first).isPositive();
                assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            }
        }
        assertThat(proxy.listens()).isFalse();
        assertThat(Files.exists(socket())).isFalse();
    }

    private EgressProxy proxy(String... allowed) throws IOException {
        return proxy(Patience.STANDARD, allowed);
    }

    private EgressProxy proxy(Patience patience, String... allowed) throws IOException {
        Resolver resolver = name -> {
            lookedUp.add(name);
            if (found.isEmpty()) {
                throw new UnknownHostException(name);
            }
            return found;
        };
        Gate gate = new Gate(AllowedHosts.of(List.of(allowed)), resolver);
        EgressProxy proxy = EgressProxy.open(socket(), gate, patience, "test");
        open.add(proxy);
        return proxy;
    }

    private Path socket() {
        return directory.resolve("socket");
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
    }

    private String ask(String request) throws IOException {
        try (SocketChannel client = connect()) {
            send(client, request);
            return new String(Channels.newInputStream(client).readAllBytes(), UTF_8);
        }
    }

    private static void send(SocketChannel client, String text) throws IOException {
        Channels.newOutputStream(client).write(text.getBytes(ISO_8859_1));
    }

    private static void echoAfterTheEnd(ServerSocket echo) {
        try (Socket client = echo.accept()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            client.getInputStream().transferTo(all);
            all.writeTo(client.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
