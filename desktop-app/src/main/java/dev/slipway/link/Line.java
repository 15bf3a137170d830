package dev.slipway.link;

import jakarta.websocket.CloseReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.spi.ClientEngine;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.Writer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection below one WebSocket: Tyrus speaks the protocol, this carries its bytes. One virtual thread reads and
/// hands on, and reads no further meanwhile, so a server that sends too fast is held back; another writes, so that
/// nobody who sends waits for the network.
final class Line extends Writer {
    private static final Logger log = LoggerFactory.getLogger(Line.class);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration HANDSHAKE_WITHIN = Duration.ofSeconds(10);
    private static final int READ_AT_ONCE = 64 * 1024;
    /// Frames of a client are small and few; a thousand that wait mean that the network takes none.
    private static final int MOST_WAITING = 1024;

    private record Piece(ByteBuffer bytes, CompletionHandler<ByteBuffer> handler) {}

    private final Server server;
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final BlockingQueue<Piece> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private volatile @Nullable Socket tcp;
    private volatile @Nullable Thread writing;

    Line(Server server) {
        this.server = server;
    }

    /// Completes with the reason when the connection is gone, whoever ended it.
    CompletableFuture<String> end() {
        return end;
    }

    /// Connects and shakes hands; returns once frames flow.
    /// @throws IOException when there is no such server, or it hangs up
    /// @throws dev.slipway.model.problem.ProblemException what the server says that does not let us in
    void open(ClientEngine engine) throws IOException {
        URI address = server.address();
        boolean secure = "https".equalsIgnoreCase(address.getScheme());
        int port = address.getPort() >= 0 ? address.getPort() : secure ? 443 : 80;
        Socket connected = connect(address, port);
        tcp = connected;
        Socket socket = secure ? secured(connected, address.getHost(), port) : connected;
        Handshake handshake = new Handshake(socket, HANDSHAKE_WITHIN);
        handshake.ask(engine.createUpgradeRequest(this::close), server.token());
        TyrusUpgradeResponse answer = handshake.answer();
        if (answer.getStatus() != 101) {
            throw Rest.problem(answer.getStatus(), handshake.body(answer)).toException();
        }
        ClientEngine.ClientUpgradeInfo upgrade = engine.processResponse(answer, this, _ -> close());
        if (upgrade.getUpgradeStatus() != ClientEngine.ClientUpgradeStatus.SUCCESS) {
            throw new IOException("it did not agree to a WebSocket");
        }
        socket.setSoTimeout(0);
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        Connection connection = upgrade.createConnection();
        writing = Thread.ofVirtual().name("link-writer").start(() -> write(out));
        Thread.ofVirtual().name("link-reader").start(() -> read(in, handshake.rest(), connection));
    }

    @Override
    public void write(ByteBuffer bytes, CompletionHandler<ByteBuffer> handler) {
        if (end.isDone() || !waiting.offer(new Piece(bytes, handler))) {
            handler.failed(new IOException("the connection takes nothing any more"));
            end("it takes nothing any more");
        }
    }

    /// Ends it at once; may be called by any thread and more than once.
    @Override
    public void close() {
        end("this side ended it");
    }

    /// Ends it for a reason; that of the first call counts.
    void end(String reason) {
        end.complete(reason);
        @Nullable Thread writer = writing;
        if (writer != null) {
            writer.interrupt();
        }
        @Nullable Socket open = tcp;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                log.debug("The connection to {} did not close cleanly", server, e);
            }
        }
    }

    private void read(InputStream in, ByteBuffer first, Connection connection) {
        try {
            connection.getReadHandler().handle(first);
            byte[] bytes = new byte[READ_AT_ONCE];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                connection.getReadHandler().handle(ByteBuffer.wrap(bytes, 0, read));
            }
            end("it hung up");
        } catch (IOException e) {
            end(String.valueOf(e.getMessage()));
        } finally {
            close();
            connection.close(new CloseReason(CloseReason.CloseCodes.CLOSED_ABNORMALLY, null));
        }
    }

    private void write(OutputStream out) {
        try {
            while (true) {
                Piece piece = waiting.take();
                byte[] bytes = new byte[piece.bytes().remaining()];
                piece.bytes().get(bytes);
                out.write(bytes);
                piece.handler().completed(piece.bytes());
            }
        } catch (IOException | InterruptedException e) {
            end(String.valueOf(e.getMessage()));
        }
    }

    private static Socket connect(URI address, int port) throws IOException {
        IOException failure = new IOException("no way leads there");
        @Nullable ProxySelector selector = ProxySelector.getDefault();
        for (Proxy proxy : selector == null ? List.of(Proxy.NO_PROXY) : selector.select(address)) {
            for (InetSocketAddress target : targets(proxy, address.getHost(), port)) {
                Socket socket = new Socket(proxy);
                try {
                    socket.setTcpNoDelay(true);
                    socket.connect(target, (int) CONNECT_WITHIN.toMillis());
                    return socket;
                } catch (IOException e) {
                    socket.close();
                    failure = e;
                }
            }
        }
        throw failure;
    }

    private static List<InetSocketAddress> targets(Proxy proxy, String host, int port) throws IOException {
        return proxy.type() != Proxy.Type.DIRECT
                ? List.of(InetSocketAddress.createUnresolved(host, port))
                : Arrays.stream(InetAddress.getAllByName(host))
                        .map(address -> new InetSocketAddress(address, port))
                        .toList();
    }

    private static Socket secured(Socket socket, String host, int port) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secured = (SSLSocket) factory.createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.setSoTimeout((int) HANDSHAKE_WITHIN.toMillis());
        secured.startHandshake();
        return secured;
    }
}
