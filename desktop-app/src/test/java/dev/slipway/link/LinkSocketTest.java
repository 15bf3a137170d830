package dev.slipway.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.problem.Problem;
import dev.slipway.model.problem.ProblemException;
import dev.slipway.model.wire.Json;
import dev.slipway.model.wire.ServerFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The socket against a server that does what no good server does.
@Timeout(20)
class LinkSocketTest {
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
    private static final long MORE_THAN_ANY_NETWORK_HOLDS = 64L * 1024 * 1024;

    private final CountDownLatch release = new CountDownLatch(1);
    private ServerSocketChannel listener;

    @BeforeEach
    void listen() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws IOException {
        release.countDown();
        listener.close();
    }

    @Test
    void noticesAtOnceThatItIsCutDuringTheHandshake() {
        Thread.ofVirtual().start(() -> {
            try (SocketChannel client = listener.accept()) {
                request(client);
                client.write(ByteBuffer.wrap("HTTP/1.1 101 Switch".getBytes(StandardCharsets.US_ASCII)));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        long before = System.nanoTime();

        assertThatThrownBy(() -> Socket.open(server(), (_, _) -> {}))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().detail()).contains("hung up during the handshake"));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void tellsWhatTheServerSaysWhenItDoesNotLetUsIn() {
        try (TestServer strict = new TestServer()) {
            Server wrong = new Server("test", strict.address().address(), "wrong");

            assertThatThrownBy(() -> Socket.open(wrong, (_, _) -> {}))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED);
                        assertThat(e.problem().code()).isEqualTo("unknown-token");
                    });
        }
    }

    @Test
    void readsNoFurtherWhileAFrameIsTaken() throws Exception {
        CompletableFuture<Long> sent = new CompletableFuture<>();
        CountDownLatch taking = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> flood(taking, sent));

        try (Socket socket = Socket.open(server(), (_, _) -> {
            taking.countDown();
            awaitRelease();
        })) {
            assertThat(sent.get()).isLessThan(MORE_THAN_ANY_NETWORK_HOLDS);
            assertThat(socket.end()).isNotDone();
        }
    }

    @Test
    void endsAtOnceWhenItIsInterruptedWhileItConnects() throws Exception {
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread connecting = Thread.ofVirtual().start(() -> {
            try (Socket _ = Socket.open(server(), (_, _) -> {})) {
                outcome.completeExceptionally(new AssertionError("it connected"));
            } catch (InterruptedException | RuntimeException e) {
                outcome.complete(e);
            }
        });
        try (SocketChannel client = listener.accept()) {
            request(client);

            connecting.interrupt();

            assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        }
    }

    private Server server() {
        return new Server(
                "test", URI.create("http://127.0.0.1:" + listener.socket().getLocalPort()), "secret");
    }

    /// Sends frames until the client has taken none for half a second.
    private void flood(CountDownLatch taking, CompletableFuture<Long> sent) {
        try (SocketChannel client = listener.accept();
                Selector selector = Selector.open()) {
            Matcher key = KEY.matcher(request(client));
            assertThat(key.find()).isTrue();
            client.write(ByteBuffer.wrap(
                    ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                    + TestSocket.accept(key.group(1)) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII)));
            byte[] text = Json.write(new ServerFrame.Pong("x".repeat(60_000))).getBytes(StandardCharsets.UTF_8);
            ByteBuffer frame = ByteBuffer.allocate(text.length + 4)
                    .put((byte) 0x81)
                    .put((byte) 126)
                    .putShort((short) text.length)
                    .put(text)
                    .flip();
            while (frame.hasRemaining()) {
                client.write(frame);
            }
            taking.await();
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_WRITE);
            long bytes = 0;
            while (bytes < MORE_THAN_ANY_NETWORK_HOLDS && selector.select(500) > 0) {
                selector.selectedKeys().clear();
                bytes += client.write(frame.hasRemaining() ? frame : frame.rewind());
            }
            sent.complete(bytes);
            awaitRelease();
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            sent.completeExceptionally(e);
        }
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String request(SocketChannel client) throws IOException {
        StringBuilder request = new StringBuilder();
        ByteBuffer bytes = ByteBuffer.allocate(8192);
        while (request.indexOf("\r\n\r\n") < 0 && client.read(bytes) >= 0) {
            request.append(StandardCharsets.US_ASCII.decode(bytes.flip()));
            bytes.clear();
        }
        return request.toString();
    }
}
