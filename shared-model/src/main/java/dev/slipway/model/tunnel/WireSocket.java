package dev.slipway.model.tunnel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// A client's WebSocket (RFC 6455) for binary messages that come and go whole, in plain blocking code: what is
/// received
/// is read from the network straight into the array that a stream hands on. Without extensions and subprotocols.
final class WireSocket implements Mux.Wire {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final int LONGEST_HEAD = 32 * 1024;
    private static final int LONGEST_BODY = 64 * 1024;
    private static final int BUFFER = 64 * 1024;
    private static final String ACCEPT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();

    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    /// What the server answered rather than to begin.
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String body;

        Refused(int status, String body) {
            super("it answered " + status);
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        String body() {
            return body;
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final SecureRandom random = new SecureRandom();
    /// Fair, so that a stream of a few keystrokes gets its turn beside one that is never done.
    private final ReentrantLock turn = new ReentrantLock(true);

    private WireSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
        this.out = socket.getOutputStream();
    }

    /// Connects and shakes hands.
    /// @param server `http` or `https`
    /// @throws Refused     if the server answers something else than a WebSocket
    /// @throws IOException if there is no server
    static WireSocket open(URI server, String path, String token) throws IOException {
        boolean secure = "https".equalsIgnoreCase(server.getScheme());
        int port = server.getPort() >= 0 ? server.getPort() : secure ? 443 : 80;
        Socket tcp = connect(server, port);
        try {
            Socket socket = secure ? secured(tcp, server.getHost(), port) : tcp;
            WireSocket opened = new WireSocket(socket);
            socket.setSoTimeout((int) CONNECT_WITHIN.toMillis());
            opened.shakeHands(server, port, path, token);
            socket.setSoTimeout(0);
            return opened;
        } catch (IOException e) {
            tcp.close();
            throw e;
        }
    }

    /// The next message; pings are answered on the way.
    /// @param silence how long nothing may come, after which the connection is taken for dead
    /// @throws IOException at the end, whose message says how it came
    ByteBuffer receive(Duration silence) throws IOException {
        socket.setSoTimeout((int) silence.toMillis());
        while (true) {
            int first = in.readUnsignedByte();
            int second = in.readUnsignedByte();
            long length = second & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            if (length < 0 || length > Mux.LONGEST_MESSAGE || (second & MASKED) != 0 || (first & FINAL) == 0) {
                throw new IOException("it sent what is no message of a tunnel");
            }
            byte[] payload = new byte[(int) length];
            in.readFully(payload);
            switch (first & 0x0f) {
                case BINARY -> {
                    return ByteBuffer.wrap(payload);
                }
                case PING -> write(PONG, payload, 0, payload.length);
                case CLOSE ->
                    throw new IOException(
                            payload.length > 2 ? new String(payload, 2, payload.length - 2, UTF_8) : "it hung up");
                default -> {
                    // A pong, or a kind of message that is none of a tunnel's.
                }
            }
        }
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        write(BINARY, message.array(), message.arrayOffset() + message.position(), message.remaining());
    }

    @Override
    public void cut(String why) {
        try {
            // The close of a TLS socket would wait for whoever writes.
            socket.close();
        } catch (IOException e) {
            // Then it is closed already.
        }
    }

    private void write(int kind, byte[] payload, int offset, int length) throws IOException {
        byte[] frame = new byte[14 + length];
        int head = 2;
        frame[0] = (byte) (FINAL | kind);
        if (length < 126) {
            frame[1] = (byte) (MASKED | length);
        } else if (length < 1 << 16) {
            frame[1] = (byte) (MASKED | 126);
            frame[2] = (byte) (length >> 8);
            frame[3] = (byte) length;
            head = 4;
        } else {
            frame[1] = (byte) (MASKED | 127);
            ByteBuffer.wrap(frame).putLong(2, length);
            head = 10;
        }
        int mask = random.nextInt();
        ByteBuffer.wrap(frame).putInt(head, mask);
        head += 4;
        System.arraycopy(payload, offset, frame, head, length);
        mask(frame, head, length, mask);
        turn.lock();
        try {
            out.write(frame, 0, head + length);
        } finally {
            turn.unlock();
        }
    }

    /// RFC 6455, section 5.3, eight bytes at a time.
    static void mask(byte[] bytes, int offset, int length, int mask) {
        byte[] key = ByteBuffer.allocate(8).putInt(mask).putInt(mask).array();
        long wide = (long) LONGS.get(key, 0);
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            LONGS.set(bytes, offset + i, (long) LONGS.get(bytes, offset + i) ^ wide);
        }
        for (; i < length; i++) {
            bytes[offset + i] ^= key[i & 3];
        }
    }

    private void shakeHands(URI server, int port, String path, String token) throws IOException {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        String host = server.getPort() < 0 ? server.getHost() : server.getHost() + ":" + port;
        String base = server.getRawPath() == null ? "" : server.getRawPath().replaceAll("/$", "");
        out.write(("GET " + base + path + " HTTP/1.1\r\nHost: " + host
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: " + key + "\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer "
                        + token
                        + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        String status = line(in);
        if (!status.matches("HTTP/1\\.1 \\d{3}.*")) {
            throw new IOException("it does not speak HTTP/1.1");
        }
        Map<String, String> headers = headers(in);
        int code = Integer.parseInt(status.substring(9, 12));
        if (code != 101) {
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            throw new Refused(code, new String(in.readNBytes(Math.clamp(length, 0, LONGEST_BODY)), UTF_8));
        }
        if (!accepted(key).equals(headers.get("sec-websocket-accept"))) {
            throw new IOException("it did not agree to a WebSocket");
        }
    }

    private static String accepted(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + ACCEPT).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        int total = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            total += line.length();
            int colon = line.indexOf(':');
            if (colon < 0 || total > LONGEST_HEAD) {
                throw new IOException("its answer makes no sense");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > LONGEST_HEAD) {
                throw new IOException("it hung up");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static Socket connect(URI server, int port) throws IOException {
        IOException failure = new IOException("no way leads there");
        ProxySelector selector = ProxySelector.getDefault();
        for (Proxy proxy : selector == null ? List.of(Proxy.NO_PROXY) : selector.select(server)) {
            InetAddress[] addresses =
                    proxy.type() == Proxy.Type.DIRECT ? InetAddress.getAllByName(server.getHost()) : new InetAddress[1];
            for (InetAddress address : addresses) {
                Socket socket = new Socket(proxy);
                try {
                    socket.setTcpNoDelay(true);
                    socket.connect(
                            address == null
                                    ? InetSocketAddress.createUnresolved(server.getHost(), port)
                                    : new InetSocketAddress(address, port),
                            (int) CONNECT_WITHIN.toMillis());
                    return socket;
                } catch (IOException e) {
                    socket.close();
                    failure = e;
                }
            }
        }
        throw failure;
    }

    private static Socket secured(Socket socket, String host, int port) throws IOException {
        SSLSocket secured =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.setSoTimeout((int) CONNECT_WITHIN.toMillis());
        secured.startHandshake();
        return secured;
    }
}
