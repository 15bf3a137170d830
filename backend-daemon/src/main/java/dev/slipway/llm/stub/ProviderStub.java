package dev.slipway.llm.stub;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A model provider that plays by script, on plain sockets and a virtual thread a connection. Each request but
/// `HEAD` is answered by what the script says to it; [Wire] makes answers in the three wire formats.
///
/// ```java
/// try (ProviderStub stub = ProviderStub.start(request -> Wire.anthropic().text("Hello", " you").end())) {
///     Provider.of("anthropic", Provider.Kind.ANTHROPIC, stub.baseUrl(), "key", List.of("claude-sonnet-5-5"));
/// }
/// ```
public final class ProviderStub implements AutoCloseable {
    private static final Duration NONE = Duration.ZERO;

    private final ServerSocket server;
    private final Function<StubRequest, StubReply> script;
    private final List<StubRequest> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<StubRequest> arrivals = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> departures = new LinkedBlockingQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    private ProviderStub(ServerSocket server, Function<StubRequest, StubReply> script) {
        this.server = server;
        this.script = script;
    }

    /// Listens on a free port of the loopback address.
    /// @param script says what to answer; called on the connection's thread
    public static ProviderStub start(Function<StubRequest, StubReply> script) {
        try {
            ProviderStub stub = new ProviderStub(new ServerSocket(0, 256, InetAddress.getLoopbackAddress()), script);
            Thread.ofVirtual().name("provider-stub").start(stub::accept);
            return stub;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Answers the requests with these replies in order, the last one again and again.
    public static ProviderStub playing(StubReply... replies) {
        AtomicInteger next = new AtomicInteger();
        List<StubReply> all = List.of(replies);
        return start(request -> all.get(Math.min(next.getAndIncrement(), all.size() - 1)));
    }

    /// `http://127.0.0.1:port`, to which OpenAI's clients add nothing and Anthropic's `/v1`.
    public String baseUrl() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /// All calls so far.
    public List<StubRequest> requests() {
        return List.copyOf(requests);
    }

    /// Connections that were ever opened.
    public int connections() {
        return connections.get();
    }

    /// The next call that has not been taken yet; waits for it.
    /// @throws IllegalStateException if none comes in time
    public StubRequest takeRequest(Duration limit) throws InterruptedException {
        StubRequest request = arrivals.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (request == null) {
            throw new IllegalStateException("No model call came within " + limit);
        }
        return request;
    }

    /// When, by `System.nanoTime()`, the next client was seen to have cut its connection in the midst of an
    /// answer; waits for it. A stream is only seen to be cut when something is written to it.
    /// @throws IllegalStateException if none does in time
    public long takeDeparture(Duration limit) throws InterruptedException {
        Long departure = departures.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (departure == null) {
            throw new IllegalStateException("No client left within " + limit);
        }
        return departure;
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().name("provider-stub-connection").start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 16_384);
            boolean goesOn = true;
            while (goesOn) {
                StubRequest request = HttpReader.read(in);
                if (request == null) {
                    return;
                }
                goesOn = answer(request, socket, in, out);
            }
        } catch (IOException left) {
            departures.add(System.nanoTime());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /// Returns whether the connection can be used again.
    private boolean answer(StubRequest request, Socket socket, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        if (request.method().equals("HEAD")) {
            out.write(StubReply.bytes("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));
            out.flush();
            return true;
        }
        requests.add(request);
        arrivals.add(request);
        StubReply reply = script.apply(request);
        head(reply, out);
        String last = "";
        for (StubReply.Piece piece : reply.pieces()) {
            if (!piece.before().equals(NONE)) {
                Thread.sleep(piece.before());
            }
            last = piece.text().replace(StubReply.NOW, Long.toString(System.nanoTime()));
            chunk(last, out);
        }
        return switch (reply.ending()) {
            case CLEAN -> {
                out.write(StubReply.bytes("0\r\n\r\n"));
                out.flush();
                yield true;
            }
            case CUT -> {
                // A reset rather than a farewell, as when a machine in between fails.
                socket.setSoLinger(true, 0);
                yield false;
            }
            case SILENT -> {
                if (in.read() < 0) {
                    departures.add(System.nanoTime());
                }
                yield false;
            }
            case ENDLESS -> {
                while (true) {
                    chunk(last, out);
                }
            }
        };
    }

    private static void head(StubReply reply, OutputStream out) throws IOException {
        Map<String, String> headers = new HashMap<>(reply.headers());
        headers.put("content-type", reply.contentType());
        headers.put("transfer-encoding", "chunked");
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(reply.status()).append(" Stub\r\n");
        headers.forEach((name, value) -> head.append(name.toLowerCase(Locale.ROOT))
                .append(": ")
                .append(value)
                .append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void chunk(String text, OutputStream out) throws IOException {
        byte[] bytes = StubReply.bytes(text);
        out.write(StubReply.bytes(Integer.toHexString(bytes.length) + "\r\n"));
        out.write(bytes);
        out.write(StubReply.bytes("\r\n"));
        out.flush();
    }
}
